/**
 * Input that is read in parts: what a part is, how its rows are opened, and who reads it. Parts are values, so that another process
 * can read one, and leave what it found in a stage, a folder or a bucket that both see.
 *
 * <p>Must not know how rows are read, written or loaded.
 */
@NullMarked
package dev.pipette.slices;

import org.jspecify.annotations.NullMarked;
