/**
 * Measures Pipette against the same work by hand: against DuckDB's own statements and against the bare Java bridge.
 * Every measurement runs in a JVM of its own, which tells its figures to the one that started it. Knows the language and
 * the destination as users know them, and nothing of the engine's rooms but the expression of its row ids.
 *
 * <pre>{@code
 * dsl/benchmark/run csv --rows 1000000 --rounds 3
 * }</pre>
 */
@NullMarked
package dev.pipette.benchmark;

import org.jspecify.annotations.NullMarked;
