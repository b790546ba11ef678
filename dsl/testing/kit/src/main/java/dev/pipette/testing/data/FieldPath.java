package dev.pipette.testing.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way to a field: names of objects' fields and positions in lists. */
final class FieldPath {
    private static final Pattern PART = Pattern.compile("([^.\\[\\]]+)((?:\\[\\d{1,9}])*)");
    private static final Pattern POSITION = Pattern.compile("\\[(\\d+)]");

    private final String path;
    private final List<Step> steps;

    private sealed interface Step {}

    private record Name(String name) implements Step {}

    private record Position(int position) implements Step {}

    /** What happens to the last step of a path: it is changed, added or removed. */
    private sealed interface Change {
        record Put(@Nullable Object value, boolean isNew) implements Change {}

        record Remove() implements Change {}
    }

    private FieldPath(String path, List<Step> steps) {
        this.path = path;
        this.steps = steps;
    }

    static FieldPath of(String path, Map<String, @Nullable Object> row) {
        if (row.containsKey(path)) {
            return new FieldPath(path, List.of(new Name(path)));
        }
        List<Step> steps = new ArrayList<>();
        for (String part : path.split("\\.", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + path + "' is not a path to a field. Write it as state, customer.city or items[0].sku.");
            }
            steps.add(new Name(matcher.group(1)));
            Matcher positions = POSITION.matcher(matcher.group(2));
            while (positions.find()) {
                steps.add(new Position(Integer.parseInt(positions.group(1))));
            }
        }
        return new FieldPath(path, steps);
    }

    Map<String, @Nullable Object> set(Map<String, @Nullable Object> row, @Nullable Object value) {
        return inObject(row, 0, new Change.Put(value, false));
    }

    Map<String, @Nullable Object> add(Map<String, @Nullable Object> row, @Nullable Object value) {
        return inObject(row, 0, new Change.Put(value, true));
    }

    Map<String, @Nullable Object> remove(Map<String, @Nullable Object> row) {
        return inObject(row, 0, new Change.Remove());
    }

    private @Nullable Object changed(@Nullable Object value, int at, Change change) {
        return switch (steps.get(at)) {
            case Name name -> {
                if (!(value instanceof Map<?, ?> object)) {
                    throw new IllegalArgumentException(prefix() + "'" + before(at) + "' is " + described(value)
                            + ", which has no field '" + name.name() + "'.");
                }
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                object.forEach((key, field) -> fields.put(String.valueOf(key), field));
                yield Collections.unmodifiableMap(inObject(fields, at, change));
            }
            case Position position -> {
                if (!(value instanceof List<?> list)) {
                    throw new IllegalArgumentException(
                            prefix() + "'" + before(at) + "' is " + described(value) + ", which has no elements.");
                }
                yield Collections.unmodifiableList(inList(list, position.position(), at, change));
            }
        };
    }

    private Map<String, @Nullable Object> inObject(Map<String, @Nullable Object> object, int at, Change change) {
        String name = ((Name) steps.get(at)).name();
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
        boolean last = at == steps.size() - 1;
        if (last && change instanceof Change.Put put && put.isNew()) {
            if (object.containsKey(name)) {
                throw new IllegalArgumentException(prefix() + "it is there already. Change it by .with(..).");
            }
            copy.put(name, put.value());
            return copy;
        }
        if (!object.containsKey(name)) {
            throw new IllegalArgumentException(prefix() + (at == 0 ? "this row" : "'" + before(at) + "'")
                    + " has no field '" + name + "'. It has: "
                    + (object.isEmpty() ? "none" : String.join(", ", object.keySet()))
                    + ". A new field comes by .adding(name, value).");
        }
        if (!last) {
            copy.put(name, changed(object.get(name), at + 1, change));
        } else if (change instanceof Change.Put put) {
            copy.put(name, put.value());
        } else {
            copy.remove(name);
        }
        return copy;
    }

    private List<@Nullable Object> inList(List<?> list, int position, int at, Change change) {
        List<@Nullable Object> copy = new ArrayList<>(list);
        boolean last = at == steps.size() - 1;
        if (last && change instanceof Change.Put put && put.isNew()) {
            if (position < list.size()) {
                throw new IllegalArgumentException(prefix() + "it is there already. Change it by .with(..).");
            }
            if (position == list.size()) {
                copy.add(put.value());
                return copy;
            }
        }
        if (position >= list.size()) {
            throw new IllegalArgumentException(prefix() + "'" + before(at) + "' "
                    + (list.isEmpty() ? "is empty" : "ends with [" + (list.size() - 1) + "]")
                    + ". The next element comes by .adding(\"" + before(at) + "[" + list.size() + "]\", value).");
        }
        if (!last) {
            copy.set(position, changed(list.get(position), at + 1, change));
        } else if (change instanceof Change.Put put) {
            copy.set(position, put.value());
        } else {
            copy.remove(position);
        }
        return copy;
    }

    private String prefix() {
        return "'" + path + "': ";
    }

    /** The path up to a step, without it. */
    private String before(int at) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps.subList(0, at)) {
            switch (step) {
                case Name name -> text.append(text.isEmpty() ? "" : ".").append(name.name());
                case Position position ->
                    text.append('[').append(position.position()).append(']');
            }
        }
        return text.toString();
    }

    private static String described(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> object -> "an object";
            case List<?> list -> "a list";
            case String text -> "the text \"" + (text.length() > 40 ? text.substring(0, 40) + ".." : text) + '"';
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }
}
