@NullMarked
package dev.pipette.replicate;

import org.jspecify.annotations.NullMarked;
