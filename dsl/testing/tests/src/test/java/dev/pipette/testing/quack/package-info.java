/**
 * A destination of one's own, written in a day: the worked example of {@code dsl/docs/write-a-destination.md}. It is a
 * DuckDB file that is filled as any other database would be, by INSERT and a connection of JDBC.
 */
@NullMarked
package dev.pipette.testing.quack;

import org.jspecify.annotations.NullMarked;
