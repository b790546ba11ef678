package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import dev.pipette.dlt.Digest128;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.RowKeyColumns;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.SystemColumns;
import dev.pipette.spi.PackagedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Comparator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** Asks a package for the rows of a table: with the columns of the table, and with what they are compared by. */
final class RowOutputs {
    static final Field<Long> ORDINAL = field(name("_pipette_ordinal"), Long.class);
    static final Field<Long> ROOT = field(name("_pipette_root"), Long.class);
    static final Field<Long> NUMBER = field(name("_pipette_number"), Long.class);
    static final Field<UUID> KEY = field(name("_pipette_key"), UUID.class);
    /** The digest that an earlier version may have kept for the row; only where it is another one. */
    static final Field<UUID> OLDER_KEY = field(name("_pipette_older_key"), UUID.class);

    static final Field<UUID> DISTINCT = field(name("_pipette_distinct"), UUID.class);
    /** Whether an earlier load may have loaded the row. */
    static final Field<Boolean> AT_START = field(name("_pipette_at_start"), Boolean.class);

    /** Whether the next load has to know the row. */
    static final Field<Boolean> AT_END = field(name("_pipette_at_end"), Boolean.class);

    static final Field<Double> POSITION = field(name("_pipette_position"), Double.class);

    private final Manifest manifest;
    private final PackageReader reader;
    private final Map<String, TableWrite> writes;
    private final Set<String> numbered = new HashSet<>();
    private final Map<String, String> rejected = new HashMap<>();

    /** @param writes how the resources change their tables, by the names of the root tables */
    RowOutputs(Manifest manifest, PackageReader reader, Map<String, TableWrite> writes) {
        this.manifest = manifest;
        this.reader = reader;
        this.writes = writes;
    }

    /** Lets the rows of a resource have their numbers, by which some of them are left out. */
    void number(ResourceLoad resource) {
        numbered.add(resource.table());
    }

    /**
     * Lets rows of a resource travel without their values: the destination may not take what is rejected.
     *
     * @param numbers a SELECT of the numbers of the root rows
     */
    void hide(ResourceLoad resource, String numbers) {
        number(resource);
        rejected.put(resource.table(), numbers);
    }

    /** Whether rows are compared with others, or known by their numbers. */
    boolean compares(ResourceLoad resource) {
        return numbered.contains(resource.table())
                || deduplicated(resource)
                || !comparedBy(resource).isEmpty();
    }

    private List<? extends Field<?>> comparedBy(ResourceLoad resource) {
        return Objects.requireNonNull(writes.get(resource.table())).comparedBy();
    }

    private static boolean deduplicated(ResourceLoad resource) {
        CursorLoad cursor = resource.cursor();
        return cursor != null && cursor.deduplicated();
    }

    /** The rows of a table, in the columns that it has and those by which they are compared. */
    PackagedRows rows(PreparedTable table) {
        PackageTable packed = table.plan().table();
        ResourceLoad resource = table.resource();
        PackageQuery query = table.query();
        List<Column> columns = new ArrayList<>(table.columns());
        CursorLoad cursor = packed.isNested() ? null : resource.cursor();
        systemOutputs(packed, table.columns(), query);
        if (compares(resource)) {
            String number = packed.isNested() ? query.rootOrdinal() : query.ordinal();
            String name = (packed.isNested() ? ROOT : ORDINAL).getName();
            query.output(number, name);
            columns.add(Column.of(name, DataType.BIGINT));
        }
        if (cursor != null) {
            cursorOutputs(resource, packed, cursor, query, columns);
        }
        List<String> distinctBy = resource.distinctBy();
        if (!packed.isNested() && distinctBy != null && comparedBy(resource).contains(DISTINCT)) {
            query.output(
                    distinctBy.isEmpty()
                            ? wholeRow(packed, query, RowKeyColumns.EQUAL_KEY, RowKeyColumns.ROW_KEY)
                            : query.keys().of(distinctBy),
                    DISTINCT.getName());
            columns.add(Column.of(DISTINCT.getName(), DataType.TEXT));
        }
        return packaged(table, columns);
    }

    private PackagedRows packaged(PreparedTable table, List<Column> columns) {
        String hidden = rejected.get(table.resource().table());
        PackageQuery query = table.query();
        PackagedRows rows = hidden == null
                ? reader.rows(query, columns)
                : reader.rows(query, columns, number(table), hidden, values(table));
        return new CastRows(rows, table.plan().casts());
    }

    private static String number(PreparedTable table) {
        return (table.plan().table().isNested() ? ROOT : ORDINAL).getName();
    }

    private static Set<String> values(PreparedTable table) {
        return table.columns().stream()
                .map(Column::name)
                .filter(column -> !SystemColumns.isOfRow(column))
                .collect(Collectors.toSet());
    }

    /**
     * The rows of a table once more, with their numbers in the package's table, from 0, and what they are left out by.
     * Called after {@link #rows}.
     */
    PackagedRows numbered(PreparedTable table) {
        table.query().output(table.query().ordinal(), NUMBER.getName());
        List<Column> columns = new ArrayList<>(table.columns());
        if (compares(table.resource())) {
            columns.add(Column.of((table.plan().table().isNested() ? ROOT : ORDINAL).getName(), DataType.BIGINT));
        }
        columns.add(Column.of(NUMBER.getName(), DataType.BIGINT));
        return packaged(table, columns);
    }

    private static void cursorOutputs(
            ResourceLoad resource, PackageTable packed, CursorLoad cursor, PackageQuery query, List<Column> columns) {
        CursorKind kind = cursor.kind();
        if (kind == null) {
            return;
        }
        query.within(cursor, kind);
        if (cursor.deduplicated()) {
            query.output(Expressions.text(isAtStart(query, cursor, kind)), AT_START.getName())
                    .output(Expressions.text(isKept(query, cursor, kind)), AT_END.getName())
                    .output(query.position(cursor, kind), POSITION.getName());
            columns.add(Column.of(AT_START.getName(), DataType.BOOL));
            columns.add(Column.of(AT_END.getName(), DataType.BOOL));
            columns.add(Column.of(POSITION.getName(), DataType.DOUBLE));
            List<String> key = cursor.rules().key();
            query.output(
                    key.isEmpty()
                            ? wholeRow(packed, query, RowKeyColumns.ROW_KEY)
                            : query.keys().atBoundary(cursor, kind, key, resource.choosesTables()),
                    KEY.getName());
            columns.add(Column.of(KEY.getName(), DataType.TEXT));
            query.keys().atBoundaryInValues(cursor, kind, key).ifPresent(older -> {
                query.output(older, OLDER_KEY.getName());
                columns.add(Column.of(OLDER_KEY.getName(), DataType.TEXT));
            });
        }
    }

    private static Condition isAtStart(PackageQuery query, CursorLoad cursor, CursorKind kind) {
        Comparator compared = cursor.rules().lag().isEmpty()
                ? Comparator.EQUALS
                : up(cursor) ? Comparator.LESS_OR_EQUAL : Comparator.GREATER_OR_EQUAL;
        return is(query, compared, cursor.start(), cursor, kind);
    }

    private static QueryPart isKept(PackageQuery query, CursorLoad cursor, CursorKind kind) {
        if (!cursor.keepsKeysOfLag()) {
            return is(query, Comparator.EQUALS, cursor.end(), cursor, kind);
        }
        Comparator within = up(cursor) ? Comparator.GREATER_OR_EQUAL : Comparator.LESS_OR_EQUAL;
        return coalesce(field(compared(query, within, cursor.keepsKeysFrom(), cursor, kind)), inline(false));
    }

    private static boolean up(CursorLoad cursor) {
        return cursor.rules().lastValue() != LastValue.LOWEST;
    }

    /** Compares the cursor's value with one of the state; false where there is none. */
    private static Condition is(
            PackageQuery query, Comparator compared, @Nullable Object bound, CursorLoad cursor, CursorKind kind) {
        return bound == null
                ? falseCondition()
                : compared(
                        query, compared, kind.fromState(bound, cursor.rules().zone(), "", cursor.path()), cursor, kind);
    }

    private static Condition compared(
            PackageQuery query, Comparator compared, Comparable<?> bound, CursorLoad cursor, CursorKind kind) {
        return Expressions.of(query.cursorValue(cursor, kind))
                .compare(compared, Expressions.of(query.cursorLiteral(bound, cursor, kind)));
    }

    /**
     * A digest of all values of a row, among them that of its cursor.
     *
     * @param keys hidden columns of rows that Java read, of which the first that a row has is its digest
     */
    private static String wholeRow(PackageTable packed, PackageQuery query, String... keys) {
        List<String> columns = packed.columns();
        List<String> digests = Stream.of(keys).filter(columns::contains).toList();
        return digests.isEmpty() ? query.keys().ofAll() : query.uuid(digests);
    }

    private void systemOutputs(PackageTable packed, List<Column> columns, PackageQuery query) {
        for (Column column : columns) {
            String name = column.name();
            switch (name) {
                case SystemColumns.LOAD_ID -> query.constant(manifest.loadId(), name);
                case SystemColumns.ROW_ID -> {
                    if (query.ownRowIds()) {
                        query.output(rowId(packed, packed.name(), query.ordinal()), name);
                    } else {
                        query.randomRowId(name);
                    }
                }
                case SystemColumns.PARENT_ID ->
                    query.output(rowId(packed, Objects.requireNonNull(packed.parent()), query.parentOrdinal()), name);
                case SystemColumns.ROOT_ID -> query.output(rowId(packed, packed.root(), query.rootOrdinal()), name);
                case SystemColumns.LIST_INDEX -> query.output(query.listIndex(), name);
                default -> {
                    // a column of the data, which has its output
                }
            }
        }
    }

    /** Resources that fill one table count their rows each from 0. */
    private String rowId(PackageTable packed, String tableName, String ordinal) {
        String counted =
                tableName + packed.sharedBy().map(resource -> " " + resource).orElse("");
        String prefix = Digest128.of(manifest.pipeline() + " " + manifest.loadId() + " " + counted, 8);
        return Expressions.text(inline(prefix + "_").concat(Expressions.of(ordinal)));
    }
}
