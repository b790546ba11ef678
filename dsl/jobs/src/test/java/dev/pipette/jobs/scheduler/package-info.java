/** Tests of what a scheduler decides. */
@NullMarked
package dev.pipette.jobs.scheduler;

import org.jspecify.annotations.NullMarked;
