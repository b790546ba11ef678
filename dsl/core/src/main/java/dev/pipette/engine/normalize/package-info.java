/**
 * Normalize: flattens a row into its tables, gives names, and sorts values by type. Follows dlt's relational normalizer
 * (objects become columns {@code a__b}, lists become nested tables {@code table__list}).
 *
 * <p>Must not know where rows come from, nor what becomes of the buffers that it fills.
 */
@NullMarked
package dev.pipette.engine.normalize;

import org.jspecify.annotations.NullMarked;
