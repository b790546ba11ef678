package dev.pipette.load;

import dev.pipette.pack.CursorLoad;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value from which on the keys of all loaded rows are kept, for a cursor with a lag. It is an entry of its own in
 * what dlt keeps of a cursor, which dlt does not look at. It holds only as long as the cursor stands where it stood when
 * the entry was written: dlt moves a cursor and keeps no keys.
 */
final class KeyReach {
    private static final String ENTRY = "x-pipette";
    private static final String KNOWN_FROM = "known_from";
    private static final String AT = "at";
    private static final String LAST_VALUE = "last_value";

    private KeyReach() {}

    /** Where the keys begin; empty where only those of the rows at the last value are kept. */
    static Optional<Object> of(Map<String, @Nullable Object> cursor) {
        return cursor.get(ENTRY) instanceof Map<?, ?> entry
                        && Objects.equals(entry.get(AT), cursor.get(LAST_VALUE))
                ? Optional.ofNullable(ResourceStates.plain(entry.get(KNOWN_FROM)))
                : Optional.empty();
    }

    /**
     * What is kept of a cursor after a load.
     *
     * @param values what is kept of it, its last value changed already
     */
    static Map<String, @Nullable Object> after(CursorLoad load, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> after = new LinkedHashMap<>(values);
        after.remove(ENTRY);
        load.knownByNext().ifPresent(from -> {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put(KNOWN_FROM, from);
            entry.put(AT, values.get(LAST_VALUE));
            after.put(ENTRY, entry);
        });
        return after;
    }
}
