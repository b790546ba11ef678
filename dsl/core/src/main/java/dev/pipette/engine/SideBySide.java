package dev.pipette.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.MDC;

/** Does several things at once on virtual threads, and waits for all of them. */
public final class SideBySide {
    private final String threads;
    private final int atOnce;
    private final Function<InterruptedException, RuntimeException> interrupted;

    /**
     * A way to do things at once; no thread is started yet.
     *
     * @param threads how the names of the threads begin
     * @param atOnce how many things are done at the same time, at most
     * @param interrupted makes the error for a caller that is interrupted while it waits
     */
    public SideBySide(String threads, int atOnce, Function<InterruptedException, RuntimeException> interrupted) {
        this.threads = threads;
        this.atOnce = atOnce;
        this.interrupted = interrupted;
    }

    /**
     * Does all things, waits for them in their order, and returns their results in this order. At the first that failed, the
     * others are interrupted, and its error is thrown once all have ended.
     */
    public <R> List<R> all(List<? extends Callable<R>> things) {
        List<Future<R>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                Math.max(1, Math.min(things.size(), atOnce)),
                Thread.ofVirtual().name(threads, 0).factory())) {
            things.forEach(thing -> running.add(executor.submit(handedOver(thing))));
            List<R> results = new ArrayList<>();
            try {
                for (Future<R> future : running) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException failed) {
                running.forEach(future -> future.cancel(true));
                throw unwrapped(failed);
            } catch (InterruptedException failed) {
                running.forEach(future -> future.cancel(true));
                Thread.currentThread().interrupt();
                throw interrupted.apply(failed);
            }
        }
    }

    private static <R> Callable<R> handedOver(Callable<R> thing) {
        Runnable enter = context();
        return () -> {
            enter.run();
            return thing.call();
        };
    }

    /** Does something on another thread as if it were this one: what is logged there has the same context. */
    public static Runnable asHere(Runnable thing) {
        Runnable enter = context();
        return () -> {
            enter.run();
            thing.run();
        };
    }

    private static Runnable context() {
        Map<String, String> here = MDC.getCopyOfContextMap();
        return () -> {
            if (here != null) {
                MDC.setContextMap(here);
            }
        };
    }

    private static RuntimeException unwrapped(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(failed.getCause());
        };
    }
}
