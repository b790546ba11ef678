package dev.pipette.slices;

import dev.pipette.engine.SideBySide;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.Sampling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of slices in the order of the slices, several of which are read ahead on virtual threads, each as far as its queue is
 * long.
 */
final class SlicesInOrder extends Spliterators.AbstractSpliterator<Object> implements AutoCloseable {
    /** How many rows of a slice are read ahead. */
    private static final int AHEAD = 256;

    private static final Object END = new Object();
    private static final Object NULL = new Object();

    private final SlicedRows rows;
    private final Iterator<SliceBounds> slices;
    private final ExtractContext context;
    private final int parallel;
    private final Deque<Reader> open = new ArrayDeque<>();
    private @Nullable ExecutorService threads;
    private @Nullable Here here;

    private SlicesInOrder(SlicedRows rows, List<SliceBounds> slices, ExtractContext context) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.rows = rows;
        this.slices = slices.iterator();
        this.context = context;
        // the requests of a plan's sample are counted on its own thread
        this.parallel = Sampling.isActive() ? 1 : rows.parallel();
    }

    static Stream<Object> open(SlicedRows rows, List<SliceBounds> slices, ExtractContext context) {
        SlicesInOrder all = new SlicesInOrder(rows, slices, context);
        return StreamSupport.stream(all, false).onClose(all::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Object> action) {
        return parallel == 1 ? advanceHere(action) : advanceAhead(action);
    }

    /** A slice that is read on this thread. */
    private record Here(SliceBounds slice, Stream<?> stream, Iterator<?> rows) {}

    private boolean advanceHere(Consumer<? super Object> action) {
        while (true) {
            Here reading = here;
            if (reading == null) {
                if (!slices.hasNext()) {
                    return false;
                }
                SliceBounds slice = slices.next();
                try {
                    Stream<?> stream = Objects.requireNonNull(rows.open(slice, context), "the slice has no stream");
                    here = new Here(slice, stream, stream.iterator());
                } catch (Exception failed) {
                    throw failed(slice, failed);
                }
                continue;
            }
            Object row;
            try {
                if (!reading.rows().hasNext()) {
                    here = null;
                    reading.stream().close();
                    continue;
                }
                row = reading.rows().next();
            } catch (RuntimeException failed) {
                throw failed(reading.slice(), failed);
            }
            action.accept(row);
            return true;
        }
    }

    private boolean advanceAhead(Consumer<? super Object> action) {
        while (true) {
            while (open.size() < parallel && slices.hasNext()) {
                open.add(new Reader(slices.next()).start());
            }
            Reader first = open.peek();
            if (first == null) {
                return false;
            }
            Object row = first.take();
            if (row == END) {
                open.remove();
                continue;
            }
            action.accept(row == NULL ? null : row);
            return true;
        }
    }

    private ExecutorService threads() {
        ExecutorService started = threads;
        if (started == null) {
            started = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("pipette-slice-", 0).factory());
            threads = started;
        }
        return started;
    }

    /** One slice, read on a thread of its own. */
    private final class Reader {
        private final SliceBounds slice;
        private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(AHEAD);
        private volatile @Nullable Throwable failure;

        Reader(SliceBounds slice) {
            this.slice = slice;
        }

        Reader start() {
            threads().execute(SideBySide.asHere(this::fill));
            return this;
        }

        private void fill() {
            try {
                try (Stream<?> stream = Objects.requireNonNull(rows.open(slice, context), "the slice has no stream")) {
                    for (Iterator<?> each = stream.iterator(); each.hasNext(); ) {
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

        Object take() {
            try {
                Object row = queue.take();
                Throwable failed = failure;
                if (row == END && failed != null) {
                    throw SlicesInOrder.failed(slice, failed);
                }
                return row;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("reading slice " + slice + " was interrupted", interrupted);
            }
        }
    }

    private static RuntimeException failed(SliceBounds slice, Throwable failed) {
        return switch (failed) {
            case Error error -> throw error;
            case PipetteException known -> known;
            case Sampling.Ended ended -> ended;
            default ->
                new IllegalStateException(
                        "slice " + slice + ": " + failed.getClass().getSimpleName() + ": " + failed.getMessage(),
                        failed);
        };
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            threads.close();
        }
        if (here != null) {
            here.stream().close();
        }
    }
}
