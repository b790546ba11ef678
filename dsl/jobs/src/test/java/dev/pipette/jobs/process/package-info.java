/** Tests of attempts. */
@NullMarked
package dev.pipette.jobs.process;

import org.jspecify.annotations.NullMarked;
