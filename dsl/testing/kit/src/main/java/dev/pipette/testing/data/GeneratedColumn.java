package dev.pipette.testing.data;

import dev.pipette.Pipette;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.DataType;
import dev.pipette.schema.ValueType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * A column that gets values.
 *
 * @param precision digits of a decimal, characters, bytes, bits, or digits of a fraction of a second
 * @param scale digits after the point of a decimal
 */
record GeneratedColumn(
        String name,
        ValueType type,
        OptionalInt precision,
        int scale,
        boolean nullable,
        boolean key,
        boolean increasing) {
    /** The default of a decimal, as in dlt. */
    private static final int DECIMAL_PRECISION = 38;

    private static final int DECIMAL_SCALE = 9;
    private static final int FRACTION_DIGITS = 6;

    static GeneratedColumn of(String name, ColumnHint hint) {
        return new GeneratedColumn(
                name,
                hint.type()
                        .orElseThrow(() -> new IllegalArgumentException("column '" + name
                                + "' has no type, which rows cannot be made of. Give it one: .column(\"" + name
                                + "\", text()).")),
                hint.precision(),
                hint.scale().orElse(hint.precision().isPresent() ? 0 : DECIMAL_SCALE),
                true,
                false,
                false);
    }

    static GeneratedColumn of(Column column) {
        DataType type = column.dataType()
                .orElseThrow(() -> new IllegalArgumentException("column '" + column.name()
                        + "' has no type that is known here. Give it one: .column(\"" + column.name()
                        + "\", text())."));
        boolean wei = type == DataType.WEI;
        return new GeneratedColumn(
                column.name(),
                ValueType.of(type, column.timezone()),
                column.precision(),
                column.scale().orElse(wei || column.precision().isPresent() ? 0 : DECIMAL_SCALE),
                column.nullable() && !column.primaryKey(),
                column.primaryKey(),
                column.incremental());
    }

    GeneratedColumn asKey() {
        return new GeneratedColumn(name, type, precision, scale, false, true, increasing);
    }

    GeneratedColumn asIncreasing() {
        return new GeneratedColumn(name, type, precision, scale, false, key, true);
    }

    GeneratedColumn asNotNull() {
        return new GeneratedColumn(name, type, precision, scale, false, key, increasing);
    }

    /** Whether the type has enough values that no two rows need to share one. */
    boolean canBeUnique() {
        return type != ValueType.BOOL && type != ValueType.JSON;
    }

    /** Whether the type has an order that a cursor follows. */
    boolean canIncrease() {
        return switch (type) {
            case BIGINT, DECIMAL, DOUBLE, TIMESTAMP, LOCAL_TIMESTAMP, DATE, TEXT -> true;
            case BOOL, TIME, BINARY, JSON -> false;
        };
    }

    /** The digits of a decimal. */
    int digits() {
        return precision.orElse(DECIMAL_PRECISION);
    }

    /** The bits of an integer; dlt also has sizes between those that databases have. */
    int bits() {
        int wanted = precision.orElse(Long.SIZE);
        return wanted < Integer.SIZE ? Short.SIZE : wanted < Long.SIZE ? Integer.SIZE : Long.SIZE;
    }

    long largest() {
        return Long.MAX_VALUE >> (Long.SIZE - bits());
    }

    /** The most characters or bytes. */
    int length() {
        return precision.orElse(Integer.MAX_VALUE);
    }

    /** Microseconds between two values that the column distinguishes. */
    long microsPerStep() {
        long step = 1;
        for (int digit = Math.min(precision.orElse(FRACTION_DIGITS), FRACTION_DIGITS);
                digit < FRACTION_DIGITS;
                digit++) {
            step *= 10;
        }
        return step;
    }

    Instant cut(Instant instant) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        return Instant.EPOCH.plus(micros - Math.floorMod(micros, microsPerStep()), ChronoUnit.MICROS);
    }

    LocalDateTime cut(LocalDateTime time) {
        return LocalDateTime.of(time.toLocalDate(), cut(time.toLocalTime()));
    }

    LocalTime cut(LocalTime time) {
        long nanosPerStep = microsPerStep() * 1_000;
        return LocalTime.ofNanoOfDay(time.toNanoOfDay() / nanosPerStep * nanosPerStep);
    }

    /** The type as a resource declares it. */
    ColumnHint hint() {
        return switch (type) {
            case BOOL -> Pipette.bool();
            case BIGINT -> Pipette.bigint();
            case DECIMAL -> Pipette.decimal(digits(), scale);
            case DOUBLE -> Pipette.float64();
            case TIMESTAMP -> Pipette.timestamp();
            case LOCAL_TIMESTAMP -> Pipette.localTimestamp();
            case DATE -> Pipette.date();
            case TIME -> Pipette.time();
            case BINARY -> Pipette.binary();
            case JSON -> Pipette.jsonDocument();
            case TEXT -> Pipette.text();
        };
    }

    String typeText() {
        String word = type.name().toLowerCase(java.util.Locale.ROOT);
        return type == ValueType.DECIMAL
                ? word + "(" + digits() + ", " + scale + ")"
                : precision.isPresent() ? word + "(" + precision.getAsInt() + ")" : word;
    }

    @Override
    public String toString() {
        return name + " " + typeText() + (key ? " key" : "") + (increasing ? " increasing" : "");
    }
}
