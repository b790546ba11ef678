package dev.pipette.engine.load.bookkeeping;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.StateDocument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of dlt's state document that belong to resources, and what a package changes in them. */
public final class ResourceStates {
    private static final String INCREMENTAL = "incremental";

    private ResourceStates() {}

    /** The state of a resource, without what its cursor keeps there. */
    public static Map<String, @Nullable Object> own(StateDocument state, String source, String resource) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(state.resourceState(source, resource));
        own.remove(INCREMENTAL);
        return own;
    }

    /** The committed value of a resource's cursor: a number, or text. */
    public static Optional<Object> cursor(StateDocument state, String source, String resource, String path) {
        return state.resourceState(source, resource).get(INCREMENTAL) instanceof Map<?, ?> cursors
                ? Optional.ofNullable(lastValue(cursors.get(path)))
                : Optional.empty();
    }

    /** A cursor's value as text or a number, also where the state keeps a time or date because its source yields such. */
    public static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case OffsetDateTime time -> time.toInstant().toString();
            case LocalDateTime time -> time.toString();
            case LocalDate date -> date.toString();
            case null, default -> value;
        };
    }

    /** A value in the form of the one that it follows, so that dlt can continue comparing it with its rows. */
    private static @Nullable Object like(@Nullable Object before, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            return switch (before) {
                case OffsetDateTime time -> Instant.parse(text).atOffset(ZoneOffset.UTC);
                case LocalDateTime time -> LocalDateTime.parse(text);
                case LocalDate date -> LocalDate.parse(text);
                case null, default -> value;
            };
        } catch (DateTimeException otherKind) {
            return value; // the cursor has another type now
        }
    }

    /**
     * The digests by which dlt knows the rows at the cursor's committed value again; empty where Pipette committed it,
     * which keeps the keys of such rows in a table.
     */
    public static Set<String> boundaryDigests(StateDocument state, String source, String resource, String path) {
        Map<String, @Nullable Object> cursor =
                cursors(state.resourceState(source, resource)).get(path);
        return cursor == null ? Set.of() : strings(cursor.get("unique_hashes"));
    }

    /** The value from which on the keys of a cursor's loaded rows are kept; empty where only those at its value are. */
    public static Optional<Object> knownFrom(StateDocument state, String source, String resource, String path) {
        return Optional.ofNullable(
                        cursors(state.resourceState(source, resource)).get(path))
                .flatMap(cursor -> Optional.ofNullable(CursorEntry.of(cursor).knownFrom()));
    }

    /** The kind in which a cursor compares, where it was declared and its committed value does not say it. */
    public static Optional<CursorKind> committedKind(StateDocument state, String source, String resource, String path) {
        return Optional.ofNullable(
                        cursors(state.resourceState(source, resource)).get(path))
                .flatMap(cursor -> Optional.ofNullable(CursorEntry.of(cursor).kind()));
    }

    /** The cursors of a resource that have a value, in the order of their paths. */
    public static List<StoredCursor> storedCursors(StateDocument state, String source, String resource) {
        return cursors(state.resourceState(source, resource)).entrySet().stream()
                .filter(cursor -> lastValue(cursor.getValue()) != null)
                .map(cursor -> {
                    CursorEntry entry = CursorEntry.of(cursor.getValue());
                    Object value = Objects.requireNonNull(lastValue(cursor.getValue()));
                    CursorKind kind = Optional.ofNullable(entry.kind())
                            .filter(found -> found.readDeclared(value, Optional.of(ZoneOffset.UTC))
                                    .isPresent())
                            .orElseGet(() -> CursorKind.ofState(value));
                    return new StoredCursor(cursor.getKey(), value, kind, entry.lastValue(), entry.key());
                })
                .sorted(Comparator.comparing(StoredCursor::path))
                .toList();
    }

    /** Whether dlt, or an export for it, wrote digests of rows at any cursor; Pipette alone keeps such keys in a table. */
    public static boolean hasDltRows(StateDocument state) {
        return state.sourceNames().stream()
                .anyMatch(source -> state.resourceNames(source).stream()
                        .anyMatch(resource -> cursors(state.resourceState(source, resource)).values().stream()
                                .anyMatch(cursor ->
                                        !strings(cursor.get("unique_hashes")).isEmpty())));
    }

    public static Set<String> strings(@Nullable Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    /** What a resource's state keeps of its cursors, by their paths. */
    public static Map<String, Map<String, @Nullable Object>> cursors(Map<String, @Nullable Object> own) {
        Map<String, Map<String, @Nullable Object>> cursors = new LinkedHashMap<>();
        if (own.get(INCREMENTAL) instanceof Map<?, ?> all) {
            all.forEach((path, cursor) -> {
                if (cursor instanceof Map<?, ?> values) {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                    values.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    cursors.put(String.valueOf(path), copy);
                }
            });
        }
        return cursors;
    }

    /** A resource's state with other cursors. */
    public static Map<String, @Nullable Object> withCursors(
            Map<String, @Nullable Object> own, Map<String, @Nullable Object> cursors) {
        if (cursors.isEmpty()) {
            return own;
        }
        Map<String, @Nullable Object> state = new LinkedHashMap<>(own);
        state.put(INCREMENTAL, cursors);
        return state;
    }

    /** The document with what the package changes. */
    public static StateDocument applied(StateDocument before, Manifest manifest) {
        StateDocument after = before;
        for (ResourceLoad resource : manifest.resources()) {
            Map<String, @Nullable Object> state = after(after, manifest.schemaName(), resource);
            boolean known =
                    !after.resourceState(manifest.schemaName(), resource.name()).isEmpty();
            if (known || !state.isEmpty()) {
                after = state.isEmpty()
                        ? after.withoutResourceState(manifest.schemaName(), resource.name())
                        : after.withResourceState(manifest.schemaName(), resource.name(), state);
            }
        }
        return after;
    }

    /** Whether the package changes the state of a resource. */
    public static boolean changes(StateDocument before, Manifest manifest) {
        return manifest.resources().stream()
                .anyMatch(resource -> !after(before, manifest.schemaName(), resource)
                        .equals(before.resourceState(manifest.schemaName(), resource.name())));
    }

    /**
     * The resources whose committed state is not the one that the package was extracted from, where the package changes
     * it: to load the package would set such a state back.
     */
    public static List<String> moved(Optional<StateDocument> committed, Manifest manifest) {
        return manifest.resources().stream()
                .filter(resource ->
                        changesState(committed, manifest, resource) && !isUnchanged(committed, manifest, resource))
                .map(ResourceLoad::name)
                .toList();
    }

    /** Whether the committed state of a resource is the one that a package was extracted from. */
    public static boolean isUnchanged(Optional<StateDocument> committed, Manifest manifest, ResourceLoad resource) {
        return committed
                .map(state -> state.resourceDigest(manifest.schemaName(), resource.name()))
                .orElse("")
                .equals(resource.base());
    }

    private static boolean changesState(Optional<StateDocument> committed, Manifest manifest, ResourceLoad resource) {
        return resource.followsState()
                || resource.resetsState()
                        && committed
                                .map(state -> !state.resourceState(manifest.schemaName(), resource.name())
                                        .isEmpty())
                                .orElse(false);
    }

    private static Map<String, @Nullable Object> after(StateDocument before, String source, ResourceLoad resource) {
        Map<String, @Nullable Object> state = resource.resetsState()
                ? new LinkedHashMap<>()
                : new LinkedHashMap<>(before.resourceState(source, resource.name()));
        resource.state().forEach((key, value) -> {
            if (value == null) {
                state.remove(key);
            } else {
                state.put(key, value);
            }
        });
        CursorLoad cursor = resource.cursor();
        if (cursor != null && cursor.end() != null) {
            Map<String, @Nullable Object> cursors = new LinkedHashMap<>();
            if (state.get(INCREMENTAL) instanceof Map<?, ?> others) {
                others.forEach((path, value) -> cursors.put(String.valueOf(path), value));
            }
            Object last = cursors.get(cursor.path());
            Map<String, @Nullable Object> values = cursors(state).getOrDefault(cursor.path(), Map.of());
            if (cursor.moved()) {
                Object stored = stored(last);
                Object end = end(stored, cursor);
                values = new LinkedHashMap<>();
                values.put("initial_value", like(end, cursor.initial()));
                values.put("last_value", end);
                values.put("unique_hashes", dltRows(cursor, Set.of()));
                values.put("start_value", stored == null ? like(end, cursor.initial()) : stored);
            } else if (cursor.dltRows() != null && !cursor.dltRows().digests().isEmpty()) {
                values = new LinkedHashMap<>(values);
                values.put("unique_hashes", dltRows(cursor, strings(values.get("unique_hashes"))));
            }
            values = CursorEntry.after(cursor, values);
            if (!values.equals(last)) {
                cursors.put(cursor.path(), values);
                state.put(INCREMENTAL, cursors);
            }
        }
        return state;
    }

    /** What is kept of a cursor that was set to a value: no row there is known. */
    public static Map<String, @Nullable Object> standingAt(
            Map<String, @Nullable Object> cursor, Object value, CursorKind kind) {
        Map<String, @Nullable Object> values = CursorEntry.withoutKeys(cursor, kind);
        Object form = like(stored(cursor), value);
        values.put("last_value", form);
        values.put("unique_hashes", List.of());
        values.put("start_value", form);
        return values;
    }

    /** dlt's digests of the rows at the cursor's value: those that were known there, and those that the package adds. */
    private static List<String> dltRows(CursorLoad cursor, Set<String> known) {
        SortedSet<String> all = new TreeSet<>(known);
        if (cursor.dltRows() != null) {
            all.addAll(cursor.dltRows().digests());
        }
        return known.containsAll(all) ? List.copyOf(known) : List.copyOf(all);
    }

    /**
     * The value that the cursor continues from, as the state keeps it: as the source wrote it, because dlt compares that
     * with its rows. Where dlt kept a time or date, it is one again, also where this source writes text.
     */
    private static Object end(@Nullable Object before, CursorLoad cursor) {
        Object compared = java.util.Objects.requireNonNull(cursor.end());
        Object alike = like(before, compared);
        if (alike != null && !alike.equals(compared)) {
            return alike;
        }
        String written = cursor.written();
        return written == null ? compared : TypedText.read(written);
    }

    private static @Nullable Object lastValue(@Nullable Object cursor) {
        return plain(stored(cursor));
    }

    private static @Nullable Object stored(@Nullable Object cursor) {
        return cursor instanceof Map<?, ?> values ? values.get("last_value") : null;
    }
}
