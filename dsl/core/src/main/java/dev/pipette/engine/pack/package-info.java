/**
 * Pack: writes the rows of a run into a load package.
 *
 * <p>A package is a folder. Rows that Java made are in Parquet segments, one physical column for each type that a
 * column was seen with; a delimited or Parquet file that no row function touches is referred to instead of copied.
 * Sealing computes what the whole package needs to know (types, counts, cursor ends, missing keys) and writes the
 * manifest; from then on the package is a value.
 *
 * <p>Must not know where rows come from, nor the destination.
 */
@NullMarked
package dev.pipette.engine.pack;

import org.jspecify.annotations.NullMarked;
