package dev.pipette.load;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.pack.FilesLoad;
import dev.pipette.pack.Manifest;
import dev.pipette.pack.PackageReader;
import dev.pipette.pack.PackageTable;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.SealedPackage;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.SystemTables;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadListener;
import dev.pipette.spi.LoadStep;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one sealed package: locks, checks, schema changes, rows, bookkeeping, in one transaction. Either all of it
 * becomes visible or the destination stays as it was.
 */
public final class Publisher {
    private final RetryingClient client;
    private final Clock clock;
    private final LoadListener listener;

    /** A publisher to one destination. */
    public Publisher(RetryingClient client, Clock clock, LoadListener listener) {
        this.client = client;
        this.clock = clock;
        this.listener = listener;
    }

    /** How publishing ended. */
    public sealed interface Outcome {
        /**
         * Committed now.
         *
         * @param stateVersion the version of the state that is committed now
         * @param datasetId the dataset's own id
         * @param notes what else there is to know
         */
        record Committed(
                List<TableResult> tables,
                List<String> schemaChanges,
                long stateVersion,
                String datasetId,
                List<String> notes)
                implements Outcome {}

        /**
         * Committed before; nothing was written.
         *
         * @param stateVersion the version of the state that is committed now
         */
        record AlreadyCommitted(long stateVersion) implements Outcome {}

        /** Nothing to write: no row was new, no table replaced, no state changed. */
        record NothingNew() implements Outcome {}

        /**
         * Another machine moved the state, or committed the run key; nothing was written.
         *
         * @param found what is committed
         * @param canBeLoadedLate whether {@link Publisher#publishLate} can load the package all the same
         */
        record Moved(String found, boolean canBeLoadedLate) implements Outcome {}

        /**
         * The destination's state is older than the one that the package was extracted from; nothing was written.
         *
         * @param found the version there
         */
        record Rewound(long found) implements Outcome {}
    }

    /** What happened to a table. */
    public record TableResult(PackageTable table, ResourceLoad resource, long rows, long skipped, long deleted) {}

    /**
     * Publishes.
     *
     * @param recovered whether an earlier run made the package and may have committed it: then it takes no newer rows away,
     *     which another machine loaded while it waited
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException when the transaction failed; it is rolled back
     */
    public Outcome publish(SealedPackage sealed, PackageReader reader, boolean recovered, long known) {
        Attempts attempts = new Attempts(sealed, reader, recovered, known, false);
        return client.again(attempts::next);
    }

    /**
     * Publishes a package on top of what was committed since it was extracted. Nothing is written where that would set a
     * resource's state back, or put older rows in the place of newer ones.
     *
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException when the transaction failed; it is rolled back
     */
    public Outcome publishLate(SealedPackage sealed, PackageReader reader, long known) {
        Attempts attempts = new Attempts(sealed, reader, true, known, true);
        return client.again(attempts::next);
    }

    /** One package, and the attempts at publishing it. */
    private final class Attempts {
        private final SealedPackage sealed;
        private final PackageReader reader;
        private final boolean recovered;
        private final long known;
        private final boolean late;
        /** What would be committed if a COMMIT that was not answered had been done. */
        private Outcome.@Nullable Committed unanswered;

        Attempts(SealedPackage sealed, PackageReader reader, boolean recovered, long known, boolean late) {
            this.sealed = sealed;
            this.reader = reader;
            this.recovered = recovered;
            this.known = known;
            this.late = late;
        }

        Outcome next() {
            try (DestinationSession session = client.openOnce(Access.WRITE)) {
                session.begin();
                try {
                    listener.reached(LoadStep.TRANSACTION_BEGUN, sealed.loadId());
                    Outcome outcome = publish(session, sealed, reader, recovered || unanswered != null, known, late);
                    if (outcome instanceof Outcome.Committed committed) {
                        reader.checkFiles(false);
                        unanswered = committed;
                        session.commit();
                    } else {
                        session.rollback();
                    }
                    return outcome instanceof Outcome.AlreadyCommitted && unanswered != null ? unanswered : outcome;
                } catch (PipetteException failed) {
                    rollback(session, failed);
                    throw failed;
                } catch (RuntimeException failed) {
                    rollback(session, failed);
                    reader.checkReadable();
                    throw session.failure("load package " + sealed.loadId() + " into " + client.describe(), failed);
                }
            }
        }
    }

    /** Rolls back; where that fails as well, closing the session does it, and the first failure is what people want to know. */
    static void rollback(DestinationSession session, RuntimeException failed) {
        try {
            session.rollback();
        } catch (PipetteException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private Outcome publish(
            DestinationSession session,
            SealedPackage sealed,
            PackageReader reader,
            boolean recovered,
            long known,
            boolean late) {
        Manifest manifest = sealed.manifest();
        session.lock(locks(manifest), listener::waiting);
        boolean hasDataset = session.hasDataset(manifest.dataset());
        Map<String, List<TableColumn>> existing = hasDataset ? session.tables(manifest.dataset()) : Map.of();
        Bookkeeping bookkeeping = new Bookkeeping(session, manifest.dataset(), existing);
        Optional<StateDocument> state = bookkeeping.newestState(manifest.pipeline());
        long version = state.map(StateDocument::version).orElse(0L);
        Optional<String> committedWith = bookkeeping.schemaOfLoad(sealed.loadId());
        if (committedWith.isPresent()) {
            // Two machines whose clocks agree can choose one load id: then the row there is not of this package.
            return recovered && committedWith.get().equals(manifest.schemaName())
                    ? new Outcome.AlreadyCommitted(version)
                    : new Outcome.Moved("load id " + sealed.loadId(), false);
        }
        if (version < (late ? known : Math.max(known, manifest.baseStateVersion()))) {
            return new Outcome.Rewound(version);
        }
        DatasetTable identity = new DatasetTable(session, manifest.dataset(), existing);
        Optional<String> datasetId = identity.id();
        if (!late
                && version > 0
                && datasetId.filter(manifest.identity()::isOfAnotherThan).isPresent()) {
            return new Outcome.Moved(
                    "dataset " + manifest.dataset() + " was dropped and made again",
                    ResourceStates.moved(state, manifest).isEmpty());
        }
        for (ResourceLoad resource : manifest.resources()) {
            if (resource.runKey() != null
                    && bookkeeping.hasRunKey(manifest.pipeline(), resource.name(), resource.runKey())) {
                return new Outcome.Moved("run key " + resource.runKey() + " of resource " + resource.name(), false);
            }
        }
        if (version != manifest.baseStateVersion()) {
            List<String> moved = ResourceStates.moved(state, manifest);
            if (late && !moved.isEmpty()) {
                return new Outcome.Moved("the state of " + String.join(", ", moved), false);
            }
            if (!late) {
                return new Outcome.Moved("state version " + version, moved.isEmpty());
            }
        }
        reader.checkFiles(true);
        listener.reached(LoadStep.CHECKED, sealed.loadId());
        Optional<Schema> stored = bookkeeping.newestSchema(manifest.schemaName());
        checkRules(stored, manifest, bookkeeping);
        PackageChanges changes = new PackageChanges(
                session,
                manifest,
                reader,
                bookkeeping,
                Naming.snakeCase(client.maxIdentifierLength()),
                stored.orElseGet(() -> SchemaOrigin.pipettes(manifest.schemaName())),
                existing,
                recovered);
        changes.stage();
        listener.reached(LoadStep.ROWS_STAGED, sealed.loadId());
        Optional<String> newer = changes.newer();
        if (newer.isPresent()) {
            return new Outcome.Moved(newer.get(), false);
        }
        if (datasetId.isEmpty() || !bookkeeping.complete()) {
            // makes two first loads of different pipelines wait for each other; taken last by everybody
            session.lock(new TreeSet<>(List.of("dataset " + manifest.dataset())), listener::waiting);
            if (!hasDataset) {
                session.createDataset(manifest.dataset());
            }
            bookkeeping.create();
        }
        changes.changeTables();
        listener.reached(LoadStep.SCHEMA_CHANGED, sealed.loadId());
        newer = changes.changeRows();
        if (newer.isPresent()) {
            return new Outcome.Moved(newer.get(), false);
        }
        List<TableResult> results = changes.results();
        listener.reached(LoadStep.ROWS_APPLIED, sealed.loadId());

        StateDocument before =
                state.orElseGet(() -> StateDocument.create(manifest.pipeline(), manifest.dataset(), client.dltType())
                        .withVersion(0));
        StateDocument after = ResourceStates.applied(before.withSchema(manifest.schemaName()), manifest)
                .bumped();
        boolean rows = results.stream().anyMatch(result -> result.rows() > 0 || result.deleted() > 0);
        boolean replaced = manifest.resources().stream().anyMatch(ResourceLoad::replaces);
        boolean runKeys = manifest.resources().stream().anyMatch(resource -> resource.runKey() != null);
        boolean stateChanged =
                state.isPresent() ? !after.hash().equals(before.hash()) : ResourceStates.changes(before, manifest);
        if (!rows && !replaced && !stateChanged && !runKeys && changes.boundaryRows() == 0) {
            return new Outcome.NothingNew();
        }
        OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
        OffsetDateTime schemaTime = bookkeeping
                .newestSchemaTime(manifest.schemaName())
                .map(newest -> newest.plus(1, ChronoUnit.MICROS))
                .filter(above -> above.isAfter(now))
                .orElse(now);
        boolean newState = state.isEmpty() || !after.hash().equals(before.hash());
        Schema changed = changes.schema();
        Schema schema = (newState && changed.table(SystemTables.PIPELINE_STATE).isEmpty()
                        ? changed.withTable(SystemTables.pipelineState())
                        : changed)
                .bumped();
        if (stored.filter(last -> last.versionHash().equals(schema.versionHash()))
                .isEmpty()) {
            bookkeeping.addSchema(schema, schemaTime);
        }
        if (newState) {
            bookkeeping.addState(after, sealed.loadId(), StateRows.id(sealed.loadId()), now);
        }
        manifest.resources().stream()
                .filter(resource -> resource.runKey() != null)
                .forEach(resource -> bookkeeping.addRunKey(
                        manifest.pipeline(),
                        resource.name(),
                        java.util.Objects.requireNonNull(resource.runKey()),
                        sealed.loadId()));
        for (ResourceLoad resource : manifest.resources()) {
            FilesLoad files = resource.files();
            if (files != null && files.ledger()) {
                bookkeeping.addFiles(manifest.pipeline(), resource.name(), files.files(), sealed.loadId());
            }
        }
        String committedAs =
                datasetId.orElseGet(() -> identity.write(manifest.identity().idToWrite(), now));
        bookkeeping.addLoad(sealed.loadId(), schema, now);
        List<String> notes = new ArrayList<>(changes.notes());
        notes.addAll(DltNotes.of(manifest));
        listener.reached(LoadStep.BOOKKEEPING_WRITTEN, sealed.loadId());
        return new Outcome.Committed(
                results, changes.sentences(), newState ? after.version() : version, committedAs, notes);
    }

    /** Looks at what dlt's schemas say of the tables: also at those of other pipelines, which may share a table. */
    private static void checkRules(Optional<Schema> stored, Manifest manifest, Bookkeeping bookkeeping) {
        List<Schema> schemas = new ArrayList<>(bookkeeping.otherSchemas(manifest.schemaName(), DltTableRules.WORDS));
        stored.ifPresent(schemas::addFirst);
        for (Schema schema : schemas) {
            DltTableRules rules = new DltTableRules(schema, manifest.dataset());
            manifest.resources().forEach(resource -> rules.check(resource.table(), resource.merges()));
        }
    }

    private static SortedSet<String> locks(Manifest manifest) {
        SortedSet<String> locks = new TreeSet<>();
        locks.add("pipeline " + manifest.pipeline());
        manifest.resources().forEach(resource -> locks.add("table " + manifest.dataset() + "." + resource.table()));
        // two pipelines may choose one load id in the same microsecond
        locks.add("load " + manifest.dataset() + "." + manifest.loadId());
        return locks;
    }

    /**
     * An error for a destination that was set back.
     *
     * @param known the version that was committed there
     * @param found the version there is; 0 for none
     * @param waiting the package that cannot be loaded for that reason
     */
    public static PipetteException rewound(
            String pipeline, String destination, long known, long found, Optional<String> waiting) {
        return new PipetteException(
                ErrorCode.DATASET_REWOUND,
                destination + (found == 0 ? " has no state" : " has state version " + found) + " of pipeline "
                        + pipeline
                        + ", but version " + known
                        + " was committed there before: it was dropped or restored from an older"
                        + " copy, or its state was deleted. Nothing was loaded. To go on from what is there, run 'pipette pipeline "
                        + pipeline
                        + " sync'"
                        + waiting.map(loadId -> ", which sets package " + loadId + " aside; to delete that package, run"
                                        + " 'pipette pipeline " + pipeline + " discard " + loadId + "'.")
                                .orElse(". A package that waits is deleted with 'pipette pipeline " + pipeline
                                        + " discard LOAD_ID'."));
    }
}
