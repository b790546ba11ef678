package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.TimeTexts;
import dev.pipette.engine.slice.Appearance;
import dev.pipette.engine.slice.ColumnReceipt;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The waiting values of one column, kept apart by type. The order of rows does not matter here: the column's type is
 * computed when the package is sealed.
 */
public final class ColumnBuffer {
    private final TableBuffer table;
    private final String name;
    private final EnumMap<ValueType, TypedValues> values = new EnumMap<>(ValueType.class);
    private final TimeTexts times = new TimeTexts();
    private @Nullable TypedValues last;
    private int lastRow = -1;
    private @Nullable Object lastSource;
    private int integerDigits;
    private int scale;
    private long cutTimes;

    ColumnBuffer(TableBuffer table, String name) {
        this.table = table;
        this.name = name;
    }

    /** The normalized name. */
    public String name() {
        return name;
    }

    /** Sets an integer, a truth value (0, 1), microseconds since 1970 or days since 1970 in the current row. */
    public void set(ValueType type, long value) {
        table.added(waiting(type).setLong(table.row(), value));
    }

    /** Sets infinity of dates or timestamps, or minus infinity, in the current row. */
    public void setEndless(ValueType type, boolean future) {
        table.added(waiting(type).setEndless(table.row(), future));
    }

    /** Notes that the time in the current row had more digits than the column has. */
    public void cutTime() {
        cutTimes++;
    }

    /** Sets a floating point number in the current row. */
    public void set(double value) {
        table.added(waiting(ValueType.DOUBLE).setDouble(table.row(), value));
    }

    /** Sets text, JSON, or hexadecimal bytes in the current row. */
    public void set(ValueType type, String value) {
        if (type == ValueType.TEXT) {
            times.see(value);
        }
        table.added(waiting(type).setText(table.row(), value));
    }

    /** Sets an exact number in the current row. */
    public void set(BigDecimal value) {
        scale = Math.max(scale, Math.max(0, value.scale()));
        integerDigits = Math.max(integerDigits, value.precision() - value.scale());
        table.added(waiting(ValueType.DECIMAL).setText(table.row(), value.toPlainString()));
    }

    /**
     * Notes which key of the source fills the column in the current row.
     *
     * @return another key that already did, or null
     */
    public @Nullable Object claim(Object source) {
        Object other = lastRow == table.row() && lastSource != source ? lastSource : null;
        lastRow = table.row();
        lastSource = source;
        return other;
    }

    private ValueBuffer waiting(ValueType type) {
        TypedValues known = last;
        if (known == null || known.type() != type) {
            known = values.get(type);
            if (known == null) {
                known = new TypedValues(type);
                values.put(type, known);
            }
            last = known;
        }
        return known.waiting();
    }

    Map<ValueType, TypedValues> values() {
        return values;
    }

    /** What is known of the values that the column took. */
    ColumnReceipt receipt(Appearance first) {
        Map<ValueType, Long> counts = new EnumMap<>(ValueType.class);
        values.forEach((type, typed) -> {
            if (typed.total() > 0) {
                counts.put(type, typed.total());
            }
        });
        return ColumnReceipt.builder()
                .first(first)
                .values(counts)
                .times(times.writing())
                .integerDigits(integerDigits)
                .scale(scale)
                .cutTimes(cutTimes)
                .build();
    }

    void segmentEnded() {
        lastRow = -1;
        lastSource = null;
    }
}
