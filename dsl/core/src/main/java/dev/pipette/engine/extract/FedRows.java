package dev.pipette.engine.extract;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.Sampling;
import dev.pipette.text.Units;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of one resource of those of another, as these come: several at the same time where the resource says so, and
 * walks them in the order of the other resource's rows.
 */
final class FedRows implements AutoCloseable {
    private final ResourcePlan resource;
    private final RowSource.Derived source;
    private final RowWalk walk;
    private final Deque<ItemStream> ahead = new ArrayDeque<>();
    private final int parallel;

    private @Nullable Intake intake;
    private @Nullable ExecutorService threads;
    private List<String> parentKey = List.of();
    private final Set<String> missing;
    private boolean over;
    private long fed;
    private long failed;
    private String firstFailure = "";

    /** @param sampled whether a plan reads a sample, whose requests are counted on one thread */
    FedRows(ResourcePlan resource, RowSource.Derived source, RowWalk walk, boolean sampled) {
        this.resource = resource;
        this.source = source;
        this.walk = walk;
        this.missing = new LinkedHashSet<>(source.parentColumns());
        this.parallel = sampled ? 1 : source.parallel();
    }

    /** @param key the columns of the other resource's rows by which errors name one */
    void parentKey(List<String> key) {
        parentKey = key;
    }

    /** Rows go here from now on. */
    void into(Intake open) {
        intake = open;
    }

    /** Whether no other row is needed. */
    boolean isOver() {
        return over;
    }

    /** No other row is needed. */
    void end() {
        over = true;
    }

    void feed(Map<String, Object> parent) throws Exception {
        fed++;
        if (over) {
            return;
        }
        if (parallel == 1) {
            walkHere(parent, fed);
            return;
        }
        if (ahead.size() == parallel) {
            walkNext();
        }
        if (!over) {
            ahead.add(ItemStream.on(executor(), source, fed, parent, walk.context()));
        }
    }

    /** Walks what is opened. */
    void drain() throws Exception {
        while (!ahead.isEmpty() && !over) {
            walkNext();
        }
    }

    private ExecutorService executor() {
        ExecutorService open = threads;
        if (open == null) {
            open = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("pipette-made-", 0).factory());
            threads = open;
        }
        return open;
    }

    private void walkNext() throws Exception {
        ItemStream item = ahead.remove();
        try {
            walk(item.parent(), item);
        } catch (ItemStream.Failed problem) {
            fail(item.number(), item.parent(), problem.failure());
        }
    }

    private void walkHere(Map<String, Object> parent, long number) throws Exception {
        Stream<?> open;
        try {
            open = ItemStream.opened(source, parent, walk.context());
        } catch (Exception problem) {
            fail(number, parent, problem);
            return;
        }
        try (open) {
            walk(parent, new Guarded(open.iterator()));
        } catch (ItemStream.Failed problem) {
            fail(number, parent, problem.failure());
        }
    }

    /** Rows whose code fails with an exception that says so, and not the code of the walk. */
    private record Guarded(Iterator<?> rows) implements Iterator<@Nullable Object> {
        @Override
        public boolean hasNext() {
            try {
                return rows.hasNext();
            } catch (RuntimeException problem) {
                throw new ItemStream.Failed(problem);
            }
        }

        @Override
        public @Nullable Object next() {
            try {
                return rows.next();
            } catch (RuntimeException problem) {
                throw new ItemStream.Failed(problem);
            }
        }
    }

    /** All rows of one that may fail are here before the first is loaded. */
    private void walk(Map<String, Object> parent, Iterator<? extends @Nullable Object> rows) {
        walk.madeOf(columns(parent));
        Iterator<? extends @Nullable Object> complete =
                source.mostFailed() == 0 ? rows : ItemStream.all(rows).iterator();
        Spliterator<?> walked = Spliterators.spliteratorUnknownSize(complete, Spliterator.ORDERED);
        over = walk.over(walked, Objects.requireNonNull(intake)) == RowWalk.End.OVER;
    }

    private Map<String, Object> columns(Map<String, Object> parent) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (String column : source.parentColumns()) {
            if (parent.containsKey(column)) {
                missing.remove(column);
            }
            columns.put("_" + source.parent() + "_" + column, parent.get(column));
        }
        return columns;
    }

    /** Refuses columns of the other resource that none of its rows had. */
    void checkColumns() {
        if (fed > 0 && !over && !missing.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + ": no row of " + source.parent() + " has a column "
                            + String.join(", ", missing)
                            + ", which includeFromParent(..) names. Nothing of the run was loaded.");
        }
    }

    private void fail(long number, Map<String, Object> parent, Throwable problem) throws Exception {
        if (problem instanceof Error error) {
            throw error;
        }
        Exception failure = (Exception) problem;
        if (FolderProblem.isInterrupt(failure) || Sampling.Ended.caused(failure)) {
            throw failure;
        }
        String what = "row " + number + " of " + source.parent() + key(parent);
        String why = failure instanceof PipetteException known
                ? known.getMessage()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (source.mostFailed() == 0) {
            throw problem(failure, what + ": " + why);
        }
        failed++;
        if (failed == 1) {
            firstFailure = what + ": " + why;
        }
        if (failed > source.mostFailed()) {
            throw problem(
                    failure,
                    failed + " of " + Units.rows(fed) + " of " + source.parent() + " failed, and skipFailed("
                            + source.mostFailed() + ") allows " + source.mostFailed() + ". The first was "
                            + firstFailure);
        }
    }

    private PipetteException problem(Exception failure, String what) {
        ErrorCode code = failure instanceof PipetteException known ? known.code() : ErrorCode.RESOURCE_FAILED;
        String end = what.endsWith(".") ? " " : ". ";
        return new PipetteException(
                code, "resource " + resource.name() + ", " + what + end + "Nothing of the run was loaded.", failure);
    }

    private String key(Map<String, Object> parent) {
        List<String> named = parentKey.stream()
                .filter(parent::containsKey)
                .map(column -> column + " " + parent.get(column))
                .toList();
        return named.isEmpty() ? "" : " (" + String.join(", ", named) + ")";
    }

    /** What to say of the rows that failed since the last call. */
    Optional<String> takeNote() {
        Optional<String> note = failed == 0
                ? Optional.empty()
                : Optional.of("resource " + resource.name() + ": what is made of " + failed + " of " + Units.rows(fed)
                        + " of " + source.parent() + " was left out, because it failed; the first was " + firstFailure);
        failed = 0;
        return note;
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            threads.close();
        }
    }
}
