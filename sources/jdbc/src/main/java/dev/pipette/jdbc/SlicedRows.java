package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.schema.ColumnHint;
import dev.pipette.spi.RowSource;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of ranges of a column of integers, several of which are read at once, in the order of the ranges. Each reader takes the
 * next range; what waits is bounded by the number of readers, whatever the table holds.
 */
final class SlicedRows implements RowSource.Opener {
    /** Rows of a range, where the values are spread evenly: what a reader may read ahead. */
    private static final long ROWS_OF_RANGE = 10_000;

    private static final int ROWS_OF_BATCH = 500;
    private static final int BATCHES_AHEAD = 24;

    /** Ranges that are begun and not yet passed on, for each reader. */
    private static final int RANGES_AHEAD = 2;

    private static final int MOST_RANGES = 100_000;

    private final Selection selection;
    private final Optional<Cursor<?>> cursor;
    private final int atOnce;
    private final TableInfo table;
    private final String column;

    SlicedRows(Selection selection, Optional<Cursor<?>> cursor, int atOnce, TableInfo table, String column) {
        this.selection = selection;
        this.cursor = cursor;
        this.atOnce = atOnce;
        this.table = table;
        this.column = column;
    }

    /**
     * Values of the column.
     *
     * @param from the first
     * @param before the first that is not in it
     */
    private record Range(BigInteger from, BigInteger before) {}

    @Override
    public Stream<Map<String, Object>> open(ExtractContext context) {
        CursorCondition condition = CursorCondition.of(selection, cursor, context);
        Connection first = selection.connections().open();
        try {
            Optional<String> snapshot = selection.dialect().exportSnapshot(first);
            Readers readers =
                    new Readers(condition, ranges(first, condition), snapshot, first, context.declaredColumns());
            return StreamSupport.stream(readers, false).onClose(readers::close);
        } catch (SQLException failed) {
            Connections.close(first);
            throw selection.connections().problems().brokeOff(selection.what(), 0, failed);
        } catch (PipetteException failed) {
            Connections.close(first);
            throw failed;
        }
    }

    /** The ranges, the last of which has no end; none for a table without rows. */
    private List<Range> ranges(Connection connection, CursorCondition condition) throws SQLException {
        String quoted = selection.dialect().quoted(column);
        String sql = "SELECT min(" + quoted + "), max(" + quoted + "), count(*) FROM " + selection.from()
                + condition.where();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, condition.bounds());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long rows = row.getLong(3);
                String least = row.getString(1);
                if (least == null) {
                    // all rows, if there are any, have no value: one range has them
                    return rows == 0 ? List.of() : List.of(new Range(BigInteger.ZERO, BigInteger.ONE));
                }
                return cut(new BigInteger(least), new BigInteger(row.getString(2)), rows, isCheap(connection));
            }
        }
    }

    /** Whether many ranges cost no more than few: without an index, each of them reads the whole table. */
    private boolean isCheap(Connection connection) throws SQLException {
        return (!table.primaryKey().isEmpty() && table.primaryKey().getFirst().equals(column))
                || selection.dialect().isIndexed(connection, table.name(), column);
    }

    private List<Range> cut(BigInteger least, BigInteger most, long rows, boolean many) {
        BigInteger span = most.subtract(least).add(BigInteger.ONE);
        long wanted = Math.clamp(
                many ? (rows + ROWS_OF_RANGE - 1) / ROWS_OF_RANGE : atOnce, Math.min(rows, atOnce), MOST_RANGES);
        BigInteger step = span.add(BigInteger.valueOf(wanted - 1))
                .divide(BigInteger.valueOf(wanted))
                .max(BigInteger.ONE);
        List<Range> ranges = new ArrayList<>();
        for (BigInteger from = least; from.compareTo(most) <= 0; from = from.add(step)) {
            ranges.add(new Range(from, from.add(step)));
        }
        return ranges;
    }

    /** What a reader puts behind the rows of a range, or in their place. */
    private record End(@Nullable RuntimeException failed) {}

    /** Passes on the rows of all ranges in their order. */
    private final class Readers extends Spliterators.AbstractSpliterator<Map<String, Object>> implements AutoCloseable {
        private final CursorCondition condition;
        private final List<Range> ranges;
        private final Optional<String> snapshot;
        private final Connection exporting;
        private final Map<String, ColumnHint> declared;
        private final List<BlockingQueue<Object>> queues = new ArrayList<>();
        private final AtomicInteger begun = new AtomicInteger();
        private final Semaphore ahead = new Semaphore(atOnce * RANGES_AHEAD);
        private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("pipette-slice-", 0).factory());
        private List<?> batch = List.of();
        private int inBatch;
        private int range;
        private boolean started;

        Readers(
                CursorCondition condition,
                List<Range> ranges,
                Optional<String> snapshot,
                Connection exporting,
                Map<String, ColumnHint> declared) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.condition = condition;
            this.ranges = ranges;
            this.snapshot = snapshot;
            this.exporting = exporting;
            this.declared = declared;
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
                for (int reader = 0; reader < Math.min(atOnce, ranges.size()); reader++) {
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
            String quoted = selection.dialect().quoted(column);
            List<Object> bounds = new ArrayList<>(condition.bounds());
            List<String> parts = new ArrayList<>();
            // what other snapshots have beyond the ends belongs to the ends
            if (index > 0) {
                parts.add(quoted + " >= ?");
                bounds.add(bound(ranges.get(index).from()));
            }
            if (index < ranges.size() - 1) {
                parts.add(quoted + " < ?");
                bounds.add(bound(ranges.get(index).before()));
            }
            String part = "(" + String.join(" AND ", parts) + (index == 0 ? " OR " + quoted + " IS NULL" : "") + ")";
            String sql = selection.select() + (parts.isEmpty() ? condition.where() : condition.where(part));
            try (RowStream rows = RowStream.of(selection, connection, sql, bounds, declared)) {
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

        private static Object bound(BigInteger value) {
            return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : new java.math.BigDecimal(value);
        }

        @Override
        public void close() {
            executor.shutdownNow();
            executor.close();
            Connections.close(exporting);
        }
    }
}
