/** DuckDB under processes that are killed, raced, locked out, or have no room. */
@NullMarked
package dev.pipette.duckdb.campaign;

import org.jspecify.annotations.NullMarked;
