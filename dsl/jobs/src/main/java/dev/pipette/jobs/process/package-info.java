/**
 * Runs one attempt of an occurrence: in a JVM of its own, or in this one. {@link dev.pipette.jobs.process.AttemptRunner} starts it,
 * {@link dev.pipette.jobs.process.Watch} waits for its end. Must not know the store and the scheduler.
 */
@NullMarked
package dev.pipette.jobs.process;

import org.jspecify.annotations.NullMarked;
