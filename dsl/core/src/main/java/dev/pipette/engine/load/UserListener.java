package dev.pipette.engine.load;

import dev.pipette.spi.LoadStep;
import dev.pipette.spi.StepListener;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener inside a transaction, and remembers what it threw: that is a failure of the user's code, and must not be
 * reported as one of the destination.
 *
 * <pre>{@code
 * UserListener own = new UserListener(listener);
 * try {
 *     own.reached(LoadStep.CHECKED, loadId);
 *     writeRows();
 * } catch (RuntimeException failed) {
 *     throw own.threw(failed) ? failed : session.failure("load it", failed);
 * }
 * }</pre>
 */
final class UserListener implements StepListener {
    private final StepListener listener;
    private @Nullable RuntimeException thrown;

    UserListener(StepListener listener) {
        this.listener = listener;
    }

    /** Whether the listener threw this very exception. */
    boolean threw(RuntimeException failed) {
        return failed == thrown;
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        call(() -> listener.reached(step, loadId));
    }

    @Override
    public void waiting(String holder) {
        call(() -> listener.waiting(holder));
    }

    private void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failed) {
            thrown = failed;
            throw failed;
        }
    }
}
