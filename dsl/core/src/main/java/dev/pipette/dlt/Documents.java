package dev.pipette.dlt;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of maps, lists and plain values, as JSON documents have them: copy, freeze, look into. */
public final class Documents {
    private Documents() {}

    /** Copies {@code value} deeply into unmodifiable maps and lists that keep their order, with integers as Long. */
    public static <T> T frozen(T value) {
        @SuppressWarnings("unchecked") // a map becomes a map, a collection a list, the rest stays
        T copy = (T) requireNonNull(frozenTree(value));
        return copy;
    }

    private static @Nullable Object frozenTree(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> copy.put(String.valueOf(key), frozenTree(member)));
                yield Collections.unmodifiableMap(copy);
            }
            case Collection<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list.size());
                list.forEach(member -> copy.add(frozenTree(member)));
                yield Collections.unmodifiableList(copy);
            }
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case null, default -> value;
        };
    }

    /** Returns the map under {@code key}, or an empty one. */
    public static Map<String, @Nullable Object> map(Map<String, ?> document, String key) {
        if (document.get(key) instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // the keys of a JSON object are strings
            var typed = (Map<String, @Nullable Object>) map;
            return typed;
        }
        return Map.of();
    }

    /** Returns the strings under {@code key}, or none. */
    public static List<String> strings(Map<String, ?> document, String key) {
        return document.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Returns a copy of {@code document} with {@code value} at the end of {@code path}. */
    public static Map<String, @Nullable Object> with(Map<String, ?> document, @Nullable Object value, String... path) {
        return with(document, value, List.of(path));
    }

    private static Map<String, @Nullable Object> with(
            Map<String, ?> document, @Nullable Object value, List<String> path) {
        var copy = new LinkedHashMap<String, @Nullable Object>(document);
        String key = path.getFirst();
        copy.put(key, path.size() == 1 ? value : with(map(document, key), value, path.subList(1, path.size())));
        return Collections.unmodifiableMap(copy);
    }
}
