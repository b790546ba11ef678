package dev.pipette.cli;

import dev.pipette.Rows;
import java.io.PrintWriter;
import java.util.ArrayList;
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
            out.print(separator + "\n  " + JsonDocument.oneLine(object(rows.columns(), row)));
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
                fields.add(value == null ? "" : quoted(JsonDocument.text(value)));
            }
            out.println(String.join(",", fields));
        }
    }

    static List<Map<String, @Nullable Object>> objects(Rows rows) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>(rows.size());
        for (Record row : rows) {
            objects.add(object(rows.columns(), row));
        }
        return objects;
    }

    private static Map<String, @Nullable Object> object(List<String> columns, Record row) {
        Map<String, @Nullable Object> object = JsonDocument.object();
        for (int at = 0; at < row.size(); at++) {
            // two columns of one name, as in SELECT a.id, b.id: none may vanish
            String name = columns.get(at);
            for (int copy = 2; object.containsKey(name); copy++) {
                name = columns.get(at) + "_" + copy;
            }
            object.put(name, row.get(at));
        }
        return object;
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)
                && text.equals(text.strip());
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
