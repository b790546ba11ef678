package dev.pipette.testing.history;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a history loads: one resource of each kind. The rows of a batch follow from its number. */
enum Feed {
    /** Rows of Java code, appended. */
    ORDERS,
    /** A file that Java reads and the package copies, appended. */
    NOTES,
    /** A file that DuckDB reads where it is, appended. */
    PRICES,
    /** Rows of Java code, appended to a table that somebody made, with a CHECK that some batches break. */
    STRICT,
    /** Rows of Java code, appended under a run key. */
    KEYED,
    /** Rows of Java code that name their table, appended to two tables. */
    DISPATCHED,
    /** Rows that replace those of the same key. */
    USERS,
    /** Rows that replace the whole table. */
    STOCK,
    /** A growing log, appended behind a cursor. A batch is what it grows by. */
    EVENTS,
    /** Files in a folder, of which a ledger remembers the loaded ones. */
    EXPORTS;

    private static final int ROWS_OF_A_FILE = 4;
    private static final Instant STAMP = Instant.parse("2025-12-24T00:00:00Z");

    /** The tables that its rows go to. */
    List<String> tables() {
        return this == DISPATCHED ? List.of(table() + "_0", table() + "_1") : List.of(table());
    }

    /** The resource's name, which is also its table where it has one. */
    String table() {
        return this == STRICT ? "strict_rows" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether each load of a batch adds its rows. */
    boolean appendsBatches() {
        return this == ORDERS
                || this == NOTES
                || this == PRICES
                || this == STRICT
                || this == KEYED
                || this == DISPATCHED;
    }

    boolean hasTags() {
        return this == ORDERS || this == NOTES || this == KEYED || this == DISPATCHED || this == USERS || this == STOCK;
    }

    boolean readsFile() {
        return this == NOTES || this == PRICES || this == EXPORTS;
    }

    /** Whether a batch that waits can be extracted again from what is there, whatever a run is given. */
    boolean readsAll() {
        return this == EVENTS || this == EXPORTS;
    }

    /** Whether its table refuses a batch for good. */
    boolean refused(int batch) {
        return this == STRICT && batch % 3 == 0;
    }

    /** The rows of a batch. */
    List<Row> rows(int batch) {
        int count = readsFile() ? ROWS_OF_A_FILE : 2 + batch % 4;
        int first = this == USERS ? batch % 3 * 2 : 0;
        return IntStream.range(first, first + count)
                .mapToObj(id -> new Row(id, batch, hasTags() ? tags(id, batch) : List.of()))
                .toList();
    }

    private static List<String> tags(int id, int batch) {
        return IntStream.range(0, (id + batch) % 3)
                .mapToObj(index -> "t" + batch + "." + id + "." + index)
                .toList();
    }

    /** Where a file of this feed is. */
    Path file(Path input, int slot) {
        return switch (this) {
            case NOTES -> input.resolve("notes-" + slot + ".jsonl");
            case PRICES -> input.resolve("prices-" + slot + ".csv");
            default -> input.resolve("exports").resolve("part-" + slot + ".csv");
        };
    }

    private static Path log(Path input) {
        return input.resolve("events.txt");
    }

    /** Makes what a run reads: writes the file, or lets the log grow. */
    void prepare(Give give, Path input) {
        try {
            Files.createDirectories(input.resolve("exports"));
            if (readsFile()) {
                Path file = file(input, give.slot());
                Files.writeString(file, content(give.batch()));
                Instant time = give.sameStamp() ? STAMP : STAMP.plusSeconds(give.batch());
                Files.setLastModifiedTime(file, FileTime.from(time));
            } else if (this == EVENTS && logged(input).stream().noneMatch(line -> line.batch() == give.batch())) {
                grow(give, input);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String content(int batch) {
        Stream<String> lines = rows(batch).stream()
                .map(row -> this == NOTES
                        ? "{\"id\":" + row.id() + ",\"batch\":" + batch + ",\"tags\":["
                                + row.tags().stream()
                                        .map(tag -> '"' + tag + '"')
                                        .collect(Collectors.joining(","))
                                + "]}"
                        : row.id() + "," + batch);
        String text = lines.collect(Collectors.joining("\n", this == NOTES ? "" : "id,batch\n", "\n"));
        // all contents of a name have one size
        return this == NOTES ? text + " ".repeat(600 - text.length()) + "\n" : text;
    }

    /** A line of the log. */
    record Logged(String at, long id, long batch) {}

    /** The first of a batch's rows shares the value at which the log ended, so that it is at a cursor's boundary. */
    private static void grow(Give give, Path input) throws IOException {
        List<Logged> before = logged(input);
        BigDecimal last = before.isEmpty()
                ? BigDecimal.ONE
                : new BigDecimal(before.getLast().at());
        BigDecimal step = give.decimals() ? new BigDecimal("0.5") : BigDecimal.ONE;
        List<String> lines = new ArrayList<>();
        for (Row row : EVENTS.rows(give.batch())) {
            BigDecimal at = row.id() == 0 ? last : last.add(step);
            lines.add(at.toPlainString() + " " + row.id() + " " + give.batch());
        }
        Files.write(log(input), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The log. */
    static List<Logged> logged(Path input) {
        try {
            return Files.notExists(log(input))
                    ? List.of()
                    : Files.readAllLines(log(input)).stream()
                            .map(line -> line.split(" ", -1))
                            .map(parts -> new Logged(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                            .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The resource of a run; its input is prepared. */
    Resource resource(Give give, Path input) {
        return switch (this) {
            case ORDERS, KEYED -> supplied(give);
            case STRICT ->
                Pipette.resource(table()).stream(() -> rows(give.batch()).stream()
                        .map(row -> Map.of(
                                "id", row.id(),
                                "batch", row.batch(),
                                "bad", refused(give.batch()) && row.id() == 1 ? 1 : 0)));
            case DISPATCHED ->
                supplied(give).tableBy(row -> tables().get(Integer.parseInt(String.valueOf(row.get("id"))) % 2));
            case USERS -> supplied(give).merge("id");
            case STOCK -> supplied(give).replace();
            case NOTES -> jsonl(table(), file(input, give.slot()));
            case PRICES -> csv(table(), file(input, give.slot()));
            case EXPORTS ->
                Pipette.resource(table())
                        .files(input.resolve("exports").resolve("*.csv").toString(), csvFormat(), FileState.ledger());
            case EVENTS ->
                Pipette.resource(table()).stream(() -> logged(input).stream()
                                .map(line -> Map.of("at", number(line.at()), "id", line.id(), "batch", line.batch())))
                        .incremental(cursor("at"));
        };
    }

    private static Object number(String text) {
        return text.contains(".") ? (Object) new BigDecimal(text) : (Object) Long.valueOf(text);
    }

    private Resource supplied(Give give) {
        return Pipette.resource(table()).stream(() -> rows(give.batch()).stream()
                .map(row -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("id", row.id());
                    map.put("batch", row.batch());
                    if (give.batch() % 5 == 0) {
                        map.put("extra", "x" + give.batch());
                    }
                    map.put("tags", row.tags());
                    return map;
                }));
    }
}
