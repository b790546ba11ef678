/**
 * What happens after an attempt, beside a running one, and who hears of it: pure functions, to which random numbers and the time are
 * given. Must not know the store, processes, the scheduler, and no clock.
 */
@NullMarked
package dev.pipette.jobs.policy;

import org.jspecify.annotations.NullMarked;
