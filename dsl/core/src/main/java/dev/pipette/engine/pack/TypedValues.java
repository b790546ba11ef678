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

    /** Passes the waiting values to their writer, and continues with another buffer. */
    ValueBuffer handOver() {
        ValueBuffer full = waiting;
        handedOver += full.count();
        waiting = spare.isEmpty() ? new ValueBuffer(type) : spare.pop();
        return full;
    }

    /** Gives up the room of a column without values: what all columns once needed would be too much together. */
    void release() {
        spare.clear();
        waiting = new ValueBuffer(type);
    }

    /** Takes a buffer back after its values were written and cleared. */
    void giveBack(ValueBuffer empty) {
        spare.push(empty);
    }
}
