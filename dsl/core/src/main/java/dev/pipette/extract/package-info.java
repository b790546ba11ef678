/**
 * Extract: opens the rows of a resource, applies its steps and its cursor, and hands them on: rows to normalize,
 * columnar files that no row function touches to pack as they are.
 *
 * <p>Must not know tables, types or destinations.
 */
@NullMarked
package dev.pipette.extract;

import org.jspecify.annotations.NullMarked;
