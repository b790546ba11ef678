@NullMarked
package dev.pipette.jobs.time;

import org.jspecify.annotations.NullMarked;
