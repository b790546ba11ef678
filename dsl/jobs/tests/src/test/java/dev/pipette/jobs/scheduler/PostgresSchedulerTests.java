package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.PostgresFixture;

class PostgresSchedulerTests extends PostgresFixture implements SchedulerContract {}
