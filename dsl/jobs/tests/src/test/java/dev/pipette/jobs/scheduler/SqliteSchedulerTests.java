package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.SqliteFixture;

class SqliteSchedulerTests extends SqliteFixture implements SchedulerContract {}
