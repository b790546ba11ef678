/**
 * Delimited and Parquet files that DuckDB reads: which columns they have, what is wrong with them, and which of them one
 * statement reads together.
 *
 * <p>Must not know resources, packages or the destination.
 */
@NullMarked
package dev.pipette.engine.files;

import org.jspecify.annotations.NullMarked;
