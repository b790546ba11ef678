package dev.pipette.spi;

import java.util.List;

/**
 * What a destination says of the row that a constraint of its table refused.
 *
 * @param columns of the constraint; empty where the destination names only the values
 * @param values of the row in these columns, as the destination writes them; empty where the row has none and must have
 */
public record Refusal(List<String> columns, List<String> values) {
    /** Copies the lists. */
    public Refusal {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }
}
