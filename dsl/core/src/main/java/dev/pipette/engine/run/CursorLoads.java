package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.StoredCursor;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.Naming;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.WriteDisposition;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a package knows of the cursors of its resources before a row was read: what is declared, and what is committed. */
final class CursorLoads {
    private final RunSchema schema;
    private final Naming naming;

    CursorLoads(RunSchema schema) {
        this.schema = schema;
        this.naming = schema.naming();
    }

    /**
     * The cursor that a resource declares.
     *
     * @param state the committed state that the resource continues from; null where it begins without one
     */
    Optional<CursorLoad> declared(ResourcePlan resource, @Nullable StateDocument state) {
        return resource.cursor().map(declared -> {
            Object start = start(resource, declared, state);
            CursorLoad begun = begun(resource, declared, start, known(resource, declared, start, state));
            return begun.kind() != null || start == null || state == null
                    ? begun
                    : begun.withKind(ResourceStates.committedKind(state, schema.name(), resource.name(), begun.path())
                            .orElse(null));
        });
    }

    private @Nullable Object start(ResourcePlan resource, Cursor<?> declared, @Nullable StateDocument state) {
        return state == null || declared.window().isPresent()
                ? null
                : ResourceStates.cursor(state, schema.name(), resource.name(), declared.path())
                        .orElse(null);
    }

    private @Nullable Object known(
            ResourcePlan resource, Cursor<?> declared, @Nullable Object start, @Nullable StateDocument state) {
        return start == null || state == null
                ? start
                : ResourceStates.knownFrom(state, schema.name(), resource.name(), declared.path())
                        .orElse(start);
    }

    private CursorLoad begun(
            ResourcePlan resource, Cursor<?> declared, @Nullable Object start, @Nullable Object known) {
        Object initial = declared.start()
                .map(value -> declared.kind().orElse(CursorKind.TEXT).toState(value))
                .orElse(null);
        return CursorLoad.builder()
                .path(declared.path())
                .column(naming.key(declared.path().replace(".", Naming.SEPARATOR)))
                .kind(declared.kind().orElse(null))
                .initial(initial)
                .start(start)
                .end(start)
                .known(known)
                .deduplicated(deduplicates(resource, declared))
                .window(declared.window().map(window -> window.text()).orElse(null))
                .rules(new CursorRules(
                        declared.lastValue(),
                        declared.excludesStart(),
                        declared.includesEnd(),
                        declared.missing(),
                        declared.rowOrder().orElse(null),
                        declared.lag().map(Lag::toString).orElse(null),
                        zone(resource),
                        columns(key(resource))))
                .build();
    }

    /** The one cursor of the state that a replace continues with, where the resource declares none. */
    Optional<CursorLoad> adopted(ResourcePlan resource, CommittedState committed) {
        if (resource.writeDisposition().kind() != WriteDisposition.Kind.REPLACE
                || resource.cursor().isPresent()) {
            return Optional.empty();
        }
        List<StoredCursor> known = committed
                .state()
                .map(state -> ResourceStates.storedCursors(state, schema.name(), resource.name()))
                .orElse(List.of());
        if (known.size() != 1 || known.getFirst().lastValue() == LastValue.CUSTOM) {
            return Optional.empty();
        }
        StoredCursor only = known.getFirst();
        return Optional.of(CursorLoad.adopted(
                only.path(),
                naming.key(only.path().replace(".", Naming.SEPARATOR)),
                only.kind(),
                only.lastValue(),
                resource.declaredZone().orElse(null),
                only.key().isEmpty() ? columns(key(resource)) : only.key()));
    }

    /** Source names of the columns by which rows are known again; none for the whole row. */
    static List<String> key(ResourcePlan resource) {
        return resource.cursor()
                .flatMap(Cursor::deduplicationKey)
                .filter(key -> !key.isEmpty())
                .orElse(resource.primaryKey());
    }

    /**
     * Whether rows at the committed value, and those that a lag reads again, are compared with those that were loaded
     * before: not where none is loaded again, nor where all are to be, as in a merge, which takes restated rows. A replace
     * compares with nothing, and keeps the keys for the appends after it.
     */
    private static boolean deduplicates(ResourcePlan resource, Cursor<?> cursor) {
        boolean asked = cursor.deduplicationKey()
                .map(key -> !key.isEmpty())
                .orElse(resource.writeDisposition().kind() != WriteDisposition.Kind.MERGE);
        return asked && cursor.window().isEmpty() && (cursor.lag().isPresent() || !cursor.excludesStart());
    }

    /**
     * Whether each run reads rows again that are loaded, and does not leave them out while it reads: those at the committed value of
     * the cursor, and those of its lag, where a merge takes them as restated, or where a key tells them from others in the
     * destination.
     */
    static boolean readsLoadedRows(ResourcePlan resource) {
        return resource.cursor()
                .filter(cursor -> cursor.window().isEmpty() && (cursor.lag().isPresent() || !cursor.excludesStart()))
                .filter(cursor -> deduplicates(resource, cursor)
                        ? !key(resource).isEmpty()
                        : cursor.deduplicationKey().isEmpty())
                .isPresent();
    }

    /** The zone of times without an offset where a cursor compares instants. */
    private @Nullable String zone(ResourcePlan resource) {
        return resource.declaredZone().map(ZoneId::getId).orElse(naiveZone(resource));
    }

    /** The zone in which times without an offset become instants: dlt takes them as UTC, in the schemas that it made. */
    @Nullable
    String naiveZone(ResourcePlan resource) {
        return schema.origin().isDlts()
                ? resource.declaredZone().map(ZoneId::getId).orElse("UTC")
                : null;
    }

    private List<String> columns(List<String> sources) {
        return sources.stream().map(naming::key).toList();
    }
}
