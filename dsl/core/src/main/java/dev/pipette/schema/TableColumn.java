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
 * @param pinnedBy what uses the column so that its type cannot be changed, such as {@code view reports.daily}; empty
 *     where nothing does
 */
public record TableColumn(
        String name,
        String sqlType,
        Optional<ValueType> type,
        int precision,
        int scale,
        boolean nullable,
        Optional<String> pinnedBy) {
    /** A column whose type can be changed. */
    public TableColumn(
            String name, String sqlType, Optional<ValueType> type, int precision, int scale, boolean nullable) {
        this(name, sqlType, type, precision, scale, nullable, Optional.empty());
    }

    /** Whether it is a decimal that holds more digits than {@code decimal(38,s)}, or any number of them. */
    public boolean wideDecimal() {
        return type.filter(ValueType.DECIMAL::equals).isPresent() && (precision == 0 || precision > 38);
    }
}
