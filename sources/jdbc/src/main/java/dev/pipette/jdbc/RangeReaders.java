package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the rows of ranges in their order, several of which are read at once. Each reader takes the next range; what waits is
 * bounded by the number of readers, whatever the table holds.
 */
final class RangeReaders extends Spliterators.AbstractSpliterator<Map<String, Object>> implements AutoCloseable {
    private static final int ROWS_OF_BATCH = 500;
    private static final int BATCHES_AHEAD = 24;

    /** Ranges that are begun and not yet passed on, for each reader. */
    private static final int RANGES_AHEAD = 2;

    /**
     * What is read.
     *
     * @param quoted the column, in SQL
     * @param atOnce how many readers there are
     */
    record Ranges(List<KeyRange> all, String quoted, int atOnce) {}

    /** What a reader puts behind the rows of a range, or in their place. */
    private record End(@Nullable RuntimeException failed) {}

    private final Selection selection;
    private final Ranges read;
    private final List<KeyRange> ranges;
    private final CursorCondition condition;
    private final Optional<String> snapshot;
    private final Connection exporting;
    private final Map<String, ColumnHint> declared;
    private final List<BlockingQueue<Object>> queues = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore ahead;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pipette-slice-", 0).factory());
    private List<?> batch = List.of();
    private int inBatch;
    private int range;
    private boolean started;

    /**
     * @param snapshot that all connections see; empty where each has one of its own
     * @param exporting the connection that has the snapshot, which is closed with this
     */
    RangeReaders(
            Selection selection,
            Ranges read,
            CursorCondition condition,
            Optional<String> snapshot,
            Connection exporting,
            Map<String, ColumnHint> declared) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.selection = selection;
        this.read = read;
        this.ranges = read.all();
        this.condition = condition;
        this.snapshot = snapshot;
        this.exporting = exporting;
        this.declared = declared;
        this.ahead = new Semaphore(read.atOnce() * RANGES_AHEAD);
        ranges.forEach(each -> queues.add(new ArrayBlockingQueue<>(BATCHES_AHEAD)));
    }

    @Override
    public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
        start();
        while (inBatch == batch.size()) {
            if (range == ranges.size()) {
                return false;
            }
            switch (take(queues.get(range))) {
                case End(RuntimeException failed) -> {
                    if (failed != null) {
                        throw failed;
                    }
                    queues.set(range, new ArrayBlockingQueue<>(1)); // what is passed on is not kept
                    range++;
                    ahead.release();
                }
                case List<?> rows -> {
                    batch = rows;
                    inBatch = 0;
                }
                default -> throw new IllegalStateException();
            }
        }
        action.accept(row(batch.get(inBatch++)));
        return true;
    }

    @SuppressWarnings("unchecked") // batches are made by the readers alone
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    private Object take(BlockingQueue<Object> queue) {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PipetteException(
                    ErrorCode.INTERRUPTED,
                    "the run was interrupted while " + selection.what() + " was read. Nothing of it was loaded.",
                    interrupted);
        }
    }

    private void start() {
        if (!started) {
            started = true;
            for (int reader = 0; reader < Math.min(read.atOnce(), ranges.size()); reader++) {
                executor.execute(this::read);
            }
        }
    }

    /** Reads one range after the other, in a connection of its own. */
    private void read() {
        Connection connection = null;
        try {
            while (true) {
                ahead.acquire();
                int index = begun.getAndIncrement();
                if (index >= ranges.size()) {
                    return;
                }
                BlockingQueue<Object> queue = queues.get(index);
                try {
                    if (connection == null) {
                        connection = connected();
                    }
                    rows(connection, index, queue);
                    queue.put(new End(null));
                } catch (RuntimeException failed) {
                    queue.put(new End(failed));
                    return;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt(); // nobody waits for the rows any more
        } finally {
            if (connection != null) {
                Connections.close(connection);
            }
        }
    }

    private Connection connected() {
        Connection connection = selection.connections().open();
        try {
            if (snapshot.isPresent()) {
                selection.dialect().importSnapshot(connection, snapshot.get());
            }
            return connection;
        } catch (SQLException failed) {
            Connections.close(connection);
            throw selection.connections().problems().of("read " + selection.what() + " in one snapshot", failed);
        }
    }

    private void rows(Connection connection, int index, BlockingQueue<Object> queue) throws InterruptedException {
        CursorCondition part = ranges.get(index).in(condition, read.quoted());
        String sql = selection.select() + part.where();
        try (RowStream rows = RowStream.of(selection, connection, sql, part.bounds(), declared)) {
            List<Map<String, Object>> next = new ArrayList<>(ROWS_OF_BATCH);
            for (Map<String, Object> row = rows.next(); row != null; row = rows.next()) {
                next.add(row);
                if (next.size() == ROWS_OF_BATCH) {
                    queue.put(next);
                    next = new ArrayList<>(ROWS_OF_BATCH);
                }
            }
            if (!next.isEmpty()) {
                queue.put(next);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        executor.close();
        Connections.close(exporting);
    }
}
