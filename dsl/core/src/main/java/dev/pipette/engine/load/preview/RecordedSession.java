package dev.pipette.engine.load.preview;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LockName;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.Refusal;
import dev.pipette.text.Units;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UpdateSetMoreStep;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockExecuteContext;
import org.jooq.tools.jdbc.MockResult;
import org.jspecify.annotations.Nullable;

/**
 * A session in which a load can run that changes nothing. What the load reads is read from the destination, as the load
 * would have left it by then; what it would write is written down, and the rows that this would take away are counted.
 */
public final class RecordedSession implements DestinationSession {
    private final DestinationSession session;
    private final String dataset;
    private final ForeseenTables tables;
    private final Recording recording;
    private final Map<String, ComparedColumns> compared;
    private final boolean severalFillOneTable;
    private final DSLContext dsl;

    /**
     * A session over one that only reads.
     *
     * @param existing the columns of the dataset's tables
     * @param compared the columns of tables by which arriving rows are compared with those that are there
     * @param severalFillOneTable whether rows have to be seen that a part of the load before would have put there
     */
    public RecordedSession(
            DestinationSession session,
            String dataset,
            Map<String, List<TableColumn>> existing,
            Map<String, ComparedColumns> compared,
            boolean severalFillOneTable) {
        this.session = session;
        this.dataset = dataset;
        this.tables = new ForeseenTables(session, dataset, existing);
        this.recording = new Recording(session, tables);
        this.compared = Map.copyOf(compared);
        this.severalFillOneTable = severalFillOneTable;
        DSLContext real = session.dsl();
        this.dsl = DSL.using(
                new MockConnection(this::executed),
                real.dialect(),
                SettingsTools.clone(real.settings())
                        .withStatementType(StatementType.STATIC_STATEMENT)
                        .withRenderFormatted(true));
    }

    /** What would have been written so far. */
    public Recording recording() {
        return recording;
    }

    /** The destination's name of a column's type. */
    public String sqlType(Column column) {
        return tables.sqlType(column);
    }

    /** The load was planned, or a further part of it: its changes of tables hold for all that follows. */
    public void planned(LoadPlan plan) {
        plan.changes().forEach(tables::changed);
    }

    /** A bookkeeping table is missing, which the load would make. */
    public void missing(Table<?> own) {
        tables.empty(own);
    }

    @Override
    public DSLContext dsl() {
        return dsl;
    }

    private MockResult[] executed(MockExecuteContext statement) {
        String sql = statement.sql();
        if (Recording.reads(sql)) {
            Result<?> found = recording.ask(sql);
            return new MockResult[] {new MockResult(found.size(), found)};
        }
        return new MockResult[] {new MockResult((int) Math.min(Integer.MAX_VALUE, recording.wrote(sql)))};
    }

    @Override
    public Table<Record> relation(String wanted, PackagedRows rows, boolean readOften) {
        boolean isOwn = ReservedNames.prefixOf(wanted).isPresent();
        ArrivingRows arriving =
                new ArrivingRows(session, rows, this::isCompared, column -> isOwn || isRequired(wanted, column));
        return table(tables.relation(wanted, arriving.select()));
    }

    /** Whether a table refuses rows without a value for a column. */
    private boolean isRequired(String tableName, String column) {
        return !severalFillOneTable
                && !column.startsWith(SystemColumns.PREFIX)
                && tables.columns().getOrDefault(tableName, List.of()).stream()
                        .anyMatch(there -> there.is(column) && !there.nullable());
    }

    /** Refuses rows that have no value where the table must have one. */
    private void checkRequired(String tableName, List<Field<Object>> columns, String rows) {
        for (Field<Object> column : columns) {
            if (isRequired(tableName, column.getName())) {
                long without = recording.count("SELECT count(*) FROM (" + rows + ") AS arriving WHERE "
                        + session.dsl().render(name("arriving", column.getName())) + " IS NULL");
                if (without > 0) {
                    throw new PipetteException(
                            ErrorCode.ROW_REFUSED,
                            "table " + dataset + "." + tableName + ", column '" + column.getName() + "': "
                                    + Units.rows(without) + " of the sample "
                                    + (without == 1 ? "has" : "have")
                                    + " no value for it, and the column is NOT NULL at the destination. Give it a value"
                                    + " with .map(..), leave the row out with .filter(..), leave notNull() out, or run ALTER TABLE .. ALTER"
                                    + " COLUMN .. DROP NOT NULL.");
                }
            }
        }
    }

    private boolean isCompared(String column) {
        return column.startsWith(ReservedNames.HIDDEN)
                || compared.values().stream().anyMatch(columns -> columns.has(column))
                || (severalFillOneTable && column.startsWith(SystemColumns.PREFIX));
    }

    @Override
    public Table<Record> temporary(String wanted, Select<?> rows) {
        String sql = dsl.renderInlined(rows);
        Name made = tables.relation(wanted, tables.replaced(sql));
        recording.makes("create temporary table " + dsl.render(made) + " as\n" + sql);
        return table(made);
    }

    @Override
    public long append(Name target, PackagedRows rows) {
        List<Field<Object>> columns = rows.columns().stream()
                .map(column -> DSL.field(name(column.name()), Object.class))
                .toList();
        return insert(target, columns, select(columns).from(relation(target.last(), rows, false)));
    }

    @Override
    public long insert(Name target, List<Field<Object>> columns, Select<?> rows) {
        String tableName = Objects.requireNonNull(target.last());
        recording.inserts(
                dsl.renderInlined(DSL.insertInto(table(target)).columns(columns).select(rows)));
        String sql = dsl.renderInlined(rows);
        checkRequired(tableName, columns, sql);
        long count = recording.count("SELECT count(*) FROM (" + sql + ") AS arriving");
        if (severalFillOneTable) {
            tables.gains(tableName, columns.stream().map(Field::getName).toList(), sql);
        }
        return count;
    }

    @Override
    public long update(
            Table<Record> target,
            Map<Field<Object>, Field<Object>> values,
            @Nullable Table<Record> from,
            Condition where) {
        UpdateSetMoreStep<Record> update = DSL.update(target).set(values);
        recording.inserts(dsl.renderInlined(
                from == null ? update.where(where) : update.from(from).where(where)));
        return recording.count(dsl.renderInlined(
                from == null
                        ? DSL.selectCount().from(target).where(where)
                        : DSL.selectCount().from(target, from).where(where)));
    }

    @Override
    public Map<String, List<TableColumn>> tables(String dataset) {
        return tables.columns();
    }

    @Override
    public Name qualified(String dataset, String tableName) {
        return session.qualified(dataset, tableName);
    }

    @Override
    public DataType<?> dataType(Column column) {
        return session.dataType(column);
    }

    @Override
    public boolean hasDataset(String dataset) {
        return session.hasDataset(dataset);
    }

    /** The statement that destinations use for it. */
    @Override
    public void createDataset(String dataset) {
        dsl.createSchemaIfNotExists(session.qualified(dataset, "any").qualifier())
                .execute();
    }

    @Override
    public List<String> datasets() {
        return session.datasets();
    }

    @Override
    public Optional<String> inTheWay(String dataset, String tableName) {
        return session.inTheWay(dataset, tableName);
    }

    @Override
    public Optional<TableDetails> details(String dataset, String tableName) {
        return session.details(dataset, tableName);
    }

    @Override
    public boolean hasForeignKeys() {
        return session.hasForeignKeys();
    }

    @Override
    public boolean isIndex(String dataset, String indexName) {
        return session.isIndex(dataset, indexName);
    }

    @Override
    public Set<String> ownColumns() {
        return session.ownColumns();
    }

    @Override
    public Optional<Refusal> refusal(Name target, Exception thrown) {
        return Optional.empty();
    }

    @Override
    public PipetteException failure(String doing, Exception thrown) {
        return session.failure(doing, thrown);
    }

    /** A load that changes nothing holds no other up. */
    @Override
    public void lock(SortedSet<LockName> names) {}

    @Override
    public void searchIn(List<String> datasets) {
        throw new IllegalStateException("a load does not search");
    }

    @Override
    public void begin() {
        throw new IllegalStateException("the transaction of the session that reads is the one");
    }

    @Override
    public void beginReading() {
        begin();
    }

    @Override
    public void commit() {
        begin();
    }

    @Override
    public void rollback() {
        begin();
    }

    /** Whoever opened the session that reads closes it. */
    @Override
    public void close() {}
}
