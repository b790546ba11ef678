/** Tests of schedulers, on both stores. */
@NullMarked
package dev.pipette.jobs.scheduler;

import org.jspecify.annotations.NullMarked;
