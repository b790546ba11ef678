/**
 * The prompt of {@code pipette shell}: reads whole inputs from a terminal or a pipe, lets {@link dev.pipette.cli.CellSession}
 * evaluate them, and prints values and errors. The commands find it as a service, and it is the one room that knows JLine. Must not
 * know how a load works.
 *
 * <pre>
 * pipette> var p = pipeline("shop", duckdb("shop.duckdb"))
 * p ==> shop -> duckdb shop.duckdb
 * </pre>
 */
@NullMarked
package dev.pipette.cli.shell;

import org.jspecify.annotations.NullMarked;
