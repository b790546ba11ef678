package dev.pipette.testing.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of a table in a file that people check in and review: a JSON document in each line, in which the rows of nested tables
 * are lists, without load ids and the other system columns, and without NULL. A value has one text on all destinations: numbers with
 * the digits that they need, instants in UTC, binary data as {@code 0x} and hexadecimal digits, the members of JSON by name.
 *
 * <pre>{@code
 * {"id":1,"amount":12.5,"at":"2025-12-24T15:00:00Z","lines":[{"qty":2,"sku":"A"}]}
 * {"id":2,"amount":0.1,"at":"2025-12-25T15:00:00Z"}
 * }</pre>
 */
public final class RecordedTable {
    /** The ending of the files. */
    public static final String ENDING = ".jsonl";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** Beyond that a number is written with its exponent. */
    private static final int PLAIN_DIGITS = 400;

    private RecordedTable() {}

    /** The name of a table's file. */
    public static String fileName(String table) {
        StringBuilder name = new StringBuilder();
        table.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character) || character == '_' || character == '-') {
                name.appendCodePoint(character);
            } else {
                name.append('%').append(Integer.toHexString(character)).append('%');
            }
        });
        return name + ENDING;
    }

    /** The text of a table's file: its rows by their key, where it has one, and by their text. */
    public static String of(TableContent table) {
        List<Line> lines = new ArrayList<>();
        for (Map<String, Object> document : table.documents()) {
            Map<String, Object> ordered = new LinkedHashMap<>();
            document.forEach((column, value) -> ordered.put(column, written(value)));
            lines.add(new Line(document, JSON.writeValueAsString(ordered)));
        }
        Comparator<Line> byKey = Comparator.comparing(Line::document, new ColumnOrder(table.key()));
        StringBuilder text = new StringBuilder();
        lines.stream()
                .sorted(byKey.thenComparing(Line::text))
                .forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    private record Line(Map<String, Object> document, String text) {}

    /** A value in the types of JSON. */
    private static Object written(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case BigDecimal number when Math.abs((long) number.scale()) > PLAIN_DIGITS -> number.toString();
            case BigDecimal number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new TreeMap<>();
                map.forEach(
                        (name, member) -> members.put(String.valueOf(name), member == null ? null : written(member)));
                yield members;
            }
            case List<?> list -> {
                List<@Nullable Object> elements = new ArrayList<>();
                list.forEach(element -> elements.add(element == null ? null : written(element)));
                yield elements;
            }
            default -> value.toString();
        };
    }

    /**
     * How the rows of a table differ from those of its file.
     *
     * @throws IllegalArgumentException for a file that has something else than JSON objects
     */
    public static RowDiff diff(TableContent table, Path file) {
        List<Map<String, Object>> expected = new ArrayList<>();
        for (Map<String, @Nullable Object> row : ExpectedRows.of(read(file))) {
            expected.add(table.expectedDocument(row));
        }
        return RowDiff.between(expected, table.documents()).byKey(table.key().toArray(String[]::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The files of a folder; none where there is no folder. */
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
