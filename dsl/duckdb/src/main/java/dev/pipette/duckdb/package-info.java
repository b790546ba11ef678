/**
 * The DuckDB destination: types, opening and locking of the database file, and the facts about DuckDB's transactions
 * that a loader must know. What is published, and in which order, is decided in {@code dev.pipette.load}.
 *
 * <pre>{@code
 * Destination scratch = Pipette.duckdb("scratch.duckdb");
 * }</pre>
 */
@NullMarked
package dev.pipette.duckdb;

import org.jspecify.annotations.NullMarked;
