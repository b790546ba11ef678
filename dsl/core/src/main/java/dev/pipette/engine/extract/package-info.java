/**
 * Extract: opens the rows of a resource, applies its steps and its cursor, and passes rows, and columnar files that no row
 * function touches, to the entrance of normalize. Cuts input into slices that are read side by side.
 *
 * <p>Must not know pack, nor destinations.
 */
@NullMarked
package dev.pipette.engine.extract;

import org.jspecify.annotations.NullMarked;
