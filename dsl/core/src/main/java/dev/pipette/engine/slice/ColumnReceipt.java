package dev.pipette.engine.slice;

import dev.pipette.schema.ValueType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.immutables.value.Value;

/**
 * What is known of the values of one column.
 *
 * @param first where it was seen first
 * @param values how many values came with each type; none for a column without values
 * @param times how its texts write times
 * @param integerDigits the most digits before the point among its exact numbers
 * @param scale the most digits after the point among its exact numbers
 * @param cutTimes times that were finer than a microsecond
 */
@Value.Builder
public record ColumnReceipt(
        Appearance first, Map<ValueType, Long> values, TimeWriting times, int integerDigits, int scale, long cutTimes) {
    /** Digits that a decimal has. */
    public static final int MOST_DIGITS = 38;

    /** Copies the map, in the order of the types. */
    public ColumnReceipt {
        EnumMap<ValueType, Long> copy = new EnumMap<>(ValueType.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** A receipt whose parts are given by name. */
    public static ColumnReceiptBuilder builder() {
        return new ColumnReceiptBuilder();
    }

    /** Whether no decimal holds all exact numbers of the column, so that they are kept as text. */
    public boolean tooManyDigits() {
        return integerDigits + scale > MOST_DIGITS;
    }

    /** What is known of the values of both. */
    ColumnReceipt join(ColumnReceipt other) {
        Map<ValueType, Long> all = new EnumMap<>(ValueType.class);
        all.putAll(values);
        other.values.forEach((type, count) -> all.merge(type, count, Long::sum));
        return builder()
                .first(first.join(other.first))
                .values(all)
                .times(times.join(other.times))
                .integerDigits(Math.max(integerDigits, other.integerDigits))
                .scale(Math.max(scale, other.scale))
                .cutTimes(cutTimes + other.cutTimes)
                .build();
    }
}
