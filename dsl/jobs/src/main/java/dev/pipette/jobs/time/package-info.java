/**
 * When jobs are due: fire times, their intervals, missed runs and backfills, as pure functions of a schedule and an instant. {@link
 * dev.pipette.jobs.time.FireTimes} is the way in. Must not know the store, processes, the scheduler, and no clock.
 */
@NullMarked
package dev.pipette.jobs.time;

import org.jspecify.annotations.NullMarked;
