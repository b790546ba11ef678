package dev.pipette.spi;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What happens to a row before it is loaded. */
public sealed interface RowStep {
    /** Puts another row in its place. */
    record Change(UnaryOperator<Map<String, Object>> change) implements RowStep {}

    /** Keeps or drops it. */
    record Keep(Predicate<? super Map<String, Object>> keep) implements RowStep {}

    /** Ends the stream after a number of rows. */
    record Limit(long rows) implements RowStep {}
}
