package dev.pipette.engine.load;

import dev.pipette.dlt.Digest128;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.bookkeeping.StoredCursor;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads where the cursors of a resource are, and sets one in a transaction, as a new version of the state. */
public final class CursorSetting {
    private final RetryingClient client;
    private final Question question;
    private final Clock clock;
    private final UserListener listener;

    /**
     * What to look up.
     *
     * @param schemaName of a pipeline whose state names none
     * @param path the column of the cursor; empty for the only one
     */
    public record Question(
            String pipeline, String dataset, String schemaName, String resource, Optional<String> path) {}

    /**
     * A cursor as it was found.
     *
     * @param keys how many loaded rows are known by their keys
     */
    public record Found(StoredCursor cursor, long keys) {}

    /**
     * A cursor that was set.
     *
     * @param stateVersion the version of the state that is committed now
     */
    public record Done(Found cursor, String loadId, long stateVersion) {}

    /** A cursor at one destination. */
    public CursorSetting(RetryingClient client, Question question, Clock clock, StepListener listener) {
        this.client = client;
        this.question = question;
        this.clock = clock;
        this.listener = new UserListener(listener);
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws PipetteException BAD_USAGE when the resource has no such cursor
     */
    public Found find() {
        if (!client.exists()) {
            throw none(List.of());
        }
        return client.read(session -> new Cursors(session).find());
    }

    /**
     * Sets the cursor, and forgets the keys of the rows at the value that it had.
     *
     * @param value what it is set to, from where it is
     * @param nextLoadId the load id, from the newest that is committed
     * @param known the version of the state that this machine knows to be committed; 0 for none
     */
    public Done set(
            Function<StoredCursor, StoredCursor> value, Function<Optional<String>, String> nextLoadId, long known) {
        String doing = "set the cursor of " + question.resource() + " in " + client.describe();
        return Transaction.in(client, listener, doing, session -> {
            session.lock(new TreeSet<>(
                    List.of(LockName.dataset(question.dataset()), LockName.pipeline(question.pipeline()))));
            return new Cursors(session).set(value, nextLoadId, known);
        });
    }

    private PipetteException none(List<String> paths) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + question.resource() + " of pipeline " + question.pipeline()
                        + (paths.isEmpty()
                                ? " has no cursor with a value in " + client.describe() + ", dataset "
                                        + question.dataset() + ". A load by a cursor makes it."
                                : " has these cursors: " + String.join(", ", paths)
                                        + ". Name the one that you mean: cursor(resource, path), or --path COLUMN."));
    }

    /** One look at the destination, or one change of it. */
    private final class Cursors {
        private final Bookkeeping bookkeeping;
        private final Optional<StateDocument> state;
        private String source = "";

        Cursors(DestinationSession session) {
            this.bookkeeping = new Bookkeeping(
                    session,
                    question.dataset(),
                    session.hasDataset(question.dataset()) ? session.tableNames(question.dataset()) : Set.of());
            this.state = bookkeeping.newestState(question.pipeline());
        }

        Found find() {
            List<StoredCursor> cursors = new ArrayList<>();
            for (String name : state.map(StateDocument::sourceNames).orElse(List.of())) {
                for (StoredCursor cursor :
                        ResourceStates.storedCursors(state.orElseThrow(), name, question.resource())) {
                    if (question.path()
                            .filter(path -> !path.equals(cursor.path()))
                            .isEmpty()) {
                        cursors.add(cursor);
                        source = name;
                    }
                }
            }
            if (cursors.size() != 1) {
                throw none(cursors.stream().map(StoredCursor::path).collect(Collectors.toList()));
            }
            StoredCursor only = cursors.getFirst();
            return new Found(
                    only,
                    bookkeeping.of(question.pipeline(), question.resource()).countBoundary(only.path()));
        }

        Done set(
                Function<StoredCursor, StoredCursor> value, Function<Optional<String>, String> nextLoadId, long known) {
            long version = state.map(StateDocument::version).orElse(0L);
            if (known > version) {
                throw Publisher.rewound(question.pipeline(), client.describe(), known, version, Optional.empty());
            }
            StoredCursor found = find().cursor();
            StoredCursor target = value.apply(found);
            StateDocument before = state.orElseThrow();
            Map<String, @Nullable Object> own = before.resourceState(source, question.resource());
            Map<String, @Nullable Object> cursors = new LinkedHashMap<>(ResourceStates.cursors(own));
            cursors.put(
                    found.path(),
                    ResourceStates.standingAt(
                            ResourceStates.cursors(own).getOrDefault(found.path(), Map.of()),
                            target.value(),
                            target.kind()));
            StateDocument after =
                    before.withResourceState(source, question.resource(), ResourceStates.withCursors(own, cursors));
            String loadId = nextLoadId.apply(bookkeeping.newestLoadId());
            listener.reached(LoadStep.CHECKED, loadId);
            bookkeeping.of(question.pipeline(), question.resource()).forgetBoundary(found.path());
            OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
            Schema schema = bookkeeping
                    .newestSchema(before.defaultSchemaName().orElse(question.schemaName()))
                    .orElseGet(() -> Schema.create(question.schemaName()));
            // a new version also where it was there already: its keys are forgotten, and other machines have to see
            // it
            StateDocument next = after.bumped().withVersion(before.version() + 1);
            bookkeeping.addState(next, loadId, Digest128.of("state " + loadId, 10), now);
            bookkeeping.addLoad(loadId, schema, now);
            listener.reached(LoadStep.BOOKKEEPING_WRITTEN, loadId);
            return new Done(new Found(target, 0), loadId, next.version());
        }
    }

    /**
     * A cursor that is set to a value, as its state keeps it.
     *
     * @param asked a value, or its text
     * @param kind what it is; empty for what the cursor compares now
     * @throws PipetteException BAD_USAGE for a text that is of another kind
     */
    public static StoredCursor at(StoredCursor cursor, Object asked, Optional<CursorKind> kind, String resource) {
        CursorKind stands = cursor.kind();
        Optional<CursorKind> named =
                kind.or(() -> asked instanceof CharSequence ? Optional.empty() : CursorKind.guess(asked));
        List<CursorKind> kinds = named.map(List::of)
                .orElseGet(() ->
                        stands.widened().map(wider -> List.of(stands, wider)).orElse(List.of(stands)));
        for (CursorKind one : kinds) {
            Optional<Comparable<?>> read =
                    one.readDeclared(asked, Optional.empty()).or(() -> one.bound(asked.toString(), ZoneOffset.UTC));
            if (read.isPresent()) {
                boolean written = asked instanceof String text && one.read(text).isPresent();
                return new StoredCursor(
                        cursor.path(),
                        written ? asked : one.toState(read.get()),
                        one,
                        cursor.lastValue(),
                        cursor.key());
            }
        }
        CursorKind expected = kinds.getFirst();
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "cursor '" + cursor.path() + "' of resource " + resource + " cannot be set to '" + asked + "': "
                        + (named.isPresent() ? "asked for are " : "it is at '" + cursor.value() + "' and compares ")
                        + expected.describe() + ". Write the value like " + expected.example()
                        + (named.isPresent() ? "." : ", or say which type it has: --as timestamp.")
                        + " Nothing was changed.");
    }
}
