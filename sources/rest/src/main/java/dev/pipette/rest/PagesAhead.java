package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Sampling;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages that are fetched before they are wanted, side by side, on virtual threads. They are taken in their order; as many as
 * are under way may wait to be taken, so that one slow page does not hold up those behind it.
 */
final class PagesAhead implements AutoCloseable {
    private final int most;
    private final BiFunction<RestRequest, Permit, PageAnswer> fetch;
    private final Deque<Fetch> fetches = new ArrayDeque<>();
    private final Semaphore underWay;
    private Iterator<RestRequest> planned = Collections.emptyIterator();
    private @Nullable ExecutorService threads;

    private record Fetch(RestRequest request, Future<PageAnswer> answer) {}

    /**
     * What a page holds while it is asked for, so that {@code most} requests are under way. It is free when the body has arrived: at most
     * twice as many bodies are there, whether they are looked through or wait to be taken. For one thread.
     */
    static final class Permit implements AutoCloseable {
        /** Of a page that is not fetched ahead. */
        static final Permit NONE = new Permit(null);

        private final @Nullable Semaphore underWay;
        private boolean isHeld;

        Permit(@Nullable Semaphore underWay) {
            this.underWay = underWay;
        }

        /** Waits for it; a request that is sent again may hold it still. */
        void take() {
            if (underWay != null && !isHeld) {
                try {
                    underWay.acquire();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new PipetteException(
                            ErrorCode.INTERRUPTED,
                            "waiting for a page was interrupted. Nothing of the run was loaded.",
                            interrupted);
                }
                isHeld = true;
            }
        }

        @Override
        public void close() {
            if (underWay != null && isHeld) {
                isHeld = false;
                underWay.release();
            }
        }
    }

    PagesAhead(int most, BiFunction<RestRequest, Permit, PageAnswer> fetch) {
        this.most = most;
        this.underWay = new Semaphore(most, true);
        this.fetch = fetch;
    }

    /** Fetches these. A plan reads a sample: it sends no request before its rows are wanted. */
    void plan(List<RestRequest> requests) {
        if (most > 1 && requests.size() > 1 && !Sampling.isActive()) {
            planned = requests.iterator();
            threads = Executors.newVirtualThreadPerTaskExecutor();
            fill();
        }
    }

    private void fill() {
        ExecutorService on = threads;
        while (on != null && fetches.size() < 2 * most && planned.hasNext()) {
            RestRequest request = planned.next();
            fetches.addLast(new Fetch(request, on.submit(() -> fetched(request))));
        }
    }

    private PageAnswer fetched(RestRequest request) {
        try (Permit permit = new Permit(underWay)) {
            return fetch.apply(request, permit);
        }
    }

    /** The request that is wanted next; where it is not the planned one, the plan is given up. */
    void follow(@Nullable RestRequest request) {
        Fetch first = fetches.peekFirst();
        if (first != null && !first.request().equals(request)) {
            close();
        }
    }

    /** The answer to a request, where it is among those that are fetched. */
    Optional<PageAnswer> take(RestRequest request) {
        Fetch first = fetches.peekFirst();
        if (first == null || !first.request().equals(request)) {
            return Optional.empty();
        }
        try {
            PageAnswer answer = first.answer().get();
            fetches.removeFirst();
            fill();
            return Optional.of(answer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PipetteException(
                    ErrorCode.INTERRUPTED, request + " was interrupted. Nothing of the run was loaded.", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        planned = Collections.emptyIterator();
        ExecutorService on = threads;
        if (on != null) {
            on.shutdownNow();
            on.close();
            threads = null;
        }
        for (Fetch left : fetches) {
            if (left.answer().state() == Future.State.SUCCESS
                    && left.answer().resultNow() instanceof PageAnswer.Rows rows) {
                Pages.close(rows.body());
            }
        }
        fetches.clear();
    }
}
