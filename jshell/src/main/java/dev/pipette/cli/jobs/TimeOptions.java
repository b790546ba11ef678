package dev.pipette.cli.jobs;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;
import java.util.function.Supplier;

/** Values of options that are lengths of time. Their errors name the option. */
final class TimeOptions {
    private TimeOptions() {}

    /** A length of time, longer than none: {@code 30s}, {@code 1h30m}, {@code PT6H}. */
    static Duration length(String option, String written) {
        Duration length = named(option, () -> Durations.parse(written));
        if (length.isZero()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, option + " " + written + ": give a time that is longer than 0.");
        }
        return length;
    }

    /** A length of time that may be none. */
    static Duration lengthOrNone(String option, String written) {
        return named(option, () -> Durations.parse(written));
    }

    private static <T> T named(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (PipetteException wrong) {
            String reason = String.valueOf(wrong.getMessage()).replaceFirst("^\\[[A-Z_]+] ", "");
            throw new PipetteException(wrong.code(), option + ": " + reason, wrong);
        }
    }
}
