package dev.pipette.cli;

import dev.pipette.Rows;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of a query in the formats that {@code pipette sql} prints. */
final class RowsOutput {
    private RowsOutput() {}

    /** An array of objects, one in each line. */
    static void json(Rows rows, PrintWriter out) {
        String separator = "";
        out.print("[");
        for (Record row : rows) {
            out.print(separator + "\n  " + JsonDocument.oneLine(object(rows, row)));
            separator = ",";
        }
        out.println(separator.isEmpty() ? "]" : "\n]");
    }

    /** RFC 4180 with a line of names; NULL is nothing, an empty text is two quotes. */
    static void csv(Rows rows, PrintWriter out) {
        out.println(rows.columns().stream().map(RowsOutput::quoted).collect(Collectors.joining(",")));
        for (Record row : rows) {
            List<String> fields = new ArrayList<>(row.size());
            for (int at = 0; at < row.size(); at++) {
                Object value = row.get(at);
                fields.add(value == null ? "" : quoted(rows.text(value)));
            }
            out.println(String.join(",", fields));
        }
    }

    static List<Map<String, @Nullable Object>> objects(Rows rows) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>(rows.size());
        for (Record row : rows) {
            objects.add(object(rows, row));
        }
        return objects;
    }

    private static Map<String, @Nullable Object> object(Rows rows, Record row) {
        List<String> columns = rows.columns();
        Map<String, @Nullable Object> object = JsonDocument.object();
        for (int at = 0; at < row.size(); at++) {
            // two columns of one name, as in SELECT a.id, b.id: none may vanish
            String name = columns.get(at);
            for (int copy = 2; object.containsKey(name); copy++) {
                name = columns.get(at) + "_" + copy;
            }
            object.put(name, plain(rows, row.get(at)));
        }
        return object;
    }

    /** A value in the types that JSON has; everything else as the text that it has in the other formats. */
    private static @Nullable Object plain(Rows rows, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Number number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = JsonDocument.object();
                map.forEach((key, member) -> members.put(String.valueOf(key), plain(rows, member)));
                yield members;
            }
            case Iterable<?> elements -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements.forEach(element -> list.add(plain(rows, element)));
                yield list;
            }
            case Object[] array -> plain(rows, Arrays.asList(array));
            default -> rows.text(value);
        };
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)
                && text.equals(text.strip());
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
