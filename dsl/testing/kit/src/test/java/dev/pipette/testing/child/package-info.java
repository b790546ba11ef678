@NullMarked
package dev.pipette.testing.child;

import org.jspecify.annotations.NullMarked;
