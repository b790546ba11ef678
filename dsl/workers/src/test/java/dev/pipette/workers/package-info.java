/** Tests of workers, by a real queue and real processes. */
@NullMarked
package dev.pipette.workers;

import org.jspecify.annotations.NullMarked;
