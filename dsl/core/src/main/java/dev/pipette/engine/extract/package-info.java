/**
 * Extract: opens the rows of a resource, applies its steps and its cursor, and passes rows to normalize, and columnar files
 * that no row function touches to pack.
 *
 * <p>Must not know destinations.
 */
@NullMarked
package dev.pipette.engine.extract;

import org.jspecify.annotations.NullMarked;
