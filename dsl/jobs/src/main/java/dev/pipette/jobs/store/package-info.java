/**
 * The database of jobs: their versions, occurrences and attempts, in PostgreSQL or in a file of SQLite. {@link
 * dev.pipette.jobs.store.JobStore} is the way in. Each step of an occurrence is one transaction that looks whether it may be taken.
 * Must not know processes, the scheduler, who is alerted how, and the command.
 */
@NullMarked
package dev.pipette.jobs.store;

import org.jspecify.annotations.NullMarked;
