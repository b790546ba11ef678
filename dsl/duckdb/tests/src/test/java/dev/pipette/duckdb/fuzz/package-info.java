/**
 * Property tests over generated input: what is valid comes back as it was, what is broken is one clear error, and a cursor
 * loads what a model of it says. Every case has a number; {@code -Dpipette.fuzz.seed} and {@code -Dpipette.fuzz.iterations}
 * choose others and more.
 */
@NullMarked
package dev.pipette.duckdb.fuzz;

import org.jspecify.annotations.NullMarked;
