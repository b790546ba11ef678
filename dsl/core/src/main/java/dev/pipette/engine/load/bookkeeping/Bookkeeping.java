package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.bookkeeping.Tables.DLT_PIPELINE_STATE;
import static dev.pipette.bookkeeping.Tables.DLT_VERSION;
import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;
import static dev.pipette.bookkeeping.Tables.PIPETTE_DATASET;
import static dev.pipette.bookkeeping.Tables.PIPETTE_FILES;
import static dev.pipette.bookkeeping.Tables.PIPETTE_LAST_CHANGES;
import static dev.pipette.bookkeeping.Tables.PIPETTE_RUN_KEYS;

import dev.pipette.bookkeeping.tables.records.DltLoadsRecord;
import dev.pipette.bookkeeping.tables.records.DltPipelineStateRecord;
import dev.pipette.bookkeeping.tables.records.DltVersionRecord;
import dev.pipette.bookkeeping.tables.records.PipetteLastChangesRecord;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LockName;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The bookkeeping tables of one dataset, read and written inside a session's transaction: loads, schemas and states, as dlt has
 * them. {@link #of} has what Pipette remembers beside them.
 */
public final class Bookkeeping {
    static final List<Table<?>> TABLES = List.of(
            DLT_LOADS,
            DLT_VERSION,
            DLT_PIPELINE_STATE,
            PIPETTE_BOUNDARY,
            PIPETTE_RUN_KEYS,
            PIPETTE_FILES,
            PIPETTE_DATASET,
            PIPETTE_LAST_CHANGES);

    private final DestinationSession session;
    private final DSLContext dsl;
    private final String dataset;
    private final Set<String> existing;
    private final boolean lacksPositions;

    /**
     * The tables of a dataset, for one who only reads them.
     *
     * @param existing the names of the tables that the dataset has
     */
    public Bookkeeping(DestinationSession session, String dataset, Set<String> existing) {
        this(session, dataset, existing, false);
    }

    /**
     * The tables of a dataset, for one who writes them as well.
     *
     * @param existing the tables that the dataset has, by name
     */
    public Bookkeeping(DestinationSession session, String dataset, Map<String, List<TableColumn>> existing) {
        this(session, dataset, existing.keySet(), lackPositions(existing));
    }

    private Bookkeeping(DestinationSession session, String dataset, Set<String> existing, boolean lacksPositions) {
        this.session = session;
        this.dsl = DatasetMapping.of(session, dataset);
        this.dataset = dataset;
        this.existing = existing;
        this.lacksPositions = lacksPositions;
    }

    boolean has(Table<?> table) {
        return existing.contains(table.getName());
    }

    /** Whether no table is missing. */
    public boolean complete() {
        return TABLES.stream().allMatch(this::has) && !lacksPositions;
    }

    /** Whether an older version made the table of boundary keys, without their positions. */
    private static boolean lackPositions(Map<String, List<TableColumn>> existing) {
        List<TableColumn> columns = existing.get(PIPETTE_BOUNDARY.getName());
        return columns != null
                && columns.stream().noneMatch(column -> column.name().equals(PIPETTE_BOUNDARY.POSITION.getName()));
    }

    /** Makes the tables that are missing. */
    public void create() {
        TABLES.forEach(this::make);
        if (lacksPositions) {
            dsl.alterTable(PIPETTE_BOUNDARY)
                    .addColumnIfNotExists(uncommented(PIPETTE_BOUNDARY.POSITION))
                    .execute();
        }
    }

    /** Makes a table that not every dataset has, where it is missing. */
    void makeOnFirstUse(Table<?> table) {
        if (!has(table)) {
            // two loads may be the first; taken last by everybody, as for the others
            session.lock(new TreeSet<>(List.of(LockName.dataset(dataset))));
            make(table);
        }
    }

    /** Makes a table where it is missing. */
    private void make(Table<?> table) {
        if (!has(table)) {
            dsl.createTableIfNotExists(table).columns(uncommented(table)).execute();
        }
    }

    /** The columns without the comments that the generated classes carry, which DuckDB does not read here. */
    private static List<Field<?>> uncommented(Table<?> table) {
        return table.fieldStream().<Field<?>>map(Bookkeeping::uncommented).toList();
    }

    private static <T> Field<T> uncommented(Field<T> field) {
        return DSL.field(DSL.name(field.getName()), field.getDataType());
    }

    /** The newest committed state of a pipeline. */
    public Optional<StateDocument> newestState(String pipeline) {
        return stateOf(pipeline).newest();
    }

    /** What there is of a pipeline's state. */
    StateRows.Found stateOf(String pipeline) {
        return stateRows().read(pipeline);
    }

    private StateRows stateRows() {
        return new StateRows(session, dataset, existing);
    }

    /** The highest load id of the dataset, as text; also of loads whose rows in {@code _dlt_loads} were deleted. */
    public Optional<String> newestLoadId() {
        List<Select<Record1<String>>> each = Stream.of(
                        newest(DLT_LOADS, DLT_LOADS.LOAD_ID),
                        newest(DLT_PIPELINE_STATE, DLT_PIPELINE_STATE.DLT_LOAD_ID),
                        newest(PIPETTE_RUN_KEYS, PIPETTE_RUN_KEYS.LOAD_ID))
                .flatMap(Optional::stream)
                .toList();
        return each.stream()
                .reduce((some, more) -> some.unionAll(more))
                .flatMap(all ->
                        dsl.fetchValues(all).stream().filter(Objects::nonNull).max(Comparator.naturalOrder()));
    }

    private Optional<Select<Record1<String>>> newest(Table<?> table, Field<String> loadId) {
        return has(table) ? Optional.of(DSL.select(DSL.max(loadId)).from(table)) : Optional.empty();
    }

    /** The name of the schema that a load was committed with; empty where there is no such load. */
    public Optional<String> schemaOfLoad(String loadId) {
        Optional<String> schema = has(DLT_LOADS)
                ? dsl.select(DSL.coalesce(DLT_LOADS.SCHEMA_NAME, DSL.inline("")))
                        .from(DLT_LOADS)
                        .where(DLT_LOADS.LOAD_ID.eq(loadId))
                        .limit(1)
                        .fetchOptional()
                        .map(row -> row.value1())
                : Optional.empty();
        return schema.or(() -> stateRows().schemaOf(loadId));
    }

    /** The newest stored version of a schema. */
    public Optional<Schema> newestSchema(String schemaName) {
        if (!has(DLT_VERSION)) {
            return Optional.empty();
        }
        return dsl.select(DLT_VERSION.SCHEMA)
                .from(DLT_VERSION)
                .where(DLT_VERSION.SCHEMA_NAME.eq(schemaName))
                .orderBy(DLT_VERSION.INSERTED_AT.desc(), DLT_VERSION.VERSION.desc())
                .limit(1)
                .fetchOptional()
                .map(row -> Schema.fromJson(row.value1()));
    }

    /** The newest version of a schema that has a table. */
    public Optional<Schema> newestSchemaWith(String schemaName, String table) {
        if (!has(DLT_VERSION)) {
            return Optional.empty();
        }
        return dsl
                .select(DLT_VERSION.VERSION_HASH)
                .from(DLT_VERSION)
                .where(DLT_VERSION.SCHEMA_NAME.eq(schemaName))
                .and(DLT_VERSION.SCHEMA.contains('"' + table + '"'))
                .orderBy(DLT_VERSION.INSERTED_AT.desc(), DLT_VERSION.VERSION.desc())
                .fetch(row -> row.value1())
                .stream()
                .map(this::schemaWithHash)
                .filter(schema -> schema.table(table).isPresent())
                .findFirst();
    }

    private Schema schemaWithHash(String hash) {
        return Schema.fromJson(dsl.select(DLT_VERSION.SCHEMA)
                .from(DLT_VERSION)
                .where(DLT_VERSION.VERSION_HASH.eq(hash))
                .limit(1)
                .fetchSingle()
                .value1());
    }

    /** The newest versions of the other schemas of the dataset that ever had one of these words in them. */
    public List<Schema> otherSchemas(String schemaName, List<String> words) {
        if (!has(DLT_VERSION)) {
            return List.of();
        }
        return dsl
                .selectDistinct(DLT_VERSION.SCHEMA_NAME)
                .from(DLT_VERSION)
                .where(DLT_VERSION.SCHEMA_NAME.ne(schemaName))
                .and(DSL.or(words.stream()
                        .map(word -> DLT_VERSION.SCHEMA.contains(word))
                        .toList()))
                .orderBy(DLT_VERSION.SCHEMA_NAME)
                .fetch(row -> row.value1())
                .stream()
                .flatMap(name -> newestSchema(name).stream())
                .toList();
    }

    /** When the newest version of a schema was stored: dlt too takes the latest for the newest, whatever its number. */
    public Optional<OffsetDateTime> newestSchemaTime(String schemaName) {
        return has(DLT_VERSION)
                ? dsl.select(DSL.max(DLT_VERSION.INSERTED_AT))
                        .from(DLT_VERSION)
                        .where(DLT_VERSION.SCHEMA_NAME.eq(schemaName))
                        .fetchOptional()
                        .map(row -> row.value1())
                : Optional.empty();
    }

    public void addSchema(Schema schema, OffsetDateTime now) {
        DltVersionRecord row = dsl.newRecord(DLT_VERSION);
        row.setVersion(schema.version());
        row.setEngineVersion((long) schema.engineVersion());
        row.setInsertedAt(now);
        row.setSchemaName(schema.name());
        row.setVersionHash(schema.versionHash());
        row.setSchema(schema.toJson());
        row.insert();
    }

    public void addState(StateDocument state, String loadId, String rowId, OffsetDateTime now) {
        DltPipelineStateRecord row = dsl.newRecord(DLT_PIPELINE_STATE);
        row.setVersion(state.version());
        row.setEngineVersion((long) StateDocument.ENGINE_VERSION);
        row.setPipelineName(state.pipelineName());
        row.setState(state.encode());
        row.setCreatedAt(now);
        row.setVersionHash(state.versionHash());
        row.setDltLoadId(loadId);
        row.setDltId(rowId);
        row.insert();
    }

    public void addLoad(String loadId, Schema schema, OffsetDateTime now) {
        DltLoadsRecord row = dsl.newRecord(DLT_LOADS);
        row.setLoadId(loadId);
        row.setSchemaName(schema.name());
        row.setStatus(0L);
        row.setInsertedAt(now);
        row.setSchemaVersionHash(schema.versionHash());
        row.insert();
    }

    /** Remembers that a load changed a table in a way that no row shows. */
    public void addChange(UntracedChange change, String loadId) {
        if (dsl.fetchExists(PIPETTE_LAST_CHANGES, is(change).and(PIPETTE_LAST_CHANGES.LOAD_ID.ge(loadId)))) {
            return;
        }
        dsl.deleteFrom(PIPETTE_LAST_CHANGES).where(is(change)).execute();
        PipetteLastChangesRecord row = dsl.newRecord(PIPETTE_LAST_CHANGES);
        row.setTableName(change.table());
        row.setKind(change.kind());
        row.setLoadId(loadId);
        row.insert();
    }

    private static Condition is(UntracedChange change) {
        return PIPETTE_LAST_CHANGES.TABLE_NAME.eq(change.table()).and(PIPETTE_LAST_CHANGES.KIND.eq(change.kind()));
    }

    /** Whether a later load changed a table in this way. */
    public boolean isChangedAfter(UntracedChange change, String loadId) {
        return has(PIPETTE_LAST_CHANGES)
                && dsl.fetchExists(PIPETTE_LAST_CHANGES, is(change).and(PIPETTE_LAST_CHANGES.LOAD_ID.gt(loadId)));
    }

    /** The loads of the dataset, newest first. */
    List<CommittedState.Load> loads() {
        if (!has(DLT_LOADS)) {
            return List.of();
        }
        return dsl.select(DLT_LOADS.LOAD_ID, DLT_LOADS.INSERTED_AT, DLT_LOADS.STATUS, DLT_LOADS.SCHEMA_NAME)
                .from(DLT_LOADS)
                .orderBy(DLT_LOADS.LOAD_ID.desc())
                .fetch(row -> new CommittedState.Load(
                        row.get(DLT_LOADS.LOAD_ID),
                        row.get(DLT_LOADS.INSERTED_AT).toInstant(),
                        row.get(DLT_LOADS.STATUS),
                        Optional.ofNullable(row.get(DLT_LOADS.SCHEMA_NAME)).orElse("")));
    }

    /** A context for statements with the generated tables. */
    public DSLContext dsl() {
        return dsl;
    }

    /** What of the input of a resource is loaded. */
    public LoadedInput of(String pipeline, String resource) {
        return new LoadedInput(this, pipeline, resource);
    }

    /** A table for statements of any context of the session. */
    public Table<Record> qualified(Table<?> table) {
        return DSL.table(session.qualified(dataset, table.getName()));
    }

    long count(Table<?> table, Condition condition) {
        return has(table) ? dsl.fetchCount(table, condition) : 0;
    }

    void delete(Table<?> table, Condition condition) {
        if (has(table)) {
            dsl.deleteFrom(table).where(condition).execute();
        }
    }
}
