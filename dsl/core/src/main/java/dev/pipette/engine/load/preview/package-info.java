/**
 * A load that is not made: reads go to the destination, and what would be written is written down instead.
 *
 * <p>Must not write, and must not decide: the same classes as in a load decide.
 */
@NullMarked
package dev.pipette.engine.load.preview;

import org.jspecify.annotations.NullMarked;
