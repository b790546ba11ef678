package dev.pipette.jobs.scheduler;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does something for each of several, also when it fails for one of them. */
final class EachOf {
    private EachOf() {}

    /** Does it for all; the first error comes afterwards. */
    static <T> void all(List<T> values, Consumer<T> step) {
        @Nullable RuntimeException failed = null;
        for (T value : values) {
            try {
                step.accept(value);
            } catch (RuntimeException problem) {
                failed = failed == null ? problem : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
