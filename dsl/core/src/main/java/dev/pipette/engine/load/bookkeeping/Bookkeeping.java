package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.bookkeeping.Tables.DLT_PIPELINE_STATE;
import static dev.pipette.bookkeeping.Tables.DLT_VERSION;
import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;
import static dev.pipette.bookkeeping.Tables.PIPETTE_DATASET;
import static dev.pipette.bookkeeping.Tables.PIPETTE_FILES;
import static dev.pipette.bookkeeping.Tables.PIPETTE_RUN_KEYS;

import dev.pipette.engine.manifest.FilesLoad.FileLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The bookkeeping tables of one dataset, read and written inside a session's transaction. */
public final class Bookkeeping {
    static final List<Table<?>> TABLES = List.of(
            DLT_LOADS,
            DLT_VERSION,
            DLT_PIPELINE_STATE,
            PIPETTE_BOUNDARY,
            PIPETTE_RUN_KEYS,
            PIPETTE_FILES,
            PIPETTE_DATASET);

    /** Files that one statement writes: a statement of PostgreSQL has at most 65,535 values. */
    private static final int FILES_AT_ONCE = 500;

    /** Keys that a server sends at a time. */
    private static final int KEYS_AT_ONCE = 10_000;

    private final DestinationSession session;
    private final String dataset;
    private final Map<String, ?> existing;

    /**
     * The tables of a dataset.
     *
     * @param existing the tables that the dataset has, by name
     */
    public Bookkeeping(DestinationSession session, String dataset, Map<String, ?> existing) {
        this.session = session;
        this.dataset = dataset;
        this.existing = existing;
    }

    private Table<Record> in(Table<?> table) {
        return DSL.table(session.qualified(dataset, table.getName()));
    }

    private boolean has(Table<?> table) {
        return existing.containsKey(table.getName());
    }

    /** Whether no table is missing. */
    public boolean complete() {
        return TABLES.stream().allMatch(this::has) && !lacksPositions();
    }

    /** Whether an older version made the table of boundary keys, without their positions. */
    private boolean lacksPositions() {
        return existing.get(PIPETTE_BOUNDARY.getName()) instanceof List<?> columns
                && columns.stream()
                        .noneMatch(column -> column instanceof TableColumn there
                                && there.name().equals(PIPETTE_BOUNDARY.POSITION.getName()));
    }

    /** Makes the tables that are missing. */
    public void create() {
        for (Table<?> table : TABLES) {
            if (!has(table)) {
                session.dsl()
                        .createTableIfNotExists(in(table))
                        .columns(uncommented(table))
                        .execute();
            }
        }
        if (lacksPositions()) {
            session.dsl()
                    .alterTable(in(PIPETTE_BOUNDARY))
                    .addColumnIfNotExists(bare(PIPETTE_BOUNDARY.POSITION))
                    .execute();
        }
    }

    /** The columns without the comments that the generated classes carry, which DuckDB does not read here. */
    private static List<Field<?>> uncommented(Table<?> table) {
        return table.fieldStream()
                .<Field<?>>map(field -> DSL.field(DSL.name(field.getName()), field.getDataType()))
                .toList();
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

    private static <T> Field<T> bare(Field<T> field) {
        return DSL.field(DSL.name(field.getName()), field.getDataType());
    }

    /** The highest load id of the dataset, as text; also of loads whose rows in {@code _dlt_loads} were deleted. */
    public Optional<String> newestLoadId() {
        return Stream.of(
                        newest(DLT_LOADS, DLT_LOADS.LOAD_ID),
                        newest(DLT_PIPELINE_STATE, DLT_PIPELINE_STATE.DLT_LOAD_ID),
                        newest(PIPETTE_RUN_KEYS, PIPETTE_RUN_KEYS.LOAD_ID))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private Optional<String> newest(Table<?> table, Field<String> loadId) {
        return has(table)
                ? session.dsl()
                        .select(DSL.max(bare(loadId)))
                        .from(in(table))
                        .fetchOptional()
                        .map(row -> row.value1())
                : Optional.empty();
    }

    /** The name of the schema that a load was committed with; empty where there is no such load. */
    public Optional<String> schemaOfLoad(String loadId) {
        Optional<String> schema = has(DLT_LOADS)
                ? session.dsl()
                        .select(DSL.coalesce(bare(DLT_LOADS.SCHEMA_NAME), DSL.inline("")))
                        .from(in(DLT_LOADS))
                        .where(bare(DLT_LOADS.LOAD_ID).eq(loadId))
                        .limit(1)
                        .fetchOptional()
                        .map(row -> row.value1())
                : Optional.empty();
        return schema.or(() -> stateRows().schemaOf(loadId));
    }

    public boolean hasRunKey(String pipeline, String resource, String runKey) {
        return has(PIPETTE_RUN_KEYS)
                && session.dsl()
                        .fetchExists(DSL.selectOne()
                                .from(in(PIPETTE_RUN_KEYS))
                                .where(bare(PIPETTE_RUN_KEYS.PIPELINE_NAME).eq(pipeline))
                                .and(bare(PIPETTE_RUN_KEYS.RESOURCE_NAME).eq(resource))
                                .and(bare(PIPETTE_RUN_KEYS.RUN_KEY).eq(runKey)));
    }

    public void addRunKey(String pipeline, String resource, String runKey, String loadId) {
        session.dsl()
                .insertInto(in(PIPETTE_RUN_KEYS))
                .columns(
                        bare(PIPETTE_RUN_KEYS.PIPELINE_NAME),
                        bare(PIPETTE_RUN_KEYS.RESOURCE_NAME),
                        bare(PIPETTE_RUN_KEYS.RUN_KEY),
                        bare(PIPETTE_RUN_KEYS.LOAD_ID))
                .values(pipeline, resource, runKey, loadId)
                .execute();
    }

    /** The newest stored version of a schema. */
    public Optional<Schema> newestSchema(String schemaName) {
        if (!has(DLT_VERSION)) {
            return Optional.empty();
        }
        return session.dsl()
                .select(bare(DLT_VERSION.SCHEMA))
                .from(in(DLT_VERSION))
                .where(bare(DLT_VERSION.SCHEMA_NAME).eq(schemaName))
                .orderBy(
                        bare(DLT_VERSION.INSERTED_AT).desc(),
                        bare(DLT_VERSION.VERSION).desc())
                .limit(1)
                .fetchOptional()
                .map(row -> Schema.fromJson(row.value1()));
    }

    /** The newest versions of the other schemas of the dataset that ever had one of these words in them. */
    public List<Schema> otherSchemas(String schemaName, List<String> words) {
        if (!has(DLT_VERSION)) {
            return List.of();
        }
        return session
                .dsl()
                .selectDistinct(bare(DLT_VERSION.SCHEMA_NAME))
                .from(in(DLT_VERSION))
                .where(bare(DLT_VERSION.SCHEMA_NAME).ne(schemaName))
                .and(DSL.or(words.stream()
                        .map(word -> bare(DLT_VERSION.SCHEMA).contains(word))
                        .toList()))
                .orderBy(bare(DLT_VERSION.SCHEMA_NAME))
                .fetch(row -> row.value1())
                .stream()
                .flatMap(name -> newestSchema(name).stream())
                .toList();
    }

    /** When the newest version of a schema was stored: dlt too takes the latest for the newest, whatever its number. */
    public Optional<OffsetDateTime> newestSchemaTime(String schemaName) {
        return has(DLT_VERSION)
                ? session.dsl()
                        .select(DSL.max(bare(DLT_VERSION.INSERTED_AT)))
                        .from(in(DLT_VERSION))
                        .where(bare(DLT_VERSION.SCHEMA_NAME).eq(schemaName))
                        .fetchOptional()
                        .map(row -> row.value1())
                : Optional.empty();
    }

    public void addSchema(Schema schema, OffsetDateTime now) {
        session.dsl()
                .insertInto(in(DLT_VERSION))
                .columns(
                        bare(DLT_VERSION.VERSION),
                        bare(DLT_VERSION.ENGINE_VERSION),
                        bare(DLT_VERSION.INSERTED_AT),
                        bare(DLT_VERSION.SCHEMA_NAME),
                        bare(DLT_VERSION.VERSION_HASH),
                        bare(DLT_VERSION.SCHEMA))
                .values(
                        schema.version(),
                        (long) schema.engineVersion(),
                        now,
                        schema.name(),
                        schema.versionHash(),
                        schema.toJson())
                .execute();
    }

    public void addState(StateDocument state, String loadId, String rowId, OffsetDateTime now) {
        session.dsl()
                .insertInto(in(DLT_PIPELINE_STATE))
                .columns(
                        bare(DLT_PIPELINE_STATE.VERSION),
                        bare(DLT_PIPELINE_STATE.ENGINE_VERSION),
                        bare(DLT_PIPELINE_STATE.PIPELINE_NAME),
                        bare(DLT_PIPELINE_STATE.STATE),
                        bare(DLT_PIPELINE_STATE.CREATED_AT),
                        bare(DLT_PIPELINE_STATE.VERSION_HASH),
                        bare(DLT_PIPELINE_STATE.DLT_LOAD_ID),
                        bare(DLT_PIPELINE_STATE.DLT_ID))
                .values(
                        state.version(),
                        (long) StateDocument.ENGINE_VERSION,
                        state.pipelineName(),
                        state.encode(),
                        now,
                        state.versionHash(),
                        loadId,
                        rowId)
                .execute();
    }

    public void addLoad(String loadId, Schema schema, OffsetDateTime now) {
        session.dsl()
                .insertInto(in(DLT_LOADS))
                .columns(
                        bare(DLT_LOADS.LOAD_ID),
                        bare(DLT_LOADS.SCHEMA_NAME),
                        bare(DLT_LOADS.STATUS),
                        bare(DLT_LOADS.INSERTED_AT),
                        bare(DLT_LOADS.SCHEMA_VERSION_HASH))
                .values(loadId, schema.name(), 0L, now, schema.versionHash())
                .execute();
    }

    /** The loads of the dataset, newest first. */
    List<CommittedState.Load> loads() {
        if (!has(DLT_LOADS)) {
            return List.of();
        }
        return session.dsl()
                .select(
                        bare(DLT_LOADS.LOAD_ID),
                        bare(DLT_LOADS.INSERTED_AT),
                        bare(DLT_LOADS.STATUS),
                        bare(DLT_LOADS.SCHEMA_NAME))
                .from(in(DLT_LOADS))
                .orderBy(bare(DLT_LOADS.LOAD_ID).desc())
                .fetch(row -> new CommittedState.Load(
                        row.value1(),
                        row.value2().toInstant(),
                        row.value3(),
                        Optional.ofNullable(row.value4()).orElse("")));
    }

    /** The keys of the rows at the boundary of a resource's cursor. */
    public Table<Record> boundary() {
        return in(PIPETTE_BOUNDARY);
    }

    public Condition boundaryOf(String pipeline, ResourceLoad resource, String cursorPath) {
        return boundaryOf(pipeline, resource.name(), cursorPath);
    }

    public Condition boundaryOf(String pipeline, String resource, String cursorPath) {
        return bare(PIPETTE_BOUNDARY.PIPELINE_NAME)
                .eq(pipeline)
                .and(bare(PIPETTE_BOUNDARY.RESOURCE_NAME).eq(resource))
                .and(bare(PIPETTE_BOUNDARY.CURSOR_PATH).eq(cursorPath));
    }

    /** How many keys at the boundary of one cursor are known. */
    public long countBoundary(String pipeline, String resource, String cursorPath) {
        return has(PIPETTE_BOUNDARY)
                ? session.dsl()
                        .fetchCount(
                                DSL.selectFrom(in(PIPETTE_BOUNDARY)).where(boundaryOf(pipeline, resource, cursorPath)))
                : 0;
    }

    /** Hands over the keys at the boundary of one cursor. */
    void eachBoundaryKey(String pipeline, String resource, String cursorPath, Consumer<UUID> key) {
        var keys = session.dsl()
                .select(boundaryKey())
                .from(in(PIPETTE_BOUNDARY))
                .where(boundaryOf(pipeline, resource, cursorPath))
                .fetchSize(KEYS_AT_ONCE);
        // there may be millions, and jOOQ would make a record of each
        try (ResultSet rows = keys.fetchResultSet()) {
            while (rows.next()) {
                key.accept(rows.getObject(1, UUID.class));
            }
        } catch (SQLException failed) {
            throw new DataAccessException("read the keys at the boundary", failed);
        }
    }

    /** How many keys at the boundaries of a resource's cursors are known. */
    public long countBoundary(String pipeline, String resource) {
        return has(PIPETTE_BOUNDARY)
                ? session.dsl()
                        .fetchCount(DSL.selectFrom(in(PIPETTE_BOUNDARY))
                                .where(bare(PIPETTE_BOUNDARY.PIPELINE_NAME).eq(pipeline))
                                .and(bare(PIPETTE_BOUNDARY.RESOURCE_NAME).eq(resource)))
                : 0;
    }

    /** How many run keys of a resource are known. */
    public long countRunKeys(String pipeline, String resource) {
        return has(PIPETTE_RUN_KEYS)
                ? session.dsl()
                        .fetchCount(DSL.selectFrom(in(PIPETTE_RUN_KEYS))
                                .where(bare(PIPETTE_RUN_KEYS.PIPELINE_NAME).eq(pipeline))
                                .and(bare(PIPETTE_RUN_KEYS.RESOURCE_NAME).eq(resource)))
                : 0;
    }

    /** The files of a resource that are loaded, in the order of their keys. */
    List<LoadedFile> files(String pipeline, String resource) {
        if (!has(PIPETTE_FILES)) {
            return List.of();
        }
        return session.dsl()
                .select(
                        bare(PIPETTE_FILES.FILE_NAME),
                        bare(PIPETTE_FILES.ETAG),
                        bare(PIPETTE_FILES.SIZE),
                        bare(PIPETTE_FILES.LAST_MODIFIED),
                        bare(PIPETTE_FILES.FILE_DATE),
                        bare(PIPETTE_FILES.ROW_COUNT),
                        bare(PIPETTE_FILES.LOAD_ID))
                .from(in(PIPETTE_FILES))
                .where(filesOf(pipeline, resource))
                .orderBy(bare(PIPETTE_FILES.FILE_NAME))
                .fetch(row -> new LoadedFile(
                        new StoredFile(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value4().toInstant()),
                        Optional.ofNullable(row.value5()),
                        row.value6(),
                        row.value7()));
    }

    private static Condition filesOf(String pipeline, String resource) {
        return bare(PIPETTE_FILES.PIPELINE_NAME)
                .eq(pipeline)
                .and(bare(PIPETTE_FILES.RESOURCE_NAME).eq(resource));
    }

    /** Remembers files, in place of what was remembered of them. */
    public void addFiles(String pipeline, String resource, List<FileLoad> files, String loadId) {
        for (int from = 0; from < files.size(); from += FILES_AT_ONCE) {
            List<FileLoad> some = files.subList(from, Math.min(files.size(), from + FILES_AT_ONCE));
            session.dsl()
                    .deleteFrom(in(PIPETTE_FILES))
                    .where(filesOf(pipeline, resource))
                    .and(bare(PIPETTE_FILES.FILE_NAME)
                            .in(some.stream().map(FileLoad::key).toList()))
                    .execute();
            var insert = session.dsl()
                    .insertInto(in(PIPETTE_FILES))
                    .columns(
                            bare(PIPETTE_FILES.PIPELINE_NAME),
                            bare(PIPETTE_FILES.RESOURCE_NAME),
                            bare(PIPETTE_FILES.FILE_NAME),
                            bare(PIPETTE_FILES.ETAG),
                            bare(PIPETTE_FILES.SIZE),
                            bare(PIPETTE_FILES.LAST_MODIFIED),
                            bare(PIPETTE_FILES.FILE_DATE),
                            bare(PIPETTE_FILES.ROW_COUNT),
                            bare(PIPETTE_FILES.LOAD_ID));
            for (FileLoad file : some) {
                insert = insert.values(
                        pipeline,
                        resource,
                        file.key(),
                        file.etag(),
                        file.size(),
                        Instant.parse(file.lastModified()).atOffset(ZoneOffset.UTC),
                        Optional.ofNullable(file.date()).map(LocalDate::parse).orElse(null),
                        file.rows(),
                        loadId);
            }
            insert.execute();
        }
    }

    /** How many files of a resource are remembered. */
    public long countFiles(String pipeline, String resource) {
        return has(PIPETTE_FILES)
                ? session.dsl().fetchCount(DSL.selectFrom(in(PIPETTE_FILES)).where(filesOf(pipeline, resource)))
                : 0;
    }

    /** Deletes all keys of a resource, and what is remembered of its files. */
    public void forget(String pipeline, String resource) {
        if (has(PIPETTE_FILES)) {
            session.dsl()
                    .deleteFrom(in(PIPETTE_FILES))
                    .where(filesOf(pipeline, resource))
                    .execute();
        }
        if (has(PIPETTE_BOUNDARY)) {
            session.dsl()
                    .deleteFrom(in(PIPETTE_BOUNDARY))
                    .where(bare(PIPETTE_BOUNDARY.PIPELINE_NAME).eq(pipeline))
                    .and(bare(PIPETTE_BOUNDARY.RESOURCE_NAME).eq(resource))
                    .execute();
        }
        if (has(PIPETTE_RUN_KEYS)) {
            session.dsl()
                    .deleteFrom(in(PIPETTE_RUN_KEYS))
                    .where(bare(PIPETTE_RUN_KEYS.PIPELINE_NAME).eq(pipeline))
                    .and(bare(PIPETTE_RUN_KEYS.RESOURCE_NAME).eq(resource))
                    .execute();
        }
    }

    public static Field<UUID> boundaryKey() {
        return bare(PIPETTE_BOUNDARY.KEY);
    }
}
