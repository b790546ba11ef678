package dev.pipette.cli;

import dev.pipette.rows.Executed;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of a query in the formats that {@code pipette sql} prints. */
final class RowsOutput {
    private RowsOutput() {}

    /** After this many rows, checks whether the output is still read. */
    private static final int LOOK_AFTER = 1_000;

    private static final String LINE = System.lineSeparator();
    private static final String ROWS_CHANGED = "rows_changed";

    /**
     * Rows on their way to the output.
     *
     * @param text of a value that is not NULL
     */
    record Printed(List<String> columns, Iterator<Record> rows, Function<Object, String> text) {
        static Printed of(RowStream rows) {
            return new Printed(rows.columns(), rows.iterator(), rows::text);
        }

        static Printed of(Rows rows) {
            return new Printed(rows.columns(), rows.iterator(), rows::text);
        }
    }

    /** An array of objects, one in each line; at most {@code limit}. */
    static void json(Printed printed, int limit, PrintWriter out) {
        List<String> names = names(printed.columns());
        out.print("[");
        int count = 0;
        for (; isWanted(count, limit, out) && printed.rows().hasNext(); count++) {
            String object = JsonDocument.oneLine(object(names, printed.rows().next(), printed.text()));
            out.print((count == 0 ? "" : ",") + "\n  " + object);
        }
        out.println(count == 0 ? "]" : "\n]");
    }

    /** Objects, one in each line, without anything around them; at most {@code limit}. */
    static void jsonLines(Printed printed, int limit, PrintWriter out) {
        List<String> names = names(printed.columns());
        for (int count = 0; isWanted(count, limit, out) && printed.rows().hasNext(); count++) {
            out.print(JsonDocument.oneLine(object(names, printed.rows().next(), printed.text())) + "\n");
        }
    }

    /** RFC 4180 with a line of names, at most {@code limit} rows; NULL is nothing, an empty text is two quotes. */
    static void csv(Printed printed, int limit, PrintWriter out) {
        out.println(printed.columns().stream().map(RowsOutput::quoted).collect(Collectors.joining(",")));
        for (int count = 0; isWanted(count, limit, out) && printed.rows().hasNext(); count++) {
            Record row = printed.rows().next();
            List<String> fields = new ArrayList<>(row.size());
            for (int at = 0; at < row.size(); at++) {
                Object value = row.get(at);
                fields.add(value == null ? "" : quoted(printed.text().apply(value)));
            }
            out.print(String.join(",", fields) + LINE);
        }
    }

    /** Whether another row is to be printed: not behind the limit, and not where the output cannot be written any more. */
    private static boolean isWanted(int count, int limit, PrintWriter out) {
        return count < limit && (count % LOOK_AFTER != 0 || !out.checkError());
    }

    /** The rows that statements returned, or how many they changed. */
    static void json(Executed executed, PrintWriter out) {
        executed.returned()
                .ifPresentOrElse(
                        rows -> json(Printed.of(rows), Integer.MAX_VALUE, out),
                        () -> out.println(JsonDocument.oneLine(
                                List.of(JsonDocument.object(ROWS_CHANGED, executed.changedRows())))));
    }

    /** The rows that statements returned, or how many they changed. */
    static void jsonLines(Executed executed, PrintWriter out) {
        executed.returned()
                .ifPresentOrElse(
                        rows -> jsonLines(Printed.of(rows), Integer.MAX_VALUE, out),
                        () -> out.println(
                                JsonDocument.oneLine(JsonDocument.object(ROWS_CHANGED, executed.changedRows()))));
    }

    /** The rows that statements returned, or how many they changed. */
    static void csv(Executed executed, PrintWriter out) {
        executed.returned()
                .ifPresentOrElse(
                        rows -> csv(Printed.of(rows), Integer.MAX_VALUE, out),
                        () -> out.print(ROWS_CHANGED + LINE + executed.changedRows() + LINE));
    }

    static List<Map<String, @Nullable Object>> objects(Rows rows) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>(rows.size());
        List<String> names = names(rows.columns());
        for (Record row : rows) {
            objects.add(object(names, row, rows::text));
        }
        return objects;
    }

    /** The columns' names, each once: two columns of one name, as in SELECT a.id, b.id, are id and id_2. */
    private static List<String> names(List<String> columns) {
        Set<String> names = new LinkedHashSet<>();
        for (String column : columns) {
            String name = column;
            for (int copy = 2; !names.add(name); copy++) {
                name = column + "_" + copy;
            }
        }
        return List.copyOf(names);
    }

    private static Map<String, @Nullable Object> object(List<String> names, Record row, Function<Object, String> text) {
        Map<String, @Nullable Object> object = JsonDocument.object();
        for (int at = 0; at < row.size(); at++) {
            object.put(names.get(at), plain(text, row.get(at)));
        }
        return object;
    }

    /** A value in the types that JSON has; everything else as the text that it has in the other formats. */
    private static @Nullable Object plain(Function<Object, String> text, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Number number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = JsonDocument.object();
                map.forEach((key, member) -> members.put(String.valueOf(key), plain(text, member)));
                yield members;
            }
            case Iterable<?> elements -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements.forEach(element -> list.add(plain(text, element)));
                yield list;
            }
            case Object[] array -> plain(text, Arrays.asList(array));
            default -> text.apply(value);
        };
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)
                && text.equals(text.strip());
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
