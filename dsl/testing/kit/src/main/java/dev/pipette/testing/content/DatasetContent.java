package dev.pipette.testing.content;

import dev.pipette.Pipeline;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.SystemTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.CloseableDSLContext;

/**
 * What a pipeline's dataset holds besides load ids, row ids and times: the rows of all data tables as documents, what
 * the resources remember, and what must never be there: rows of loads that were not committed, and nested rows without a
 * parent. Two runs that did the same have the same content.
 *
 * <pre>{@code
 * DatasetContent once = DatasetContent.of(pipeline);
 * pipeline.run(orders);
 * assertThat(once.diff(DatasetContent.of(pipeline))).isEmpty();
 * }</pre>
 */
public final class DatasetContent {
    private static final int SHOWN = 10;

    private final Map<String, List<Map<String, Object>>> documents;
    private final Map<String, List<String>> keys;
    private final List<String> problems;
    private final Map<String, Map<String, Object>> state;

    private DatasetContent(
            Map<String, List<Map<String, Object>>> documents,
            Map<String, List<String>> keys,
            List<String> problems,
            Map<String, Map<String, Object>> state) {
        this.documents = documents;
        this.keys = keys;
        this.problems = List.copyOf(problems);
        this.state = state;
    }

    /** Reads everything; a dataset that does not exist yet holds nothing. */
    public static DatasetContent of(Pipeline pipeline) {
        DatasetTables tables = DatasetTables.of(pipeline.dataset());
        if (tables.allNames().isEmpty()) {
            return read(pipeline, tables);
        }
        // a file that stays open meanwhile is opened once, and not again for each table
        try (CloseableDSLContext _ = pipeline.dataset().dsl()) {
            return read(pipeline, tables);
        }
    }

    private static DatasetContent read(Pipeline pipeline, DatasetTables tables) {
        Map<String, List<Map<String, Object>>> documents = new TreeMap<>();
        Map<String, List<String>> keys = new TreeMap<>();
        for (String name : tables.names()) {
            if (tables.parent(name).isEmpty()) {
                TableContent table = tables.table(name);
                documents.put(name, table.documents());
                keys.put(name, table.key());
            }
        }
        Map<String, Map<String, Object>> state = new TreeMap<>();
        if (tables.has(SystemTables.PIPELINE_STATE)) {
            pipeline.state().resources().forEach((resource, values) -> state.put(resource, remembered(values)));
        }
        return new DatasetContent(documents, keys, problems(tables), state);
    }

    private static Map<String, Object> remembered(Map<String, Object> values) {
        Map<String, Object> remembered = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Object canonical = ComparableValues.canonical(value);
            if (canonical != null) {
                remembered.put(key, canonical);
            }
        });
        return remembered;
    }

    private static List<String> problems(DatasetTables tables) {
        List<String> problems = new ArrayList<>();
        uncommitted(tables)
                .forEach((table, loads) -> problems.add(
                        table + " has rows of loads that were not committed: " + String.join(", ", loads)));
        orphans(tables)
                .forEach((table, rows) -> problems.add(
                        table + " has " + rows + (rows == 1 ? " row" : " rows") + " without a parent row"));
        return problems;
    }

    /** The loads that are not in {@code _dlt_loads} and have rows all the same, by the table of the rows. */
    public static Map<String, Set<String>> uncommitted(DatasetTables tables) {
        Set<Object> committed = new HashSet<>();
        if (tables.has(SystemTables.LOADS)) {
            tables.table(SystemTables.LOADS).rows().forEach(load -> committed.add(load.getOrDefault("load_id", "")));
        }
        Map<String, Set<String>> uncommitted = new TreeMap<>();
        for (String name : tables.names()) {
            for (Map<String, Object> row : tables.table(name).rows()) {
                Object load = row.get(SystemColumns.LOAD_ID);
                if (load != null && !committed.contains(load)) {
                    uncommitted.computeIfAbsent(name, table -> new TreeSet<>()).add(load.toString());
                }
            }
        }
        return uncommitted;
    }

    /** How many rows of each nested table point to no row of their parent table. */
    public static Map<String, Integer> orphans(DatasetTables tables) {
        Map<String, Integer> orphans = new TreeMap<>();
        for (String name : tables.names()) {
            tables.parent(name).ifPresent(parent -> {
                Set<Object> parents = new HashSet<>();
                tables.table(parent).rows().forEach(row -> parents.add(row.getOrDefault(SystemColumns.ROW_ID, "")));
                int alone = (int) tables.table(name).rows().stream()
                        .filter(row -> !parents.contains(row.getOrDefault(SystemColumns.PARENT_ID, "")))
                        .count();
                if (alone > 0) {
                    orphans.put(name, alone);
                }
            });
        }
        return orphans;
    }

    /** The rows of a root table as documents; none where there is no such table. */
    public List<Map<String, Object>> documents(String table) {
        return documents.getOrDefault(table, List.of());
    }

    /** The root tables. */
    public Set<String> tables() {
        return documents.keySet();
    }

    /** What must never be there, one sentence each. */
    public List<String> problems() {
        return problems;
    }

    /**
     * The smallest useful text of what differs: tables, rows, columns, state, and problems that only one of both has.
     * This content is the expected one. Empty where nothing differs; at most about ten lines.
     */
    public String diff(DatasetContent other) {
        List<String> lines = new ArrayList<>();
        int hidden = 0;
        Set<String> tables = new TreeSet<>(documents.keySet());
        tables.addAll(other.documents.keySet());
        for (String table : tables) {
            RowDiff diff = diff(table, other).limit(Math.max(1, SHOWN - lines.size()));
            if (!diff.isEmpty() || documents.containsKey(table) != other.documents.containsKey(table)) {
                if (lines.size() < SHOWN) {
                    lines.add(heading(table, other));
                    RowDiff.Shown shown = diff.shown();
                    shown.lines().forEach(line -> lines.add("  " + line));
                    hidden += shown.hidden();
                } else {
                    hidden += Math.max(1, diff.size());
                }
            }
        }
        List<String> rest = new ArrayList<>(stateDifferences(other));
        problems.stream()
                .filter(problem -> !other.problems.contains(problem))
                .forEach(problem -> rest.add("only the expected one: " + problem));
        other.problems.stream().filter(problem -> !problems.contains(problem)).forEach(rest::add);
        // what is not a row is rare and shows most, so a few lines of it are always shown
        rest.stream().limit(SHOWN / 2).forEach(lines::add);
        hidden += Math.max(0, rest.size() - SHOWN / 2);
        if (hidden > 0) {
            lines.add("... and " + hidden + " more");
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private RowDiff diff(String table, DatasetContent other) {
        RowDiff diff = RowDiff.between(documents(table), other.documents(table));
        List<String> key = keys.getOrDefault(table, other.keys.getOrDefault(table, List.of()));
        return key.isEmpty() ? diff : diff.byKey(key.toArray(String[]::new));
    }

    private String heading(String table, DatasetContent other) {
        if (!other.documents.containsKey(table)) {
            return "table " + table + " is missing";
        }
        if (!documents.containsKey(table)) {
            return "table " + table + " was not expected";
        }
        int one = documents(table).size();
        int two = other.documents(table).size();
        return "table " + table + (one == two ? "" : ": expected " + rows(one) + " but has " + two);
    }

    private static String rows(int rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private List<String> stateDifferences(DatasetContent other) {
        Set<String> resources = new TreeSet<>(state.keySet());
        resources.addAll(other.state.keySet());
        List<String> differences = new ArrayList<>();
        for (String resource : resources) {
            Differences.between(state.getOrDefault(resource, Map.of()), other.state.getOrDefault(resource, Map.of()))
                    .forEach(difference -> differences.add("state of " + resource + ": " + difference));
        }
        return differences;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof DatasetContent content && diff(content).isEmpty();
    }

    @Override
    public int hashCode() {
        return documents.keySet().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        documents.forEach((table, rows) ->
                text.append(table).append(": ").append(rows(rows.size())).append('\n'));
        problems.forEach(problem -> text.append(problem).append('\n'));
        return text.append("state ").append(state).toString();
    }
}
