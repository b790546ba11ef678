/**
 * Random histories of runs, each with other input than the one before, against a model of what must be there. {@link
 * dev.pipette.testing.history.HistoryTests} runs them for a destination that {@link
 * dev.pipette.testing.history.HistoryPlaces} describes. A history is a list of steps that follows from a seed; a step is
 * a run, or something that happens between runs: a table that refuses rows, a lost working folder, pruned bookkeeping.
 * After each step the oracle compares what the destination and the working folders hold with what they held before.
 *
 * <pre>{@code
 * mvn -pl dsl/duckdb/tests -am verify -Dtest=DuckDbHistoryTests -Dpipette.histories=500 -Dpipette.history.seed=1
 * }</pre>
 *
 * <p>This package knows the public language and the crash campaign's processes, and nothing of the engine.
 */
@NullMarked
package dev.pipette.testing.history;

import org.jspecify.annotations.NullMarked;
