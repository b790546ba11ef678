package dev.pipette.spi;

import dev.pipette.incremental.ExtractContext;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What happens to a row before it is loaded. */
public sealed interface RowStep {
    /** Puts another row in its place. */
    record Change(UnaryOperator<Map<String, Object>> change) implements RowStep {}

    /**
     * Gives it a column that has the same value in all rows of a run.
     *
     * @param column the source name
     * @param value makes the value, once in a run
     */
    record Constant(String column, Function<ExtractContext, ?> value) implements RowStep {}

    /** Keeps or drops it. */
    record Keep(Predicate<? super Map<String, Object>> keep) implements RowStep {}

    /** Ends the stream after a number of rows. */
    record Limit(long rows) implements RowStep {}
}
