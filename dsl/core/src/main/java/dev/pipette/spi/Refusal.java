package dev.pipette.spi;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a destination says of the row that it refused.
 *
 * @param columns that are at fault; empty where the destination names only the values, or none
 * @param values of the row in these columns, as the destination writes them; empty where the row has none and must have,
 *     or the destination does not say
 * @param place of the row among those that were passed, from 1, where the destination says it
 * @param broken what the row does not meet, as a DuckDB expression over the table's columns, where the destination says it
 */
public record Refusal(List<String> columns, List<String> values, OptionalLong place, Optional<String> broken) {
    /** Copies the lists. */
    public Refusal {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    /** A refusal whose row is known by the values of some columns, or not at all. */
    public Refusal(List<String> columns, List<String> values) {
        this(columns, values, OptionalLong.empty(), Optional.empty());
    }
}
