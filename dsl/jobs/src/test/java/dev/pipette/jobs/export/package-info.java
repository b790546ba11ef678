@NullMarked
package dev.pipette.jobs.export;

import org.jspecify.annotations.NullMarked;
