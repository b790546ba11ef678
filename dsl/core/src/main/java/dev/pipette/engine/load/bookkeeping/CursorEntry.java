package dev.pipette.engine.load.bookkeeping;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Pipette keeps of a cursor beside the entries of dlt, which does not look at others.
 *
 * @param knownFrom the value from which on the keys of all loaded rows are kept, for a cursor with a lag; null where
 *     only those at the last value are. It holds only as long as the cursor is where it was when the entry was written:
 *     dlt moves a cursor and keeps no keys
 * @param kind in which its values are compared; null where the last value says it
 * @param lastValue whether the cursor follows the highest or the lowest value
 * @param key the columns by which rows are known again; none where it was not noted
 */
record CursorEntry(@Nullable Object knownFrom, @Nullable CursorKind kind, LastValue lastValue, List<String> key) {
    private static final String ENTRY = "x-pipette";
    private static final String KNOWN_FROM = "known_from";
    private static final String AT = "at";
    private static final String TYPE = "type";
    private static final String GOES_ON_FROM = "goes_on_from";
    private static final String KEY = "key";
    private static final String LAST_VALUE = "last_value";

    private static final CursorEntry NONE = new CursorEntry(null, null, LastValue.HIGHEST, List.of());

    /** Reads what is kept of a cursor. */
    static CursorEntry of(Map<String, @Nullable Object> cursor) {
        if (!(cursor.get(ENTRY) instanceof Map<?, ?> entry)) {
            return NONE;
        }
        boolean unmoved = Objects.equals(entry.get(AT), cursor.get(LAST_VALUE));
        return new CursorEntry(
                unmoved ? ResourceStates.plain(entry.get(KNOWN_FROM)) : null,
                entry.get(TYPE) instanceof String word ? CursorKind.ofWord(word).orElse(null) : null,
                entry.get(GOES_ON_FROM) instanceof String word
                        ? LastValue.valueOf(word.toUpperCase(Locale.ROOT))
                        : LastValue.HIGHEST,
                entry.get(KEY) instanceof List<?> columns
                        ? columns.stream().map(String::valueOf).toList()
                        : List.of());
    }

    /** What is kept of a cursor that was set: no loaded row is known any more. */
    static Map<String, @Nullable Object> withoutKeys(Map<String, @Nullable Object> values, CursorKind kind) {
        Map<String, @Nullable Object> without = new LinkedHashMap<>(values);
        Map<Object, @Nullable Object> kept = new LinkedHashMap<>();
        if (values.get(ENTRY) instanceof Map<?, ?> entry) {
            kept.putAll(entry);
        }
        kept.remove(KNOWN_FROM);
        kept.remove(AT);
        kept.put(TYPE, kind.word());
        without.put(ENTRY, kept);
        return without;
    }

    /**
     * What is kept of a cursor after a load.
     *
     * @param values what is kept of it, its last value changed already
     */
    static Map<String, @Nullable Object> after(CursorLoad load, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> after = new LinkedHashMap<>(values);
        after.remove(ENTRY);
        Optional<Object> knownFrom = load.knownByNext();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        knownFrom.ifPresent(from -> {
            entry.put(KNOWN_FROM, from);
            entry.put(AT, values.get(LAST_VALUE));
        });
        Object value = ResourceStates.plain(values.get(LAST_VALUE));
        if (load.kind() != null && value != null && CursorKind.ofState(value) != load.kind()) {
            entry.put(TYPE, load.kind().word());
        }
        if (load.rules().lastValue() != LastValue.HIGHEST) {
            entry.put(GOES_ON_FROM, load.rules().lastValue().name().toLowerCase(Locale.ROOT));
        }
        if (load.deduplicated() && !load.rules().key().isEmpty()) {
            entry.put(KEY, load.rules().key());
        }
        if (!entry.isEmpty()) {
            after.put(ENTRY, entry);
        }
        return after;
    }
}
