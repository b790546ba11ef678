package dev.pipette.engine.extract;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The keys of the rows that are loaded at the value where a cursor is.
 *
 * <pre>{@code
 * LoadedKeys keys = (count, key) -> {
 *     count.accept(2);
 *     List.of(new UUID(1, 2), new UUID(3, 4)).forEach(key);
 * };
 * }</pre>
 */
@FunctionalInterface
public interface LoadedKeys {
    /**
     * Passes each key; none where there are too many to be held in memory.
     *
     * @param count called first with their number, again when the keys are passed again
     */
    void into(LongConsumer count, Consumer<UUID> key);
}
