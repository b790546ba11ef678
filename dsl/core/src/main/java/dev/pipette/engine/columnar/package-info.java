/**
 * DuckDB as the engine of a run, in memory: its types and values, casts, and what text holds. Only this room and those that
 * ask it know DuckDB's driver; it is not a destination here.
 *
 * <p>Must not know packages, folders or where rows come from.
 */
@NullMarked
package dev.pipette.engine.columnar;

import org.jspecify.annotations.NullMarked;
