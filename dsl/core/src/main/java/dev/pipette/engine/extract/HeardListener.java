package dev.pipette.engine.extract;

import dev.pipette.spi.LoadStep;
import dev.pipette.spi.StepListener;
import java.util.concurrent.atomic.AtomicReference;

/** Passes on what is read, and remembers an error of the listener: it ends the load, and nothing else is tried. */
final class HeardListener implements StepListener {
    private final StepListener listener;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    HeardListener(StepListener listener) {
        this.listener = listener;
    }

    /** Throws the error that the listener threw, if any. */
    void rethrow() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        heard(() -> listener.reached(step, loadId));
    }

    @Override
    public void reading(String resource, String file) {
        heard(() -> listener.reading(resource, file));
    }

    @Override
    public void extracted(String resource, long rows) {
        heard(() -> listener.extracted(resource, rows));
    }

    private void heard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failed) {
            failure.compareAndSet(null, failed);
            throw failed;
        }
    }
}
