/**
 * SQL as text, for what jOOQ has no word for: DuckDB's readers, COPY and ATTACH; and the way between such text and
 * jOOQ's expressions. The quoting of such text is here alone.
 *
 * <p>Must not know what is queried.
 */
@NullMarked
package dev.pipette.engine.sql;

import org.jspecify.annotations.NullMarked;
