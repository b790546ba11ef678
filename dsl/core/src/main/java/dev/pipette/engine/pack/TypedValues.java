package dev.pipette.engine.pack;

import dev.pipette.schema.ValueType;
import java.util.ArrayDeque;
import java.util.Deque;

/** The values of one column and one type: a buffer that takes values, and others for while segments are written. */
final class TypedValues {
    private final ValueType type;
    private ValueBuffer waiting;
    private final Deque<ValueBuffer> spare = new ArrayDeque<>(1);
    private long handedOver;

    TypedValues(ValueType type) {
        this.type = type;
        this.waiting = new ValueBuffer(type);
    }

    ValueType type() {
        return type;
    }

    /** The buffer that takes values. */
    ValueBuffer waiting() {
        return waiting;
    }

    /** The values seen since the package was opened. */
    long total() {
        return handedOver + waiting.count();
    }

    /**
     * Passes the values of the first rows to their writer, and continues with another buffer that has those of the rest. A column
     * without values gives up its room: what all columns once needed would be too much together.
     */
    ValueBuffer handOver(int rows) {
        ValueBuffer full = waiting;
        waiting = spare.isEmpty() ? new ValueBuffer(type) : spare.pop();
        full.moveFrom(rows, waiting);
        handedOver += full.count();
        if (full.count() == 0) {
            spare.clear();
        }
        return full;
    }

    /** Takes a buffer back after its values were written and cleared. */
    void giveBack(ValueBuffer empty) {
        spare.push(empty);
    }
}
