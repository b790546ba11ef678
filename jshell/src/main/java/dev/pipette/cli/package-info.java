/**
 * The {@code pipette} command: the language, for people who have no Java at hand. Reads the arguments, builds the values
 * of {@link dev.pipette}, runs them and prints what happened; it decides nothing about a load itself.
 *
 * <pre>
 * pipette load day.json --into duckdb:scratch.duckdb --merge date,affiliate_id
 * pipette sql duckdb:scratch.duckdb "SELECT count(*) FROM day"
 * pipette pipeline scratch info
 * </pre>
 */
@NullMarked
package dev.pipette.cli;

import org.jspecify.annotations.NullMarked;
