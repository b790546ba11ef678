package dev.pipette.testing.postgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Says why a server cannot be had here: skips the test visibly, and fails it where {@code CI=true}. */
final class Unavailable {
    private Unavailable() {}

    /** Skips the test, also with {@code CI=true}: nobody can install what the machine's kernel does not allow. */
    static RuntimeException onThisMachine(String reason) {
        return Assumptions.abort(reason);
    }

    static RuntimeException because(String reason, @Nullable Throwable cause) {
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException(reason, cause);
        }
        try {
            return Assumptions.abort(reason);
        } catch (RuntimeException skipped) {
            if (cause != null) {
                skipped.addSuppressed(cause);
            }
            return skipped;
        }
    }
}
