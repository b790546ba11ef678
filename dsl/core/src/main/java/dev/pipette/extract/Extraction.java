package dev.pipette.extract;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import dev.pipette.normalize.JsonText;
import dev.pipette.normalize.Normalizer;
import dev.pipette.normalize.RecordRows;
import dev.pipette.pack.ColumnarRows;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.ResourceTables;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.LoadListener;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Walks one resource once; for one thread. */
public final class Extraction {
    /** Hidden key under which a whole row's digest travels to pack. */
    public static final String ROW_KEY = "_pipette_row_key";

    private final Resource resource;
    private final List<FileContent> files;
    private final ResourceState state;
    private final Clock clock;
    private final @Nullable CursorFilter cursor;
    private final boolean digests;
    private final DltBoundary boundary;
    private final LoadListener listener;
    private final RowCount count;

    /** Whether nothing on the way to the normalizer wants to see a row, so that a record need not become a map. */
    private final boolean untouched;

    private boolean limitReached;
    private long rowNumber;

    /**
     * An extraction.
     *
     * @param files of a resource of files
     * @param state the committed state, which the resource's code may change
     * @param cursor what the package knows of the resource's cursor before a row was read
     * @param digests whether each row is given a digest of all its values
     * @param loadedByDlt dlt's digests of the rows at the committed value that are loaded already
     * @param listener is told which file is read, and how many rows were
     */
    public Extraction(
            Resource resource,
            List<FileContent> files,
            ResourceState state,
            Clock clock,
            @Nullable CursorLoad cursor,
            boolean digests,
            Set<String> loadedByDlt,
            LoadListener listener) {
        this.resource = resource;
        this.files = files;
        this.state = state;
        this.clock = clock.withZone(resource.timeZone());
        this.boundary = new DltBoundary(
                loadedByDlt, resource.cursor().flatMap(Cursor::deduplicationKey).orElse(resource.primaryKey()));
        this.cursor = cursor == null
                ? null
                : new CursorFilter(resource.name(), resource.cursor().orElseThrow(), cursor, boundary);
        this.digests = digests;
        this.untouched = resource.steps().isEmpty() && cursor == null && !digests;
        this.listener = listener;
        this.count = new RowCount(listener, resource.name(), System::nanoTime);
    }

    /** The value of the cursor that the next load goes on from, by the rows that Java read, as the state keeps it. */
    public Optional<Object> cursorEnd() {
        return cursor == null ? Optional.empty() : cursor.end();
    }

    /** How the cursor's values were compared, where Java read rows. */
    public Optional<CursorKind> cursorKind() {
        return cursor == null ? Optional.empty() : cursor.kind();
    }

    /**
     * Reads everything.
     *
     * @throws PipetteException RESOURCE_FAILED when the resource's own code fails; its exception is the cause
     */
    public void into(ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows) {
        try {
            read(tables, normalizer, columnarRows);
            if (rowNumber > 0) {
                count.ended(rowNumber);
            }
        } catch (PipetteException failed) {
            throw failed;
        } catch (StackOverflowError failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + ", row " + rowNumber
                            + ": a value is nested too deep, or holds itself. Nothing of the run was loaded.",
                    failed);
        } catch (Exception failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + " failed after " + rowNumber + " rows: "
                            + failed.getClass().getSimpleName() + ": " + failed.getMessage()
                            + ". Nothing of the run was loaded.",
                    failed);
        }
    }

    private void read(ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows) throws Exception {
        switch (resource.source()) {
            case RowSource.Supplied supplied -> {
                var context = new ExtractContext(
                        state,
                        cursor == null ? Optional.empty() : cursor.start(),
                        cursor == null ? Optional.empty() : cursor.before(),
                        clock);
                try (Stream<?> rows = supplied.rows().open(context)) {
                    walk(rows, normalizer);
                }
            }
            case RowSource.Files _, RowSource.Streamed _ -> {
                boolean asTheyAre = resource.steps().isEmpty()
                        && !boundary.hasKeys()
                        && resource.cursor().flatMap(Cursor::function).isEmpty()
                        && ofOneKind(columnarRows);
                for (FileContent file : files) {
                    if (!file(file, asTheyAre, tables, normalizer, columnarRows)) {
                        return;
                    }
                }
            }
        }
    }

    /** Whether pack can take the files as they are: a column has one form for each type only in files of one kind. */
    private boolean ofOneKind(ColumnarRows columnarRows) {
        return files.stream()
                                .map(file -> file instanceof FileContent.Columnar columnar
                                        ? columnar.kind().name()
                                        : "")
                                .distinct()
                                .count()
                        == 1
                && files.stream()
                        .allMatch(
                                file -> file instanceof FileContent.Columnar columnar && columnarRows.isFlat(columnar));
    }

    private boolean file(
            FileContent content,
            boolean asTheyAre,
            ResourceTables tables,
            Normalizer normalizer,
            ColumnarRows columnarRows)
            throws IOException {
        listener.reading(resource.name(), content.source().named().toString());
        switch (content) {
            case FileContent.Columnar columnar -> {
                if (asTheyAre) {
                    tables.columnar(columnar);
                    return true;
                }
                FileContent.Columnar plain = tables.plain(columnar);
                try (Stream<Map<String, Object>> rows = columnarRows.open(plain)) {
                    return walk(rows, normalizer);
                } finally {
                    tables.discard(columnar, plain);
                }
            }
            case FileContent.Rows rowFile -> {
                try (Stream<Map<String, Object>> rows = rowFile.opener().open()) {
                    return walk(rows, normalizer);
                }
            }
        }
    }

    private Map<String, Object> row(@Nullable Object item) {
        return switch (item) {
            case Map<?, ?> map -> strings(map);
            case Record javaRecord -> RecordRows.row(javaRecord);
            case null ->
                throw new PipetteException(
                        ErrorCode.RESOURCE_FAILED,
                        "resource " + resource.name() + ", row " + rowNumber
                                + ": the row is null. Drop it with stream.filter(Objects::nonNull).");
            default -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("value", item);
                yield row;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    /** Walks rows until they end, a limit is reached or no other is in the cursor's range; false in the last two cases. */
    private boolean walk(Stream<?> items, Normalizer normalizer) {
        Spliterator<?> rows = items.spliterator();
        boolean limited = resource.steps().stream().anyMatch(RowStep.Limit.class::isInstance)
                || resource.cursor().flatMap(Cursor::rowOrder).isPresent();
        if (limited) {
            while (!isOver() && rows.tryAdvance(item -> take(item, normalizer))) {
                // the row was taken
            }
        } else {
            rows.forEachRemaining(item -> take(item, normalizer));
        }
        return !isOver();
    }

    private boolean isOver() {
        return limitReached || (cursor != null && cursor.outOfRange());
    }

    private void take(@Nullable Object item, Normalizer normalizer) {
        rowNumber++;
        count.counted(rowNumber);
        if (untouched && item instanceof Record javaRecord) {
            normalizer.add(javaRecord);
            return;
        }
        Map<String, Object> row = row(item);
        boolean kept = true;
        for (int index = 0; kept && index < resource.steps().size(); index++) {
            RowStep step = resource.steps().get(index);
            switch (step) {
                case RowStep.Change change -> row = changed(change, row);
                case RowStep.Keep keep -> kept = keep.keep().test(row);
                case RowStep.Limit limit -> {
                    kept = passed(index) < limit.rows();
                    limitReached = !kept;
                    count(index);
                }
            }
        }
        if (kept && (cursor == null || cursor.keeps(row, rowNumber))) {
            add(row, normalizer);
        }
    }

    private Map<String, Object> changed(RowStep.Change change, Map<String, Object> row) {
        Map<String, Object> mutable = row instanceof LinkedHashMap ? row : new LinkedHashMap<>(row);
        Map<String, Object> changed = change.change().apply(mutable);
        if (changed == null) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + ", row " + rowNumber
                            + ": .map(..) returned null. Return a row, and drop rows with .filter(..).");
        }
        return changed;
    }

    private void add(Map<String, Object> row, Normalizer normalizer) {
        if (digests) {
            Map<String, Object> withKey = new LinkedHashMap<>(row);
            withKey.put(ROW_KEY, digest(row));
            normalizer.add(withKey);
        } else {
            normalizer.add(row);
        }
    }

    private String digest(Map<String, Object> row) {
        try {
            return JsonText.digest(row);
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    "resource " + resource.name() + ", row " + rowNumber + ": the row cannot be told from others at the"
                            + " cursor's boundary: " + JsonText.reason(failed)
                            + ". Change it with .map(..), or name a primary key.",
                    failed);
        }
    }

    private final Map<Integer, Long> passed = new LinkedHashMap<>();

    private long passed(int step) {
        return passed.getOrDefault(step, 0L);
    }

    private void count(int step) {
        passed.merge(step, 1L, Long::sum);
    }
}
