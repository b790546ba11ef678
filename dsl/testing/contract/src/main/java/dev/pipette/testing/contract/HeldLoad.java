package dev.pipette.testing.contract;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A load that stands still at a step, with the locks and the transaction that it has there, until it is let go. */
final class HeldLoad implements AutoCloseable {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch mayGo = new CountDownLatch(1);
    private final FutureTask<LoadInfo> load;

    private HeldLoad(LoadStep step, Pipeline pipeline, Resource... resources) {
        Pipeline held = pipeline.listener((reached, loadId) -> {
            if (reached == step) {
                arrived.countDown();
                await(mayGo);
            }
        });
        load = new FutureTask<>(() -> {
            try {
                return held.run(resources);
            } finally {
                arrived.countDown();
            }
        });
    }

    /** Starts one, and returns when it is there. */
    static HeldLoad at(LoadStep step, Pipeline pipeline, Resource... resources) {
        HeldLoad held = new HeldLoad(step, pipeline, resources);
        Thread.ofPlatform().name("held load").daemon().start(held.load);
        await(held.arrived);
        if (held.load.isDone()) {
            held.finish();
            throw new IllegalStateException("the load ended without reaching " + step);
        }
        return held;
    }

    /** Lets it continue and waits for its end. */
    LoadInfo finish() {
        mayGo.countDown();
        try {
            return load.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Lets it continue, where nobody did, and waits for its end, whatever that is. */
    @Override
    public void close() {
        if (!load.isDone()) {
            finish();
        }
    }
}
