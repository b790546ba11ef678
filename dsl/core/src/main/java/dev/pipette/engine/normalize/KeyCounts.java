package dev.pipette.engine.normalize;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the different keys of a resource's rows, or the lists that become nested tables. Each costs memory, and time
 * in every statement, so their number is limited. Keys that are data, like ids or dates, grow without an end: the error
 * says where most of them are, and how to keep that part as a JSON document.
 */
final class KeyCounts {
    /** Different keys of all rows and nested rows of a resource. */
    static final int MOST_KEYS = 12_000;

    /** Tables of a resource, its own one included. */
    static final int MOST_TABLES = 1_000;

    private static final int SHOWN = 3;

    private final String thing;
    private final String becomes;
    private final int most;
    private int count;
    private final Map<String, Part> parts = new HashMap<>();
    private final Part chosen = new Part();

    /** The keys under one key of the rows; those of the rows themselves are under the empty text. */
    private static final class Part {
        private final List<String> first = new ArrayList<>(SHOWN);
        private int count;

        void add(String key) {
            count++;
            if (first.size() < SHOWN) {
                first.add(key);
            }
        }
    }

    private KeyCounts(String thing, String becomes, int most, int count) {
        this.thing = thing;
        this.becomes = becomes;
        this.most = most;
        this.count = count;
    }

    /** Counts keys. */
    static KeyCounts ofKeys() {
        return new KeyCounts("key", "column", MOST_KEYS, 0);
    }

    /** @param known how many tables are there from the beginning */
    static KeyCounts ofTables(int known) {
        return new KeyCounts("table", "table", MOST_TABLES, known);
    }

    /**
     * Counts a key that is new.
     *
     * @param around the key of the row that it is under; empty where it is the row's own
     * @param keyPath it and the keys around it, for the error
     * @throws PipetteException SOURCE_UNREADABLE where it is one too many
     */
    void add(String around, String key, String table, long row, String keyPath) {
        parts.computeIfAbsent(around, none -> new Part()).add(key);
        if (++count > most) {
            throw tooMany(table, row, keyPath);
        }
    }

    private PipetteException tooMany(String table, long row, String keyPath) {
        String around = parts.entrySet().stream()
                .max(Map.Entry.comparingByValue((one, other) -> Integer.compare(one.count, other.count)))
                .map(Map.Entry::getKey)
                .orElse("");
        Part most = Objects.requireNonNull(parts.get(around));
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                "table " + table + ", row " + row + ": '" + cut(keyPath) + "' is " + thing + " " + number(count)
                        + " of this resource, which may have " + number(this.most) + ". " + number(most.count)
                        + " of them are in " + (around.isEmpty() ? "the rows themselves" : "'" + cut(around) + "'")
                        + " (" + shown(most) + "). Keys that are data, like ids or dates, become a " + becomes
                        + " each. " + wayOut(around));
    }

    /**
     * Counts a table that rows choose.
     *
     * @throws PipetteException SOURCE_UNREADABLE where it is one too many
     */
    void addChosen(String table) {
        chosen.add(table);
        if (++count > most) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "table " + table + ", which a row chose, is table " + number(count)
                            + " of this resource, which may have " + number(most) + ": " + shown(chosen)
                            + ". Choose the table by what has fewer values, or load all rows into one table, where a"
                            + " column tells them apart.");
        }
    }

    private static String shown(Part part) {
        String first = String.join(", ", part.first.stream().map(KeyCounts::cut).toList());
        return first + (part.count > part.first.size() ? " .." : "");
    }

    private static String wayOut(String around) {
        if (around.isEmpty()) {
            return "Keep each row as one JSON document, in a column 'row': .map(row -> Map.of(\"row\", row))"
                    + ".column(\"row\", jsonDocument()) (--whole-rows row).";
        }
        String option = around.matches("[A-Za-z0-9_.-]+")
                ? "--type " + around + "=json"
                : "--type '" + around.replace("'", "'\\''") + "=json'";
        return "Keep '" + cut(around) + "' as a JSON document: .column(\""
                + around.replace("\\", "\\\\").replace("\"", "\\\"") + "\", jsonDocument()) (" + option + ").";
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
