package dev.pipette.testing;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;

/**
 * Ends the process at the step that {@value CrashAt#STEP_PROPERTY} names, in every program that has the test kit on its
 * class path; without the property it does nothing. Found by {@link java.util.ServiceLoader}.
 *
 * <pre>
 * java -Dpipette.test.crash-at=ROWS_APPLIED -cp .. com.example.DailyLoad
 * </pre>
 */
public final class KillOnRequest implements LoadListener {
    private final LoadListener listener = CrashAt.fromSystemProperties();

    /** Reads the system property. */
    public KillOnRequest() {}

    @Override
    public void reached(LoadStep step, String loadId) {
        listener.reached(step, loadId);
    }
}
