package dev.pipette.engine.load;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.migrate.ColumnMigration;
import dev.pipette.engine.load.migrate.MigrationPlan;
import dev.pipette.engine.load.migrate.MigrationPlanner;
import dev.pipette.engine.load.migrate.MigrationWriter;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Migration;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.LockName;
import dev.pipette.spi.StepListener;
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

/**
 * Migrates columns of one pipeline's tables at a destination: the tables and the new version of the schema change in one
 * transaction, under the locks of a load. The state stays as it is, so that packages that wait can be loaded: under the same locks,
 * the schema says into which columns their values go.
 */
public final class SchemaMigration {
    private final RetryingClient client;
    private final Question question;
    private final Clock clock;
    private final UserListener listener;

    /**
     * What to change.
     *
     * @param schemaName of a pipeline whose state names none
     */
    public record Question(String pipeline, String dataset, String schemaName, Migration migration) {}

    /**
     * What there is to do, or what was done.
     *
     * @param plan the changes
     * @param schemaName of the schema that has the tables
     * @param schemaVersion the version of the schema after the migration
     * @param stateVersion the version of the committed state; 0 for none
     */
    public record Found(MigrationPlan plan, String schemaName, long schemaVersion, long stateVersion) {}

    /** A migration at one destination. */
    public SchemaMigration(RetryingClient client, Question question, Clock clock, StepListener listener) {
        this.client = client;
        this.question = question;
        this.clock = clock;
        this.listener = new UserListener(listener);
    }

    /** Looks, and changes nothing. */
    public Found find() {
        if (!client.exists()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no " + client.describe() + " yet, and pipeline " + question.pipeline()
                            + " has no column to migrate.");
        }
        return client.read(session -> new Tables(session).found());
    }

    /**
     * Migrates.
     *
     * @param known the version of the state that this machine knows to be committed; 0 for none
     * @throws PipetteException for what cannot be done, and when the transaction failed; it is rolled back
     */
    public Found migrate(long known) {
        String doing = "migrate " + question.dataset() + " in " + client.describe();
        return Transaction.in(client, listener, doing, session -> new Tables(session).migrate(known));
    }

    /** One look at the destination, or one change of it. */
    private final class Tables {
        private final DestinationSession session;
        private final Map<String, List<TableColumn>> existing;
        private final Bookkeeping bookkeeping;
        private final Optional<StateDocument> state;
        private final Schema schema;

        Tables(DestinationSession session) {
            this.session = session;
            this.existing = session.hasDataset(question.dataset()) ? session.tables(question.dataset()) : Map.of();
            this.bookkeeping = new Bookkeeping(session, question.dataset(), existing);
            this.state = bookkeeping.newestState(question.pipeline());
            this.schema = schema();
        }

        /** The schema that the tables belong to: the only one that has them, or the pipeline's usual one. */
        private Schema schema() {
            String usual = state.flatMap(StateDocument::defaultSchemaName).orElse(question.schemaName());
            List<Schema> holding = state.map(StateDocument::schemaNames).orElse(List.of()).stream()
                    .flatMap(name -> bookkeeping.newestSchema(name).stream())
                    .filter(this::hasAll)
                    .toList();
            Optional<Schema> found =
                    holding.size() == 1 ? Optional.of(holding.getFirst()) : bookkeeping.newestSchema(usual);
            return found.orElseThrow(() -> new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "pipeline " + question.pipeline() + " has loaded nothing into " + client.describe() + ", dataset "
                            + question.dataset() + ", and has no column to migrate."));
        }

        private boolean hasAll(Schema candidate) {
            Naming naming = naming(candidate);
            return question.migration().steps().stream()
                    .allMatch(step -> candidate.table(naming.key(step.table())).isPresent());
        }

        private Naming naming(Schema of) {
            return SchemaOrigin.of(Optional.of(of)).naming(question.dataset(), client.maxIdentifierLength());
        }

        Found found() {
            MigrationPlan plan = new MigrationPlanner(
                            question.dataset(),
                            schema,
                            existing,
                            new SessionFacts(
                                    session,
                                    question.dataset(),
                                    existing.keySet(),
                                    bookkeeping,
                                    question.pipeline(),
                                    schema.name()),
                            naming(schema))
                    .plan(question.migration());
            return new Found(
                    plan,
                    schema.name(),
                    plan.schema().version(),
                    state.map(StateDocument::version).orElse(0L));
        }

        Found migrate(long known) {
            session.lock(locks(), listener::waiting);
            // what was read before the locks were held may be older than they are
            return new Tables(session).migrateLocked(known);
        }

        private SortedSet<LockName> locks() {
            SortedSet<LockName> locks = new TreeSet<>();
            locks.add(LockName.pipeline(question.pipeline()));
            locks.add(LockName.dataset(question.dataset()));
            question.migration().steps().stream()
                    .map(step -> naming(schema).key(step.table()))
                    .filter(table -> schema.table(table).isPresent())
                    .forEach(table -> locks.add(LockName.table(
                            question.dataset(), schema.rootOf(table).name())));
            return locks;
        }

        private Found migrateLocked(long known) {
            Found found = found();
            if (known > found.stateVersion()) {
                throw Publisher.rewound(
                        question.pipeline(), client.describe(), known, found.stateVersion(), Optional.empty());
            }
            listener.reached(LoadStep.CHECKED, "");
            List<ColumnMigration> changes = found.plan().changes();
            if (changes.isEmpty()) {
                return found;
            }
            new MigrationWriter(session, question.dataset()).apply(new ArrayList<>(changes));
            listener.reached(LoadStep.SCHEMA_CHANGED, "");
            OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
            bookkeeping.addSchema(found.plan().schema(), after(now));
            listener.reached(LoadStep.BOOKKEEPING_WRITTEN, "");
            return found;
        }

        /** Later than that of every schema that is there: the newest one is taken by its time. */
        private OffsetDateTime after(OffsetDateTime now) {
            return bookkeeping
                    .newestSchemaTime(schema.name())
                    .map(newest -> newest.plus(1, ChronoUnit.MICROS))
                    .filter(above -> above.isAfter(now))
                    .orElse(now);
        }
    }
}
