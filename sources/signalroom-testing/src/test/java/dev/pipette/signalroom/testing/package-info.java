@NullMarked
package dev.pipette.signalroom.testing;

import org.jspecify.annotations.NullMarked;
