package dev.pipette.pack;

import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The waiting values of one column, kept apart by type. Order of rows decides nothing here: what type the column gets
 * is computed when the package is sealed.
 */
public final class ColumnBuffer {
    private final TableBuffer table;
    private final String name;
    private final EnumMap<ValueType, ValueBuffer> values = new EnumMap<>(ValueType.class);
    private int lastRow = -1;
    private @Nullable Object lastSource;
    private int integerDigits;
    private int scale;

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
        table.added(buffer(type).setLong(table.row(), value));
    }

    /** Sets a floating point number in the current row. */
    public void set(double value) {
        table.added(buffer(ValueType.DOUBLE).setDouble(table.row(), value));
    }

    /** Sets text, JSON, or hexadecimal bytes in the current row. */
    public void set(ValueType type, String value) {
        table.added(buffer(type).setText(table.row(), value));
    }

    /** Sets an exact number in the current row. */
    public void set(BigDecimal value) {
        scale = Math.max(scale, Math.max(0, value.scale()));
        integerDigits = Math.max(integerDigits, value.precision() - value.scale());
        table.added(buffer(ValueType.DECIMAL).setText(table.row(), value.toPlainString()));
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

    private ValueBuffer buffer(ValueType type) {
        ValueBuffer buffer = values.get(type);
        if (buffer == null) {
            buffer = new ValueBuffer(type);
            values.put(type, buffer);
        }
        return buffer;
    }

    Map<ValueType, ValueBuffer> values() {
        return values;
    }

    int integerDigits() {
        return integerDigits;
    }

    int scale() {
        return scale;
    }

    void clear() {
        values.values().forEach(ValueBuffer::clear);
        lastRow = -1;
        lastSource = null;
    }
}
