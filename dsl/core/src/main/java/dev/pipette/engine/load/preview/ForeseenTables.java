package dev.pipette.engine.load.preview;

import static org.jooq.impl.DSL.name;

import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Name;
import org.jooq.Table;

/**
 * The tables of a dataset as the load would have left them by now: each that it changes is a query over what is there, in a
 * WITH clause before what is asked. So a statement of the load can be counted although none before it was run.
 */
final class ForeseenTables {
    /** The schema that the names of relations are given which only the load sees. */
    private static final String STAGED = "staged";

    private static final Pattern NAME = Pattern.compile("_pipette_[0-9]+\\b");

    private final DestinationSession session;
    private final String dataset;
    private final Map<String, List<TableColumn>> columns;
    private final SequencedMap<String, String> queries = new LinkedHashMap<>();
    private final Map<String, Set<String>> uses = new HashMap<>();
    private final Map<String, String> standIns = new LinkedHashMap<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    /** @param columns of the tables that are there */
    ForeseenTables(DestinationSession session, String dataset, Map<String, List<TableColumn>> columns) {
        this.session = session;
        this.dataset = dataset;
        this.columns = new LinkedHashMap<>(columns);
    }

    /** The columns of the tables, as the catalogue would have them. */
    Map<String, List<TableColumn>> columns() {
        return columns;
    }

    /** The whole name of a table, as statements have it. */
    String named(String table) {
        return rendered(session.qualified(dataset, table));
    }

    /** What a query has to say to read a table as it would be. */
    String current(String table) {
        return currently(named(table));
    }

    private String currently(String named) {
        return standIns.getOrDefault(named, named);
    }

    /** A statement that reads, with what the load would have done by now. */
    String asked(String sql) {
        String asked = replaced(sql);
        Deque<String> with = new ArrayDeque<>();
        Set<String> wanted = used(asked);
        for (Map.Entry<String, String> query : queries.reversed().entrySet()) {
            if (wanted.contains(query.getKey())) {
                with.addFirst(query.getKey() + " AS (" + query.getValue() + ")");
                wanted.addAll(uses.getOrDefault(query.getKey(), Set.of()));
            }
        }
        return (with.isEmpty() ? "" : "WITH " + String.join(", ", with) + " ") + asked;
    }

    /** The queries that a statement or one of them is made of. */
    private static Set<String> used(String sql) {
        return NAME.matcher(sql).results().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }

    /** A part of a statement, which names the tables as they would be. */
    String replaced(String sql) {
        String replaced = sql;
        for (Map.Entry<String, String> standIn : standIns.entrySet()) {
            replaced = replaced.replace(standIn.getKey(), standIn.getValue());
        }
        return replaced;
    }

    /**
     * A relation that the load would make for itself.
     *
     * @param select what it holds
     * @return its name, which no other relation has
     */
    Name relation(String wanted, String select) {
        int before = names.merge(wanted, 1, Integer::sum);
        Name made = name(STAGED, before == 1 ? wanted : wanted + "_" + before);
        foresee(rendered(made), select);
        return made;
    }

    /** From here on, a table is what a query yields. */
    void becomes(String table, String select) {
        foresee(named(table), select);
    }

    /** From here on, rows are gone for which a condition holds. */
    void loses(String named, String condition) {
        foresee(named, "SELECT * FROM " + currently(named) + " WHERE (" + replaced(condition) + ") IS NOT TRUE");
    }

    private void foresee(String named, String select) {
        standIns.put(named, query(select));
    }

    private String query(String select) {
        // numbers, because a name that is too long would be cut
        String name = "_pipette_" + queries.size();
        queries.put(name, select);
        uses.put(name, used(select));
        return name;
    }

    /** A table without rows, with the columns of one of the generated classes. */
    void empty(Table<?> generated) {
        foresee(
                named(generated.getName()),
                Arrays.stream(generated.fields())
                        .map(field -> "CAST(NULL AS "
                                + field.getDataType()
                                        .getCastTypeName(session.dsl().configuration()) + ") AS "
                                + rendered(name(field.getName())))
                        .collect(Collectors.joining(", ", "SELECT ", " WHERE 1 = 0")));
    }

    /** A change of a table that is made before any row of the load is in it. */
    void changed(SchemaChange change) {
        String table = change.table();
        List<TableColumn> before = columns.getOrDefault(table, List.of());
        switch (change) {
            case SchemaChange.MakeTable made -> {
                List<TableColumn> all =
                        made.columns().stream().map(this::column).toList();
                columns.put(table, all);
                becomes(table, "SELECT " + selected(all, Map.of(), true) + " WHERE 1 = 0");
            }
            case SchemaChange.AddColumn added -> {
                List<TableColumn> all = new ArrayList<>(before);
                all.add(column(added.column()));
                becomes(
                        table,
                        "SELECT " + selected(before, Map.of(), false) + ", " + none(all.getLast()) + " FROM "
                                + current(table));
                columns.put(table, all);
            }
            case SchemaChange.WidenColumn widened -> {
                TableColumn wider = column(widened.column());
                List<TableColumn> all = before.stream()
                        .map(column -> column.is(wider.name()) ? wider : column)
                        .toList();
                String cast = "CAST(" + rendered(name(wider.name())) + " AS " + wider.sqlType() + ")";
                becomes(
                        table,
                        "SELECT " + selected(before, Map.of(wider.name(), cast), false) + " FROM " + current(table));
                columns.put(table, all);
            }
            case SchemaChange.AddRootIds ids -> {
                List<TableColumn> all = new ArrayList<>(before);
                all.add(column(SystemColumns.rootId().withNullable(true)));
                becomes(
                        table,
                        "SELECT " + selected(before, Map.of(), false) + ", " + rootId(ids) + " AS "
                                + rendered(name(SystemColumns.ROOT_ID)) + " FROM " + current(table) + " AS below");
                columns.put(table, all);
            }
            case SchemaChange.SetNullable set ->
                columns.put(
                        table,
                        before.stream()
                                .map(column -> column.is(set.column()) ? column.withNullable(set.nullable()) : column)
                                .toList());
            case SchemaChange.AddKey _, SchemaChange.AddIndex _ -> {}
            case SchemaChange.AddReference _, SchemaChange.Describe _ -> {}
        }
    }

    private String rootId(SchemaChange.AddRootIds ids) {
        String parent = rendered(name("below", SystemColumns.PARENT_ID));
        return ids.isRoot()
                ? parent
                : "(SELECT " + rendered(name("above", SystemColumns.ROOT_ID)) + " FROM " + current(ids.parent())
                        + " AS above WHERE " + rendered(name("above", SystemColumns.ROW_ID)) + " = " + parent + ")";
    }

    /** From here on, a table has the rows of a query as well. */
    void gains(String table, List<String> filled, String rows) {
        List<TableColumn> all = columns.getOrDefault(table, List.of());
        String more = all.stream()
                .map(column ->
                        filled.stream().anyMatch(column::is) ? rendered(name("more", column.name())) : none(column))
                .collect(Collectors.joining(", "));
        becomes(
                table,
                "SELECT " + selected(all, Map.of(), false) + " FROM " + current(table) + " UNION ALL SELECT " + more
                        + " FROM (" + replaced(rows) + ") AS more");
    }

    private String selected(List<TableColumn> some, Map<String, String> changed, boolean none) {
        return some.stream()
                .map(column -> {
                    String own = rendered(name(column.name()));
                    String other = changed.get(column.name());
                    return none ? none(column) : other == null ? own : other + " AS " + own;
                })
                .collect(Collectors.joining(", "));
    }

    private String none(TableColumn column) {
        return "CAST(NULL AS " + column.sqlType() + ") AS " + rendered(name(column.name()));
    }

    /** A column as the catalogue will have it. */
    private TableColumn column(Column column) {
        Optional<ValueType> type = column.dataType().map(found -> ValueType.of(found, column.timezone()));
        boolean decimal = type.filter(ValueType.DECIMAL::equals).isPresent();
        return new TableColumn(
                column.name(),
                sqlType(column),
                type,
                decimal ? column.precision().orElse(38) : 0,
                decimal ? column.scale().orElse(9) : 0,
                column.nullable());
    }

    /** The destination's name of a column's type. */
    String sqlType(Column column) {
        return session.dataType(column).getCastTypeName(session.dsl().configuration());
    }

    private String rendered(Name some) {
        return session.dsl().render(some);
    }
}
