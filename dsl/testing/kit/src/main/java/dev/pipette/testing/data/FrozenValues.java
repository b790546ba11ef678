package dev.pipette.testing.data;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of maps, lists and records; all other values are kept as they are. */
final class FrozenValues {
    private FrozenValues() {}

    static @Nullable Object frozen(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, inner) -> copy.put(String.valueOf(name), frozen(inner)));
                yield Collections.unmodifiableMap(copy);
            }
            case Collection<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(inner -> copy.add(frozen(inner)));
                yield Collections.unmodifiableList(copy);
            }
            case Record inner -> Collections.unmodifiableMap(components(inner));
            default -> value;
        };
    }

    /** The components of a record by name, in their order. */
    static Map<String, @Nullable Object> components(Record template) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : template.getClass().getRecordComponents()) {
            fields.put(component.getName(), frozen(read(component, template)));
        }
        return fields;
    }

    private static @Nullable Object read(RecordComponent component, Record template) {
        try {
            // records of tests are seldom public
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(template);
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalArgumentException(
                    "the component '" + component.getName() + "' of "
                            + template.getClass().getSimpleName() + " cannot be read: " + failed,
                    failed);
        }
    }
}
