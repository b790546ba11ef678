package dev.pipette.schema;

import java.util.Optional;

/**
 * A column as a destination's catalogue has it.
 *
 * @param name as stored
 * @param sqlType the destination's own name of the type, for messages
 * @param type the values that it holds; empty for a type that Pipette does not write
 * @param precision decimal digits, or the bits of an integer; 0 where the type has none
 * @param scale decimal digits after the point; 0 where the type has none
 * @param nullable whether it takes NULL
 */
public record TableColumn(
        String name, String sqlType, Optional<ValueType> type, int precision, int scale, boolean nullable) {}
