/**
 * The process that runs jobs when they are due: {@link dev.pipette.jobs.scheduler.JobScheduler}. The store decides what may be done;
 * db-scheduler brings what is ready to one of the schedulers. Must not know the command.
 */
@NullMarked
package dev.pipette.jobs.scheduler;

import org.jspecify.annotations.NullMarked;
