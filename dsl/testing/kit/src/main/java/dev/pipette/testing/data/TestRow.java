package dev.pipette.testing.data;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row that never changes, and from which others are made that differ in what a test is about.
 *
 * <pre>{@code
 * TestRow order = TestRow.of("id", 1, "customer", Map.of("city", "Oslo"), "items", List.of(Map.of("sku", "a")));
 *
 * resource("orders").rows(List.of(
 *     order,
 *     order.with("id", 2).with("customer.city", "Bergen"),
 *     order.with("id", 3).with("items[0].sku", "b").adding("note", "late")));
 * resource("orders").rows(order.rows(100, (number, row) -> row.with("id", number)));
 * }</pre>
 *
 * <p>A path names a field, a field of an object ({@code customer.city}), or an element of a list ({@code items[0]}). A
 * field whose own name has a dot is found by that name first. A misspelt path is an error that names the fields there
 * are.
 */
@CheckReturnValue
public final class TestRow extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> fields;

    private TestRow(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * A row of names and values, in their order.
     *
     * @param more a name, a value, a name, a value ..
     * @throws IllegalArgumentException when a name is missing, is not text, or comes twice
     */
    public static TestRow of(String name, @Nullable Object value, @Nullable Object... more) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(name, FrozenValues.frozen(value));
        if (more.length % 2 != 0) {
            throw new IllegalArgumentException("the field '" + more[more.length - 1]
                    + "' has no value. Write names and values in turn: TestRow.of(\"id\", 1, \"state\", \"open\").");
        }
        for (int index = 0; index < more.length; index += 2) {
            if (!(more[index] instanceof String next)) {
                throw new IllegalArgumentException("a name was expected where " + more[index]
                        + " stands. Write names and values in turn: TestRow.of(\"id\", 1, \"state\", \"open\").");
            }
            if (fields.containsKey(next)) {
                throw new IllegalArgumentException("the field '" + next + "' is given twice.");
            }
            fields.put(next, FrozenValues.frozen(more[index + 1]));
        }
        return new TestRow(fields);
    }

    /** A row with the fields of a map, in the map's order, which {@code Map.of(..)} does not have. */
    public static TestRow like(Map<String, ?> template) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        template.forEach((name, value) -> fields.put(name, FrozenValues.frozen(value)));
        return new TestRow(fields);
    }

    /** A row with the components of a record, those that are null among them; records inside it are objects. */
    public static TestRow like(Record template) {
        return new TestRow(FrozenValues.components(template));
    }

    /**
     * The row with another value in a field that it has.
     *
     * @throws IllegalArgumentException when it has no such field; {@link #adding} makes new ones
     */
    public TestRow with(String path, @Nullable Object value) {
        return changed(FieldPath.of(path, fields).set(fields, FrozenValues.frozen(value)));
    }

    /**
     * The row with a field that it did not have; the objects on the way to it must be there.
     *
     * @throws IllegalArgumentException when it has that field; {@link #with} changes it
     */
    public TestRow adding(String path, @Nullable Object value) {
        return changed(FieldPath.of(path, fields).add(fields, FrozenValues.frozen(value)));
    }

    /**
     * The row without a field, or without an element of a list.
     *
     * @throws IllegalArgumentException when it has no such field
     */
    public TestRow without(String path) {
        return changed(FieldPath.of(path, fields).remove(fields));
    }

    /**
     * Many rows like this one.
     *
     * @param count how many, not negative
     * @param change is called with the numbers from 1
     */
    public List<TestRow> rows(int count, RowChange change) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> change.change(number, this))
                .toList();
    }

    private static TestRow changed(Map<String, @Nullable Object> fields) {
        return new TestRow(fields);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return fields.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return fields.containsKey(name);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return Collections.unmodifiableMap(fields).entrySet();
    }
}
