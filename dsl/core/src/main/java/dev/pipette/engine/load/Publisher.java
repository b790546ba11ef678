package dev.pipette.engine.load;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.folder.CheckNotes;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.StepListener;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one sealed package: locks, checks, schema changes, rows, bookkeeping, in one transaction. Either all of it
 * becomes visible or the destination stays as it was.
 */
public final class Publisher {
    private final RetryingClient client;
    private final Clock clock;
    private final UserListener listener;

    /** A publisher to one destination. */
    public Publisher(RetryingClient client, Clock clock, StepListener listener) {
        this.client = client;
        this.clock = clock;
        this.listener = new UserListener(listener);
    }

    /** How publishing ended. */
    public sealed interface Outcome {
        /**
         * Committed now.
         *
         * @param stateVersion the version of the state that is committed now
         * @param datasetId the dataset's own id
         * @param schema the pipeline's schema after the load
         * @param notes what else there is to know
         * @param checks how its checks ended
         */
        record Committed(
                List<TableResult> tables,
                List<String> schemaChanges,
                long stateVersion,
                String datasetId,
                Schema schema,
                List<String> notes,
                List<CheckResult> checks)
                implements Outcome {}

        /**
         * Committed before; nothing was written.
         *
         * @param stateVersion the version of the state that is committed now
         */
        record AlreadyCommitted(long stateVersion) implements Outcome {}

        /**
         * Nothing to write: no row was new, no table replaced, no state changed.
         *
         * @param notes what is left out all the same
         * @param checks how the checks ended all the same
         */
        record NothingNew(List<String> notes, List<CheckResult> checks) implements Outcome {}

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

    /**
     * Publishes.
     *
     * @param recovered whether an earlier run made the package and may have committed it: then it takes no newer rows away,
     *     which another machine loaded while it waited
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException when the transaction failed; it is rolled back
     */
    public Outcome publish(SealedPackage sealed, PackageReader reader, boolean recovered, long known) {
        Attempts attempts = new Attempts(sealed, reader, recovered, known, false, null);
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
        Attempts attempts = new Attempts(sealed, reader, true, known, true, null);
        return client.again(attempts::next);
    }

    /**
     * Publishes a package whose rows are not to be loaded: they become rejected rows, no table is changed, and what its resources
     * remember moves as if they had been loaded.
     *
     * @param reason why, for people
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException when the transaction failed; it is rolled back
     */
    public Outcome giveUp(SealedPackage sealed, PackageReader reader, String reason, long known) {
        Attempts attempts = new Attempts(sealed, reader, true, known, true, reason);
        return client.again(attempts::next);
    }

    /** One package, and the attempts at publishing it. */
    private final class Attempts {
        private final SealedPackage sealed;
        private final PackageReader reader;
        private final boolean recovered;
        private final long known;
        private final boolean late;
        private final @Nullable String givenUp;
        /** What would be committed if a COMMIT that was not answered had been done. */
        private Outcome.@Nullable Committed unanswered;

        Attempts(
                SealedPackage sealed,
                PackageReader reader,
                boolean recovered,
                long known,
                boolean late,
                @Nullable String givenUp) {
            this.sealed = sealed;
            this.reader = reader;
            this.recovered = recovered;
            this.known = known;
            this.late = late;
            this.givenUp = givenUp;
        }

        Outcome next() {
            try (DestinationSession session = client.openOnce(Access.WRITE)) {
                LoadChecks.prepare(session, sealed.manifest());
                PublishChecks checks =
                        new PublishChecks(sealed.manifest(), recovered || unanswered != null, known, late);
                Publication publication = new Publication(session, reader, checks, client, clock, listener);
                Outcome outcome = new Transaction(session, listener, failed -> failure(session, failed))
                        .run(
                                sealed.loadId(),
                                () -> givenUp == null ? publication.outcome() : publication.givenUp(givenUp),
                                this::isKept);
                return outcome instanceof Outcome.AlreadyCommitted && unanswered != null ? unanswered : outcome;
            }
        }

        private boolean isKept(Outcome outcome) {
            if (outcome instanceof Outcome.Committed committed) {
                reader.checkFiles(false);
                unanswered = committed;
                return true;
            }
            return false;
        }

        private PipetteException failure(DestinationSession session, RuntimeException failed) {
            if (failed instanceof BrokenChecks broken) {
                CheckNotes.add(sealed, clock.instant(), broken.results());
                return broken.error(sealed.manifest().dataset());
            }
            reader.checkReadable();
            return session.failure("load package " + sealed.loadId() + " into " + client.describe(), failed);
        }
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
                        + " copy, or its state was deleted. Nothing was loaded. To continue from what is there, run 'pipette pipeline "
                        + pipeline
                        + " sync'"
                        + waiting.map(loadId -> ", which sets package " + loadId + " aside; to delete that package, run"
                                        + " 'pipette pipeline " + pipeline + " discard " + loadId + "'.")
                                .orElse(". A package that waits is deleted with 'pipette pipeline " + pipeline
                                        + " discard LOAD_ID'."));
    }
}
