/** Tests of the three sources. */
@NullMarked
package dev.pipette.signalroom;

import org.jspecify.annotations.NullMarked;
