package dev.pipette.engine.load.bookkeeping;

import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.spi.DestinationSession;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * What is committed at the destination: the truth about a pipeline.
 *
 * @param state the newest state document; empty before the first load with a state
 * @param newestLoadId the highest load id of the dataset
 * @param schema the newest default schema; empty before the first load
 * @param schemas the newest version of each schema of the pipeline, the default one among them
 * @param runKeys the resources whose rows of the given run key are committed
 * @param ledgers the files that are loaded, by resource and key, of the resources in the question
 * @param identity which dataset it is
 * @param doubtful newer state of which the destination does not show whether it is committed
 */
public record CommittedState(
        Optional<StateDocument> state,
        Optional<String> newestLoadId,
        Optional<Schema> schema,
        List<Schema> schemas,
        Set<String> runKeys,
        Map<String, Map<String, StoredFile>> ledgers,
        DatasetIdentity identity,
        Optional<DoubtfulState> doubtful) {
    private static CommittedState nothing(DatasetIdentity identity) {
        return new CommittedState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Set.of(),
                Map.of(),
                identity,
                Optional.empty());
    }

    /** A load that is in {@code _dlt_loads}. */
    public record Load(String loadId, Instant insertedAt, long status, String schemaName) {}

    /**
     * What to look up.
     *
     * @param resources whose run keys are looked up
     * @param ledgers resources whose files are looked up
     */
    public record Question(
            String pipeline,
            String dataset,
            String schemaName,
            Optional<String> runKey,
            List<String> resources,
            List<String> ledgers) {}

    /** Opens the destination just long enough to read. */
    public static CommittedState read(RetryingClient client, Question question) {
        if (!client.exists()) {
            return nothing(DatasetIdentity.UNKNOWN);
        }
        return client.read(session -> read(session, question));
    }

    private static CommittedState read(DestinationSession session, Question question) {
        if (!session.hasDataset(question.dataset())) {
            return nothing(identity(session, question.dataset(), Set.of()));
        }
        Set<String> tables = session.tableNames(question.dataset());
        Bookkeeping bookkeeping = new Bookkeeping(session, question.dataset(), tables);
        StateRows.Found states = bookkeeping.stateOf(question.pipeline());
        Optional<StateDocument> state = states.newest();
        String usual = state.flatMap(StateDocument::defaultSchemaName).orElse(question.schemaName());
        Set<String> names = new LinkedHashSet<>(List.of(usual));
        state.ifPresent(document -> names.addAll(document.schemaNames()));
        List<Schema> schemas = names.stream()
                .flatMap(name -> bookkeeping.newestSchema(name).stream())
                .toList();
        return new CommittedState(
                state,
                bookkeeping.newestLoadId(),
                schemas.stream().filter(schema -> schema.name().equals(usual)).findFirst(),
                schemas,
                question.runKey()
                        .map(key -> question.resources().stream()
                                .filter(resource -> bookkeeping
                                        .of(question.pipeline(), resource)
                                        .hasRunKey(key))
                                .collect(Collectors.toSet()))
                        .orElse(Set.of()),
                question.ledgers().stream()
                        .collect(Collectors.toMap(
                                resource -> resource,
                                resource -> bookkeeping.of(question.pipeline(), resource).files().stream()
                                        .collect(Collectors.toMap(
                                                file -> file.stored().key(), LoadedFile::stored)))),
                identity(session, question.dataset(), tables),
                states.doubtful());
    }

    private static DatasetIdentity identity(DestinationSession session, String dataset, Set<String> tables) {
        return new DatasetTable(session, dataset, tables).identity();
    }

    /** Which dataset it is. */
    public static DatasetIdentity identity(RetryingClient client, String dataset) {
        return client.exists()
                ? client.read(session -> identity(
                        session, dataset, session.hasDataset(dataset) ? session.tableNames(dataset) : Set.of()))
                : DatasetIdentity.UNKNOWN;
    }

    /** The files of a resource that are loaded, in the order of their keys. */
    public static List<LoadedFile> files(RetryingClient client, String dataset, String pipeline, String resource) {
        if (!client.exists()) {
            return List.of();
        }
        return client.read(session -> session.hasDataset(dataset)
                ? bookkeeping(session, dataset).of(pipeline, resource).files()
                : List.<LoadedFile>of());
    }

    /**
     * Passes the keys of the rows that are loaded at the value where a cursor is; none where there are more than
     * {@code most}. Begins again, with their count, when the connection was lost meanwhile.
     */
    public static void boundaryKeys(
            RetryingClient client,
            String dataset,
            String pipeline,
            String resource,
            String cursorPath,
            long most,
            LongConsumer counted,
            Consumer<UUID> key) {
        if (!client.exists()) {
            return;
        }
        client.read(session -> {
            if (session.hasDataset(dataset)) {
                LoadedInput input = bookkeeping(session, dataset).of(pipeline, resource);
                long count = input.countBoundary(cursorPath);
                if (count > 0 && count <= most) {
                    counted.accept(count);
                    input.eachBoundaryKey(cursorPath, key);
                }
            }
            return key;
        });
    }

    /** Whether a load of this schema is committed. */
    public static boolean isCommitted(RetryingClient client, String dataset, String schemaName, String loadId) {
        if (!client.exists()) {
            return false;
        }
        return client.read(session -> session.hasDataset(dataset)
                && bookkeeping(session, dataset)
                        .schemaOfLoad(loadId)
                        .filter(schemaName::equals)
                        .isPresent());
    }

    /** Whether rows of a resource are committed with a run key. */
    public static boolean hasRunKey(
            RetryingClient client, String dataset, String pipeline, String resource, String runKey) {
        return client.exists()
                && client.read(session -> session.hasDataset(dataset)
                        && bookkeeping(session, dataset).of(pipeline, resource).hasRunKey(runKey));
    }

    /** The loads of a dataset, newest first. */
    public static List<Load> loads(RetryingClient client, String dataset) {
        if (!client.exists()) {
            return List.of();
        }
        return client.read(session ->
                session.hasDataset(dataset) ? bookkeeping(session, dataset).loads() : List.<Load>of());
    }

    private static Bookkeeping bookkeeping(DestinationSession session, String dataset) {
        return new Bookkeeping(session, dataset, session.tableNames(dataset));
    }

    /** The newest version of a schema of the pipeline; empty where it has none of this name. */
    public Optional<Schema> schema(String name) {
        return schemas.stream().filter(schema -> schema.name().equals(name)).findFirst();
    }

    /** The files of a resource that are loaded, by their keys. */
    public Map<String, StoredFile> ledger(String resource) {
        return ledgers.getOrDefault(resource, Map.of());
    }

    /** The version of the state; 0 where there is none. */
    public long stateVersion() {
        return state.map(StateDocument::version).orElse(0L);
    }
}
