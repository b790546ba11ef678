package dev.pipette.json;

import java.io.Closeable;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows that are read one after the other from an input. */
abstract class PulledRows extends Spliterators.AbstractSpliterator<Map<String, Object>> implements Closeable {
    PulledRows() {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    /** Reads the next row; null behind the last one. */
    abstract @Nullable Map<String, Object> next();

    @Override
    public final boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
        Map<String, Object> row = next();
        if (row == null) {
            return false;
        }
        action.accept(row);
        return true;
    }
}
