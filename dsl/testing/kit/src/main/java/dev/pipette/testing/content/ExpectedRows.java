package dev.pipette.testing.content;

import dev.pipette.schema.Naming;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a person expects, from maps, records, lists of them, or text: a JSON array, JSON objects one after the
 * other, or CSV with a heading. The first character decides which; JSON may have single quotes. In CSV an empty cell is
 * NULL and {@code ""} is an empty text.
 *
 * <pre>{@code
 * ExpectedRows.of("[{'id': 1, 'state': 'open'}]");
 * ExpectedRows.of(Map.of("id", 1, "state", "open"));
 * ExpectedRows.of("id,state\n1,open\n");
 * }</pre>
 */
public final class ExpectedRows {
    private static final Naming NAMING = Naming.snakeCase(1_000);

    private ExpectedRows() {}

    /**
     * Reads the rows.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static List<Map<String, @Nullable Object>> of(@Nullable Object... rows) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Object row : rows) {
            add(row, all);
        }
        return all;
    }

    private static void add(@Nullable Object row, List<Map<String, @Nullable Object>> all) {
        switch (row) {
            case CharSequence text -> addText(text.toString(), all);
            case Map<?, ?> map -> all.add(members(map));
            case Record record -> all.add(components(record));
            case org.jooq.Record record -> all.add(members(record.intoMap()));
            case Iterable<?> list -> list.forEach(element -> add(element, all));
            case Object[] array -> List.of(array).forEach(element -> add(element, all));
            case null -> throw refused("null");
            default -> throw refused(row.getClass().getName());
        }
    }

    private static IllegalArgumentException refused(String type) {
        return new IllegalArgumentException(
                "expected rows are maps, records, lists of them, JSON or CSV; " + type + " is none of these.");
    }

    private static void addText(String text, List<Map<String, @Nullable Object>> all) {
        String rows = text.strip();
        if (rows.startsWith("[") || rows.startsWith("{")) {
            JsonTrees.readAll(rows).forEach(value -> {
                if (value instanceof String || value instanceof Number) {
                    throw new IllegalArgumentException("expected rows are JSON objects; " + value + " is none.");
                }
                add(value, all);
            });
        } else {
            all.addAll(Csv.rows(rows));
        }
    }

    private static Map<String, @Nullable Object> members(Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), plain(value)));
        return members;
    }

    /** Records give their columns the names that a load gives them. */
    private static Map<String, @Nullable Object> components(Record record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true); // a test's own records are seldom public
                members.put(
                        NAMING.key(component.getName()),
                        plain(component.getAccessor().invoke(record)));
            } catch (IllegalAccessException | InvocationTargetException failed) {
                throw new IllegalArgumentException(
                        "the component " + component.getName() + " of " + record + " cannot be read.", failed);
            }
        }
        return members;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record record -> components(record);
            case Map<?, ?> map -> members(map);
            case Optional<?> optional -> plain(optional.orElse(null));
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            case null -> null;
            case Object other -> other;
        };
    }
}
