package dev.pipette.engine.load;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.DatasetTable;
import dev.pipette.engine.load.bookkeeping.LoadedInput;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.bookkeeping.StateRows;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.LockName;
import dev.pipette.spi.StepListener;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/**
 * Takes everything of one resource out of a destination, in one transaction: its tables, its state, its boundary and
 * run keys, and its tables in the schema document. A new version of the state shows other machines, so that a package
 * of theirs that was extracted before is not loaded after it.
 */
public final class ResourceDrop {
    private final RetryingClient client;
    private final Question question;
    private final Clock clock;
    private final UserListener listener;

    /**
     * What to look up.
     *
     * @param schemaName of a pipeline whose state names none
     * @param stateOnly whether tables are left as they are
     */
    public record Question(String pipeline, String dataset, String schemaName, String resource, boolean stateOnly) {}

    /**
     * What there is of the resource.
     *
     * @param tables its tables at the destination and their rows, parents first; none where only the state is dropped
     * @param hasState whether it remembers anything
     * @param boundaryKeys how many keys of rows at its cursors are known
     * @param runKeys how many run keys are known
     * @param files how many files its ledger remembers
     * @param resources the resources that the pipeline's schema and state know
     * @param stateVersion the version of the committed state; 0 for none
     */
    public record Found(
            Map<String, Long> tables,
            boolean hasState,
            long boundaryKeys,
            long runKeys,
            long files,
            List<String> resources,
            long stateVersion) {
        /** Whether there is nothing of it. */
        public boolean isEmpty() {
            return tables.isEmpty() && !hasState && boundaryKeys == 0 && runKeys == 0 && files == 0;
        }
    }

    /**
     * What was dropped.
     *
     * @param loadId the load that says so; empty where there was nothing
     * @param stateVersion the version of the state that is committed now
     */
    public record Dropped(Found found, Optional<String> loadId, long stateVersion) {}

    /** A drop at one destination. */
    public ResourceDrop(RetryingClient client, Question question, Clock clock, StepListener listener) {
        this.client = client;
        this.question = question;
        this.clock = clock;
        this.listener = new UserListener(listener);
    }

    /** Looks, and changes nothing. */
    public Found find() {
        if (!client.exists()) {
            return new Found(Map.of(), false, 0, 0, 0, List.of(), 0);
        }
        return client.read(session -> new Belongings(session).find());
    }

    /**
     * Drops.
     *
     * @param nextLoadId the load id of the drop, from the newest that is committed
     * @throws PipetteException when the transaction failed; it is rolled back
     */
    public Dropped drop(Function<Optional<String>, String> nextLoadId) {
        String doing = "drop " + question.resource() + " from " + client.describe();
        return Transaction.in(client, listener, doing, session -> new Belongings(session).drop(nextLoadId));
    }

    /** One look at the destination, or one change of it. */
    private final class Belongings {
        private final DestinationSession session;
        private final Set<String> existing;
        private final Bookkeeping bookkeeping;
        private final Optional<StateDocument> state;
        private final Optional<Schema> schema;

        Belongings(DestinationSession session) {
            this.session = session;
            this.existing = session.hasDataset(question.dataset()) ? session.tableNames(question.dataset()) : Set.of();
            this.bookkeeping = new Bookkeeping(session, question.dataset(), existing);
            this.state = bookkeeping.newestState(question.pipeline());
            this.schema = schema();
        }

        /** The schema that the resource belongs to: the only one that has its tables, or the pipeline's usual one. */
        private Optional<Schema> schema() {
            String usual = state.flatMap(StateDocument::defaultSchemaName).orElse(question.schemaName());
            List<Schema> holding = state.map(StateDocument::schemaNames).orElse(List.of()).stream()
                    .flatMap(name -> bookkeeping.newestSchema(name).stream())
                    .filter(found -> found.dataTables().stream().anyMatch(table -> !table.isNested() && fills(table)))
                    .toList();
            if (holding.size() > 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + question.resource() + " is in " + holding.size() + " sources of pipeline "
                                + question.pipeline() + ": "
                                + holding.stream().map(Schema::name).collect(Collectors.joining(" and "))
                                + ". Pipette drops a resource of one source only. Drop it with dlt: dlt pipeline "
                                + question.pipeline() + " drop " + question.resource() + ". Nothing was dropped.");
            }
            return holding.isEmpty() ? bookkeeping.newestSchema(usual) : Optional.of(holding.getFirst());
        }

        /** The tables of the schema document that the resource fills, parents first. */
        private List<TableSchema> tables() {
            List<TableSchema> tables = new ArrayList<>();
            schema.ifPresent(known -> known.dataTables().stream()
                    .filter(table -> !table.isNested() && fills(table))
                    .forEach(root -> tables.addAll(known.tableTree(root.name()))));
            return tables;
        }

        private boolean fills(TableSchema root) {
            return root.resources().contains(question.resource());
        }

        /** The rows of several resources in one table are not distinguished. */
        private void refuseShared() {
            for (TableSchema table : tables()) {
                if (table.isNested() || table.resources().size() == 1) {
                    continue;
                }
                List<String> others = table.resources().stream()
                        .filter(name -> !name.equals(question.resource()))
                        .toList();
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + question.resource() + " fills table " + question.dataset() + "." + table.name()
                                + " together with " + String.join(", ", others)
                                + ", and their rows are not told apart. 'pipette pipeline " + question.pipeline()
                                + " drop " + question.resource() + " --state-only' forgets what "
                                + question.resource()
                                + " remembers; delete its rows with 'pipette sql --write'. Nothing was dropped.");
            }
        }

        Found find() {
            Map<String, Long> rows = new LinkedHashMap<>();
            if (!question.stateOnly()) {
                refuseShared();
                for (TableSchema table : tables()) {
                    if (existing.contains(table.name())) {
                        rows.put(table.name(), (long) session.dsl()
                                .fetchCount(DSL.table(session.qualified(question.dataset(), table.name()))));
                    }
                }
            }
            SortedSet<String> resources = new TreeSet<>();
            schema.ifPresent(known -> known.dataTables().stream()
                    .filter(table -> !table.isNested())
                    .forEach(root -> resources.addAll(root.resources())));
            boolean hasState = false;
            for (String source : state.map(StateDocument::sourceNames).orElse(List.of())) {
                List<String> known = state.orElseThrow().resourceNames(source);
                resources.addAll(known);
                hasState |= known.contains(question.resource());
            }
            LoadedInput input = bookkeeping.of(question.pipeline(), question.resource());
            return new Found(
                    rows,
                    hasState,
                    input.countBoundary(),
                    input.countRunKeys(),
                    input.countFiles(),
                    List.copyOf(resources),
                    version());
        }

        private long version() {
            return state.map(StateDocument::version).orElse(0L);
        }

        Dropped drop(Function<Optional<String>, String> nextLoadId) {
            SortedSet<LockName> locks = new TreeSet<>();
            locks.add(LockName.pipeline(question.pipeline()));
            locks.add(LockName.dataset(question.dataset()));
            tables().stream()
                    .filter(table -> !table.isNested())
                    .forEach(root -> locks.add(LockName.table(question.dataset(), root.name())));
            session.lock(locks);
            // what was read before the locks were held may be older than they are
            return new Belongings(session).dropLocked(nextLoadId);
        }

        private Dropped dropLocked(Function<Optional<String>, String> nextLoadId) {
            Found found = find();
            if (found.isEmpty()) {
                return new Dropped(found, Optional.empty(), version());
            }
            String loadId = nextLoadId.apply(bookkeeping.newestLoadId());
            listener.reached(LoadStep.CHECKED, loadId);
            Schema after = schema.orElseGet(() -> SchemaOrigin.pipettes(question.schemaName()));
            if (!question.stateOnly()) {
                for (TableSchema table : tables().reversed()) {
                    if (existing.contains(table.name())) {
                        session.dsl()
                                .dropTable(DSL.table(session.qualified(question.dataset(), table.name())))
                                .execute();
                    }
                    after = after.withoutTable(table.name());
                }
            }
            listener.reached(LoadStep.SCHEMA_CHANGED, loadId);
            bookkeeping.of(question.pipeline(), question.resource()).forget();
            listener.reached(LoadStep.ROWS_APPLIED, loadId);
            long version = write(after.bumped(), loadId);
            listener.reached(LoadStep.BOOKKEEPING_WRITTEN, loadId);
            return new Dropped(found, Optional.of(loadId), version);
        }

        private long write(Schema after, String loadId) {
            OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
            bookkeeping.create();
            new DatasetTable(session, question.dataset(), existing).write(DatasetIdentity.newId(), now);
            if (schema.filter(last -> last.versionHash().equals(after.versionHash()))
                    .isEmpty()) {
                bookkeeping.addSchema(after, now);
            }
            StateDocument before = state.orElseGet(
                    () -> StateDocument.create(question.pipeline(), question.dataset(), client.dltType())
                            .withVersion(0));
            StateDocument forgotten = before;
            for (String source : before.sourceNames()) {
                forgotten = forgotten.withoutResourceState(source, question.resource());
            }
            // a new version also where nothing was remembered: it is what other machines see
            StateDocument next = forgotten.bumped().withVersion(before.version() + 1);
            bookkeeping.addState(next, loadId, StateRows.id(loadId), now);
            bookkeeping.addLoad(loadId, after, now);
            return next.version();
        }
    }
}
