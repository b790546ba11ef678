package dev.pipette.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.TableHints;
import dev.pipette.text.NearestName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One table of a database and what is read of it, as the catalogue describes it. A value: each method returns a new one, and {@link
 * #resource()} ends the chain.
 *
 * <pre>{@code
 * Resource orders = shop.table("public.orders").columns("id", "total", "updated_at").incremental("updated_at").resource().merge("id");
 * }</pre>
 */
@CheckReturnValue
public final class DatabaseTable {
    private final Connections connections;
    private final TableInfo table;
    private final Choice choice;

    /**
     * What is read.
     *
     * @param columns in this order
     * @param slices how many at once
     * @param sliceColumn null for the primary key
     */
    private record Choice(
            String name,
            List<ColumnInfo> columns,
            Optional<Cursor<?>> cursor,
            int slices,
            @Nullable String sliceColumn,
            boolean byRows) {
        Choice {
            columns = List.copyOf(columns);
        }
    }

    private DatabaseTable(Connections connections, TableInfo table, Choice choice) {
        this.connections = connections;
        this.table = table;
        this.choice = choice;
    }

    static DatabaseTable of(Connections connections, Connection connection, String name) throws SQLException {
        return of(
                connections,
                connections.dialect().table(connection, new TableSearch(connections, connection).one(name)));
    }

    static DatabaseTable of(Connections connections, TableInfo table) {
        return new DatabaseTable(
                connections, table, new Choice(table.name().name(), table.columns(), Optional.empty(), 1, null, false));
    }

    private DatabaseTable with(Choice changed) {
        return new DatabaseTable(connections, table, changed);
    }

    private DatabaseTable withColumns(List<ColumnInfo> columns) {
        if (columns.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "table " + table.name() + ": no column is left. Read at least one.");
        }
        return with(new Choice(choice.name, columns, choice.cursor, choice.slices, choice.sliceColumn, choice.byRows));
    }

    /** The name of the table in its database, without its schema. */
    public String name() {
        return table.name().name();
    }

    /** The name of its schema; empty where the database has none. */
    public String schema() {
        return table.name().schema();
    }

    /** The names of the columns that are read, in their order. */
    public List<String> columnNames() {
        return choice.columns.stream().map(ColumnInfo::name).toList();
    }

    /** The columns of the primary key, in its order; empty where there is none. */
    public List<String> primaryKey() {
        return table.primaryKey();
    }

    /** The comment of the table; empty where there is none. */
    public String comment() {
        return table.comment();
    }

    /** Gives the resource, and the table that it fills, another name. */
    public DatabaseTable named(String name) {
        return with(new Choice(name, choice.columns, choice.cursor, choice.slices, choice.sliceColumn, choice.byRows));
    }

    /**
     * Reads only these columns, in this order.
     *
     * @throws PipetteException BAD_USAGE for a column that the table does not have
     */
    public DatabaseTable columns(String column, String... moreColumns) {
        List<ColumnInfo> columns = new ArrayList<>(List.of(column(column)));
        for (String more : moreColumns) {
            columns.add(column(more));
        }
        return withColumns(columns);
    }

    /** Reads all columns but these. */
    public DatabaseTable without(String column, String... moreColumns) {
        List<ColumnInfo> columns = new ArrayList<>(choice.columns);
        columns.remove(column(column));
        for (String more : moreColumns) {
            columns.remove(column(more));
        }
        return withColumns(columns);
    }

    private ColumnInfo column(String name) {
        List<ColumnInfo> found = table.columns().stream()
                .filter(column -> column.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            found = table.columns().stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .toList();
        }
        if (found.size() != 1) {
            List<String> names = table.columns().stream().map(ColumnInfo::name).toList();
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "table " + table.name() + " of " + connections.describe() + " has no column '" + name + "'."
                            + NearestName.of(name, names)
                                    .map(near -> " Did you mean '" + near + "'?")
                                    .orElse(" Its columns: " + String.join(", ", names) + "."));
        }
        return found.getFirst();
    }

    /**
     * Loads only rows that are new by this column: the database leaves out the others. The values are compared in the type of the
     * column; {@link Resource#lag(java.time.Duration)} and the other rules of a cursor hold as for any resource.
     */
    public DatabaseTable incremental(String column) {
        ColumnInfo found = column(column);
        Optional<CursorKind> kind =
                connections.dialect().cursorKind(found, connections.dialect().reading(found, where()));
        return incremental(kind.<Cursor<?>>map(known -> Cursor.of(found.name(), known))
                .orElseGet(() -> Cursor.untyped(found.name())));
    }

    /**
     * Loads only rows that are new by this cursor, or those of its backfill: the database leaves out the others, and yields the rows
     * in the cursor's order where it declares one. Steps of the resource must not change the column's values.
     *
     * <pre>{@code
     * shop.table("orders").incremental(cursor("updated_at", Instant.class).rowOrder(RowOrder.ASCENDING)).resource();
     * }</pre>
     */
    public DatabaseTable incremental(Cursor<?> cursor) {
        if (!column(cursor.path()).name().equals(cursor.path())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cursor '" + cursor.path() + "': the column is written '"
                            + column(cursor.path()).name() + "' in table " + table.name() + ". Write it so.");
        }
        return with(new Choice(
                        choice.name,
                        choice.columns,
                        Optional.of(cursor),
                        choice.slices,
                        choice.sliceColumn,
                        choice.byRows))
                .checked();
    }

    /**
     * Reads several ranges of the primary key, a column of integers, at once. The rows come in the order of the ranges. PostgreSQL
     * reads all of them in one snapshot; of other databases each range is a snapshot of its own, which each run notes. Where other
     * processes read them ({@link dev.pipette.Pipeline#executor}), each has a snapshot of its own.
     *
     * @param atOnce how many, 1 to 64
     * @throws PipetteException BAD_USAGE where the primary key is not one column of integers
     */
    public DatabaseTable slices(int atOnce) {
        if (table.primaryKey().size() != 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "table " + table.name() + " has "
                            + (table.primaryKey().isEmpty() ? "no primary key" : "a primary key of several columns")
                            + ", so that Pipette cannot cut it into slices. Name a column of integers:"
                            + " slices(" + atOnce + ", \"id\").");
        }
        return slices(atOnce, table.primaryKey().getFirst());
    }

    /**
     * Reads several ranges of a column of integers at once. See {@link #slices(int)}.
     *
     * @param column whose values are spread over its range
     */
    public DatabaseTable slices(int atOnce, String column) {
        if (atOnce < 1 || atOnce > KeyRanges.MOST_AT_ONCE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "slices(" + atOnce + "): the number of slices that are read at once is 1 to "
                            + KeyRanges.MOST_AT_ONCE + ".");
        }
        ColumnInfo found = column(column);
        ColumnReading reading = connections.dialect().reading(found, where());
        if (!connections.dialect().isInteger(found, reading)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "table " + table.name() + ": column '" + column + "' has the type " + found.type()
                            + ", and slices are ranges of integers. Name a column of integers.");
        }
        return with(new Choice(choice.name, choice.columns, choice.cursor, atOnce, found.name(), choice.byRows))
                .checked();
    }

    private DatabaseTable checked() {
        if (choice.slices > 1 && choice.cursor.flatMap(Cursor::rowOrder).isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "table " + table.name() + ": slices(..) yields the rows in the order of "
                            + choice.sliceColumn + ", and the cursor declares an order of its own. Leave out one of"
                            + " the two.");
        }
        return this;
    }

    /** Reads the rows of PostgreSQL one by one, and not by COPY. */
    public DatabaseTable byRows() {
        return with(new Choice(choice.name, choice.columns, choice.cursor, choice.slices, choice.sliceColumn, true));
    }

    private String where() {
        return "table " + table.name() + " of " + connections.describe();
    }

    /**
     * The rows as a resource, which appends unless it is told otherwise: with the types, NOT NULL and comments of the columns, the
     * comment of the table, and its primary key. Of PostgreSQL, a whole table is read by COPY in its binary form.
     *
     * @throws PipetteException SOURCE_UNREADABLE for a column of a type that cannot be read exactly
     */
    public Resource resource() {
        Map<ColumnInfo, ColumnReading> readings = new LinkedHashMap<>();
        choice.columns.forEach(
                column -> readings.put(column, connections.dialect().reading(column, where())));
        Selection selection = new Selection(
                connections,
                "table " + table.name(),
                readings,
                connections.dialect().quoted(table.name()),
                List.of());
        Resource resource = hinted(rows(selection), readings);
        resource = choice.cursor.isPresent() ? resource.incremental(choice.cursor.get()) : resource;
        if (choice.slices > 1 && !connections.dialect().sharesSnapshots()) {
            resource = resource.noting(
                    "table " + table.name() + ": its slices are read in snapshots of their own, because "
                            + connections.describe() + " cannot share one");
        }
        List<String> names = choice.columns.stream().map(ColumnInfo::name).toList();
        return table.primaryKey().isEmpty() || !names.containsAll(table.primaryKey())
                ? resource
                : resource.primaryKey(
                        table.primaryKey().getFirst(),
                        table.primaryKey().subList(1, table.primaryKey().size()).toArray(String[]::new));
    }

    private Resource rows(Selection selection) {
        if (choice.slices > 1) {
            return Pipette.resource(choice.name).stream(new KeyRanges(
                    selection,
                    choice.cursor,
                    choice.slices,
                    table,
                    java.util.Objects.requireNonNull(choice.sliceColumn)));
        }
        boolean whole = !choice.byRows && choice.cursor.isEmpty() && connections.dialect() instanceof PostgresDialect;
        if (whole) {
            Optional<String> objection = BinaryCopy.objection(selection);
            if (objection.isEmpty()) {
                return Pipette.resource(choice.name).bytes(fileName(), "parquet", () -> BinaryCopy.open(selection));
            }
            return Pipette.resource(choice.name).stream(new TableRows(selection, choice.cursor))
                    .noting("table " + table.name() + " is read row by row, and not by COPY: " + objection.get());
        }
        return Pipette.resource(choice.name).stream(new TableRows(selection, choice.cursor));
    }

    /** The table's name in letters that the name of a file may have. */
    private String fileName() {
        return "table " + table.name().toString().replaceAll("[\\p{Cntrl}/\\\\]", "_");
    }

    private Resource hinted(Resource resource, Map<ColumnInfo, ColumnReading> readings) {
        Resource hinted = resource;
        for (Map.Entry<ColumnInfo, ColumnReading> entry : readings.entrySet()) {
            ColumnInfo column = entry.getKey();
            ColumnHint hint = entry.getValue().hint().orElseGet(ColumnHint::inferred);
            if (column.nullable().isPresent()) {
                hint = column.nullable().get() ? hint.nullable() : hint.notNull();
            }
            if (!column.comment().isBlank()) {
                hint = hint.describedAs(column.comment());
            }
            hinted = hinted.column(column.name(), hint);
        }
        return table.comment().isBlank()
                ? hinted
                : hinted.tableHints(TableHints.none().describedAs(table.comment()));
    }

    @Override
    public String toString() {
        return where();
    }
}
