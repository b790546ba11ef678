/**
 * Parts of a resource's input as values, and receipts of what was found and written in each. Receipts of slices join into that of
 * the whole input, in whatever order they come in.
 *
 * <p>Must not know how rows are read or written.
 */
@NullMarked
package dev.pipette.engine.slice;

import org.jspecify.annotations.NullMarked;
