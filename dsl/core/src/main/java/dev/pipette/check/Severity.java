package dev.pipette.check;

import java.util.Locale;

/**
 * What happens where a check is broken.
 *
 * <pre>{@code
 * notNull("id").warn().severity();   // WARN
 * }</pre>
 */
public enum Severity {
    /** Nothing of the package is published. */
    FAIL,
    /** The rows that break the rule are not loaded; they go to {@code _pipette_rejects}. */
    REJECT,
    /** Everything is loaded, and the run says what is wrong. */
    WARN;

    /** The word: {@code fail}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
