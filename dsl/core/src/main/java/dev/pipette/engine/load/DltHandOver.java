package dev.pipette.engine.load;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.pipette.dlt.Digest128;
import dev.pipette.dlt.DltJson;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.DltKey;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.bookkeeping.StateRows;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.LockName;
import dev.pipette.spi.StepListener;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes what Pipette knows of the rows at its cursors into dlt's state, in one transaction, so that dlt continues without
 * loading one of them again: {@code unique_hashes}, dlt's digest of the key of each row that is at the last value.
 *
 * <p>The digests are computed from the rows in the table, so a key's columns must be of types that say how a source wrote
 * their values: integers, text, truth values and dates. A digest of a whole row cannot be computed, because dlt takes it
 * of the document before tables were made of it. Source: {@code IncrementalTransform.compute_unique_value} in dlt 1.26.
 */
public final class DltHandOver {
    private static final int ROWS_AT_ONCE = 10_000;

    private final RetryingClient client;
    private final Question question;
    private final Clock clock;
    private final UserListener listener;

    /**
     * What to look up.
     *
     * @param schemaName of a pipeline whose state names none
     * @param keys the columns of dlt's {@code primary_key}, in its order, by resource; those that are not named have
     *     that of the table
     */
    public record Question(String pipeline, String dataset, String schemaName, Map<String, List<String>> keys) {}

    /**
     * One cursor that was passed.
     *
     * @param lastValue where it is
     * @param key the columns whose values dlt digests
     * @param rows how many rows are there
     * @param known how many rows Pipette knows to have loaded there
     */
    public record HandedOver(String resource, String path, Object lastValue, List<String> key, long rows, long known) {}

    /**
     * What was done.
     *
     * @param loadId the load that carries the state; empty where the state had all of it already
     * @param stateVersion the version of the state that is committed now
     */
    public record Done(List<HandedOver> cursors, Optional<String> loadId, long stateVersion) {}

    /** A hand-over at one destination. */
    public DltHandOver(RetryingClient client, Question question, Clock clock, StepListener listener) {
        this.client = client;
        this.question = question;
        this.clock = clock;
        this.listener = new UserListener(listener);
    }

    /**
     * Writes the state for dlt.
     *
     * @param nextLoadId the load id, from the newest that is committed
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException BAD_USAGE where a key cannot be passed, DATASET_REWOUND where the destination was set
     *     back; then nothing was written
     */
    public Done export(Function<Optional<String>, String> nextLoadId, long known) {
        String doing = "export the state of " + question.pipeline() + " for dlt";
        return Transaction.in(client, listener, doing, session -> {
            session.lock(new TreeSet<>(
                    List.of(LockName.dataset(question.dataset()), LockName.pipeline(question.pipeline()))));
            return new Export(session).export(nextLoadId, known);
        });
    }

    /** The change, under the locks. */
    private final class Export {
        private final DestinationSession session;
        private final Map<String, List<TableColumn>> tables;
        private final Bookkeeping bookkeeping;
        private final List<HandedOver> handedOver = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Export(DestinationSession session) {
            this.session = session;
            this.tables = session.hasDataset(question.dataset()) ? session.tables(question.dataset()) : Map.of();
            this.bookkeeping = new Bookkeeping(session, question.dataset(), tables);
        }

        Done export(Function<Optional<String>, String> nextLoadId, long known) {
            Optional<StateDocument> committed = bookkeeping.newestState(question.pipeline());
            long version = committed.map(StateDocument::version).orElse(0L);
            if (known > version) {
                throw Publisher.rewound(question.pipeline(), client.describe(), known, version, Optional.empty());
            }
            if (committed.isEmpty()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "pipeline " + question.pipeline() + " has no state in " + client.describe() + ", dataset "
                                + question.dataset() + ", that dlt could continue from.");
            }
            StateDocument before = committed.get();
            Schema schema = bookkeeping
                    .newestSchema(before.defaultSchemaName().orElse(question.schemaName()))
                    .orElseGet(() -> SchemaOrigin.pipettes(question.schemaName()));
            StateDocument after = before;
            for (String source : before.sourceNames()) {
                Schema own = bookkeeping.newestSchema(source).orElse(schema);
                for (String resource : before.resourceNames(source)) {
                    after = after.withResourceState(
                            source, resource, state(own, resource, before.resourceState(source, resource)));
                }
            }
            refuse();
            if (after.hash().equals(before.hash())) {
                return new Done(handedOver, Optional.empty(), before.version());
            }
            String loadId = nextLoadId.apply(bookkeeping.newestLoadId());
            listener.reached(LoadStep.CHECKED, loadId);
            OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
            StateDocument next = after.bumped();
            bookkeeping.addState(next, loadId, StateRows.id(loadId), now);
            bookkeeping.addLoad(loadId, schema, now);
            listener.reached(LoadStep.BOOKKEEPING_WRITTEN, loadId);
            return new Done(handedOver, Optional.of(loadId), next.version());
        }

        private void refuse() {
            SortedSet<String> unknown = new TreeSet<>(question.keys().keySet());
            handedOver.forEach(one -> unknown.remove(one.resource()));
            if (problems.isEmpty() && !unknown.isEmpty()) {
                problems.add("no cursor of resource " + unknown.first()
                        + " has rows at its boundary that dlt would have" + " to know, so that it needs no key");
            }
            if (!problems.isEmpty()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the state of pipeline " + question.pipeline() + " cannot be passed to dlt as it is: "
                                + String.join("; ", problems) + ". Nothing was changed.");
            }
        }

        private Map<String, @Nullable Object> state(Schema schema, String resource, Map<String, @Nullable Object> own) {
            Map<String, @Nullable Object> cursors = new LinkedHashMap<>();
            ResourceStates.cursors(own).forEach((path, values) -> {
                long known = bookkeeping.of(question.pipeline(), resource).countBoundary(path);
                Object last = ResourceStates.plain(values.get("last_value"));
                Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
                if (known > 0 && last != null) {
                    SortedSet<String> digests = new TreeSet<>(ResourceStates.strings(values.get("unique_hashes")));
                    if (add(digests, schema, resource, path, last, known)) {
                        changed.put("unique_hashes", List.copyOf(digests));
                    }
                }
                cursors.put(path, changed);
            });
            return ResourceStates.withCursors(own, cursors);
        }

        /** Adds the digests of the rows at the last value; false where they cannot be computed. */
        private boolean add(
                SortedSet<String> digests, Schema schema, String resource, String path, Object last, long known) {
            Optional<TableSchema> root = schema.dataTables().stream()
                    .filter(found -> !found.isNested()
                            && found.resources().contains(resource)
                            && tables.containsKey(found.name()))
                    .findFirst();
            if (root.isEmpty()) {
                problems.add("the table of resource " + resource + " is not there");
                return false;
            }
            List<TableColumn> columns =
                    java.util.Objects.requireNonNull(tables.get(root.get().name()));
            Naming naming =
                    SchemaOrigin.of(Optional.of(schema)).naming(question.dataset(), client.maxIdentifierLength());
            Map<String, String> newNames = ColumnMemory.newNames(root.get());
            Optional<List<TableColumn>> key = key(root.get(), resource, columns, naming);
            String cursorName = naming.key(path.replace(".", Naming.SEPARATOR));
            Optional<TableColumn> cursor = column(columns, newNames.getOrDefault(cursorName, cursorName));
            if (key.isEmpty() || cursor.isEmpty()) {
                return false;
            }
            long rows = digest(digests, root.get().name(), key.get(), cursor.get(), last);
            handedOver.add(new HandedOver(
                    resource,
                    path,
                    last,
                    key.get().stream().map(TableColumn::name).toList(),
                    rows,
                    known));
            return true;
        }

        private Optional<List<TableColumn>> key(
                TableSchema root, String resource, List<TableColumn> columns, Naming naming) {
            List<String> declared = root.columns().values().stream()
                    .filter(dev.pipette.schema.Column::primaryKey)
                    .map(dev.pipette.schema.Column::name)
                    .toList();
            List<String> given = question.keys().getOrDefault(resource, List.of()).stream()
                    .map(naming::key)
                    .map(name -> ColumnMemory.newNames(root).getOrDefault(name, name))
                    .toList();
            if (given.isEmpty() && declared.size() != 1) {
                problems.add(
                        declared.isEmpty()
                                ? "resource " + resource
                                        + " has no primary key, and dlt's digest of a whole row cannot be"
                                        + " computed from its table. Let dlt know rows by a key, primary_key=\"id\", and"
                                        + " say the same here: --key " + resource + "=id"
                                : "resource " + resource
                                        + " has a key of several columns, and dlt digests their values in"
                                        + " the order of its primary_key. Say it: --key " + resource + "="
                                        + String.join(",", declared));
                return Optional.empty();
            }
            List<TableColumn> key = new ArrayList<>();
            for (String name : given.isEmpty() ? declared : given) {
                Optional<TableColumn> found = column(columns, name);
                if (found.filter(column -> isExact(column.type())).isEmpty()) {
                    problems.add("key column '" + name + "' of resource " + resource
                            + found.map(column -> " is a " + column.sqlType()
                                            + ", which sources write in several ways, and dlt digests the writing. Name a"
                                            + " key of integers, text, truth values or dates: --key " + resource
                                            + "=id")
                                    .orElse(" is not in its table"));
                    return Optional.empty();
                }
                key.add(found.get());
            }
            return Optional.of(key);
        }

        private static Optional<TableColumn> column(List<TableColumn> columns, String name) {
            return columns.stream().filter(found -> found.name().equals(name)).findFirst();
        }

        private static boolean isExact(Optional<ValueType> type) {
            return type.map(ValueType::dataType).filter(DltKey::isExact).isPresent();
        }

        private long digest(
                SortedSet<String> digests, String tableName, List<TableColumn> key, TableColumn cursor, Object last) {
            List<Field<?>> fields = new ArrayList<>();
            key.forEach(column -> fields.add(field(
                    name(column.name()),
                    DltKey.javaType(column.type().orElseThrow().dataType()))));
            long rows = 0;
            try (var cursorRows = session.dsl()
                    .select(fields)
                    .from(table(session.qualified(question.dataset(), tableName)))
                    .where(at(cursor, last))
                    .fetchSize(ROWS_AT_ONCE)
                    .fetchLazy()) {
                for (Record row : cursorRows) {
                    List<@Nullable Object> values = new ArrayList<>();
                    fields.forEach(value -> values.add(row.get(value)));
                    digests.add(Digest128.of(DltJson.sorted(values)));
                    if (values.size() == 1) { // primary_key="id", and not primary_key=["id"]
                        digests.add(Digest128.of(DltJson.sorted(values.getFirst())));
                    }
                    rows++;
                }
            }
            return rows;
        }

        @SuppressWarnings("unchecked") // the value is of the class that the column is read as
        private org.jooq.Condition at(TableColumn cursor, Object last) {
            CursorKind kind = cursor.type().flatMap(CursorKind::of).orElse(CursorKind.TEXT);
            Comparable<?> value = kind.kept(
                    kind.fromState(last, Optional.of((ZoneId) ZoneOffset.UTC), question.pipeline(), cursor.name()));
            Object bound = value instanceof java.time.Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
            return field(name(cursor.name()), (Class<Object>) bound.getClass()).eq(bound);
        }
    }
}
