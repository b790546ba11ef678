package dev.pipette.schema;

import java.util.Optional;

/**
 * A column as a destination's catalogue has it.
 *
 * @param name as stored
 * @param sqlType the destination's own name of the type, for messages and casts
 * @param type the values that it holds, or that are cast to its type; empty for a type that Pipette cannot fill
 * @param precision decimal digits, or the bits of an integer; 0 where the type has none
 * @param scale decimal digits after the point; 0 where the type has none
 * @param nullable whether it takes NULL
 * @param pinnedBy what uses the column so that its type cannot be changed, such as {@code view reports.daily}; empty
 *     where nothing does
 * @param cast which values of {@code type} go into the column, and whether they are cast to {@code sqlType} for that, for a type
 *     that Pipette does not make; empty where all values go in as they are
 * @param closed why no row can bring a value for it, and what to do: for a generated column; empty for any other
 * @param anyCase whether the destination takes capital and small letters in names for the same
 */
public record TableColumn(
        String name,
        String sqlType,
        Optional<ValueType> type,
        int precision,
        int scale,
        boolean nullable,
        Optional<String> pinnedBy,
        Optional<Taken> cast,
        Optional<String> closed,
        boolean anyCase) {
    /** A column of a type that Pipette makes, which can be changed. */
    public TableColumn(
            String name, String sqlType, Optional<ValueType> type, int precision, int scale, boolean nullable) {
        this(
                name,
                sqlType,
                type,
                precision,
                scale,
                nullable,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same column, which takes NULL or does not. */
    public TableColumn withNullable(boolean newNullable) {
        return new TableColumn(name, sqlType, type, precision, scale, newNullable, pinnedBy, cast, closed, anyCase);
    }

    /** Whether it has this name. */
    public boolean is(String other) {
        return anyCase ? name.equalsIgnoreCase(other) : name.equals(other);
    }

    /** Whether its type stays as it is. */
    public boolean fixed() {
        return pinnedBy.isPresent() || cast.isPresent();
    }

    /** Whether values are cast to its type. */
    public boolean isCast() {
        return cast.filter(Taken::isCast).isPresent();
    }

    /** Which of the values of its {@link #type()} it takes. */
    public Taken taken() {
        return cast.orElseGet(Taken.All::new);
    }

    /** Whether it is a decimal that holds more digits than {@code decimal(38,s)}, or any number of them. */
    public boolean wideDecimal() {
        return type.filter(ValueType.DECIMAL::equals).isPresent() && (precision == 0 || precision > 38);
    }
}
