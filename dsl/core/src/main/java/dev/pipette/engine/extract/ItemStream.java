package dev.pipette.engine.extract;

import dev.pipette.engine.SideBySide;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.RowSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are made of one row of another resource. They are opened at once, on this thread or on another one, which reads
 * ahead as far as the queue is long.
 */
final class ItemStream implements Iterator<@Nullable Object> {
    /** How many rows another thread reads ahead of the walk. */
    private static final int AHEAD = 256;

    private static final Object END = new Object();
    private static final Object NULL = new Object();

    private final long number;
    private final Map<String, Object> parent;
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(AHEAD);
    private @Nullable Throwable failure;
    private @Nullable Object next;

    /** Thrown by the iterator where opening or reading failed on the other thread. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        Failed(Throwable failure) {
            super(failure);
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }

    private ItemStream(long number, Map<String, Object> parent) {
        this.number = number;
        this.parent = parent;
    }

    /** The number of the other resource's row, from 1. */
    long number() {
        return number;
    }

    /** The other resource's row. */
    Map<String, Object> parent() {
        return parent;
    }

    /** Opens the rows on a thread. */
    static ItemStream on(
            ExecutorService threads,
            RowSource.Derived source,
            long number,
            Map<String, Object> parent,
            ExtractContext context) {
        ItemStream rows = new ItemStream(number, parent);
        threads.execute(SideBySide.asHere(() -> rows.fill(source, context)));
        return rows;
    }

    private void fill(RowSource.Derived source, ExtractContext context) {
        try {
            try (Stream<?> open = opened(source, parent, context)) {
                for (Iterator<?> each = open.iterator(); each.hasNext(); ) {
                    Object row = each.next();
                    queue.put(row == null ? NULL : row);
                }
            } catch (InterruptedException over) {
                throw over;
            } catch (Throwable failed) {
                failure = failed;
            }
            queue.put(END);
        } catch (InterruptedException over) {
            // nobody reads any more
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the rows on this thread. */
    static Stream<?> opened(RowSource.Derived source, Map<String, Object> parent, ExtractContext context)
            throws Exception {
        Stream<?> open = source.rows().open(parent, context);
        if (open == null) {
            throw new IllegalStateException("the function of from(" + source.parent()
                    + ", ..) returned null. Return Stream.empty() for no rows");
        }
        return open;
    }

    /** All rows; for those that may fail. */
    static List<@Nullable Object> all(Iterator<? extends @Nullable Object> rows) {
        List<@Nullable Object> all = new ArrayList<>();
        rows.forEachRemaining(all::add);
        return all;
    }

    @Override
    public boolean hasNext() {
        try {
            if (next == null) {
                next = queue.take();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failed(interrupted);
        }
        if (next == END && failure != null) {
            throw new Failed(failure);
        }
        return next != END;
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object row = next;
        next = null;
        return row == NULL ? null : row;
    }
}
