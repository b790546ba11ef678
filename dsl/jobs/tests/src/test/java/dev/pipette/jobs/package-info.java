@NullMarked
package dev.pipette.jobs;

import org.jspecify.annotations.NullMarked;
