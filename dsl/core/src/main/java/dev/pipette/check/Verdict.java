package dev.pipette.check;

import java.util.Locale;

/**
 * How a check ended.
 *
 * <pre>{@code
 * info.checks().getFirst().verdict();   // PASSED
 * }</pre>
 */
public enum Verdict {
    /** Nothing breaks the rule. */
    PASSED,
    /** The rule is broken, and nothing was published. */
    FAILED,
    /** Rows break the rule and were not loaded. */
    REJECTED,
    /** The rule is broken, and everything was loaded. */
    WARNED;

    /** How a check of a severity ends. */
    public static Verdict of(Severity severity, boolean broken) {
        if (!broken) {
            return PASSED;
        }
        return switch (severity) {
            case FAIL -> FAILED;
            case REJECT -> REJECTED;
            case WARN -> WARNED;
        };
    }

    /** The word: {@code passed}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
