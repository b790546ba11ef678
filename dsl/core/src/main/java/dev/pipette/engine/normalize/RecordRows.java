package dev.pipette.engine.normalize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Java records as rows: one key for each component, in order; records inside them become objects. */
public final class RecordRows {
    private static final ClassValue<Reader[]> READERS = new ClassValue<>() {
        @Override
        protected Reader[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Reader[] readers = new Reader[components.length];
            for (int index = 0; index < components.length; index++) {
                readers[index] = reader(components[index]);
            }
            return readers;
        }
    };

    private RecordRows() {}

    /** Reads one component. */
    record Reader(String name, MethodHandle accessor) {}

    /** The readers of a record's components, in their order; always the same array for the same class. */
    static Reader[] readers(Class<?> type) {
        return READERS.get(type);
    }

    private static Reader reader(RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Reader(
                    component.getName(),
                    MethodHandles.lookup()
                            .unreflect(accessor)
                            .asType(java.lang.invoke.MethodType.methodType(Object.class, Object.class)));
        } catch (IllegalAccessException failed) {
            throw new IllegalStateException("cannot read " + component, failed);
        }
    }

    /** The components that are not null by name; records and Optionals among them, and in their lists, are unwrapped. */
    public static Map<String, Object> row(Record javaRecord) {
        Reader[] readers = READERS.get(javaRecord.getClass());
        Map<String, Object> row = LinkedHashMap.newLinkedHashMap(readers.length);
        for (Reader reader : readers) {
            Object value = read(reader, javaRecord);
            if (value != null) {
                row.put(reader.name(), value);
            }
        }
        return row;
    }

    /** The value of a component, unwrapped. */
    static @Nullable Object read(Reader reader, Record javaRecord) {
        try {
            return plain((Object) reader.accessor().invokeExact((Object) javaRecord));
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException("cannot read " + reader.name(), failed);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Collection<?> collection ? plainList(collection) : unwrapped(value);
    }

    /** A record as a map, what is in an Optional or a node of Jackson, an array as a list; other values as they are. */
    static @Nullable Object unwrapped(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Record inner -> row(inner);
            case JsonNode node -> unwrapped(JsonNodes.plain(node));
            case Optional<?> optional -> unwrapped(optional.orElse(null));
            case byte[] bytes -> bytes;
            case Object[] array -> Arrays.asList(array);
            case Object array when array.getClass().isArray() -> boxed(array);
            default -> value;
        };
    }

    private static List<Object> boxed(Object array) {
        List<Object> list = new ArrayList<>();
        for (int index = 0; index < Array.getLength(array); index++) {
            list.add(Array.get(array, index));
        }
        return list;
    }

    private static List<@Nullable Object> plainList(Collection<?> values) {
        List<@Nullable Object> plain = new ArrayList<>(values.size());
        for (Object value : values) {
            plain.add(plain(value));
        }
        return plain;
    }
}
