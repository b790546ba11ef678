package dev.pipette.spi;

import dev.pipette.text.Secrets;
import java.util.Locale;

/**
 * The result of one check of a destination.
 *
 * <pre>{@code
 * Check.failed("login", "password authentication failed (28P01)", "Check that the password is right.");
 * }</pre>
 *
 * @param name what was looked at
 * @param status the result
 * @param found what was found, or for {@link Status#SKIPPED} why the check was skipped
 * @param advice what to change; empty where nothing is to be changed
 */
public record Check(String name, Status status, String found, String advice) {
    /** The result of a check. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Loads run, and something is not as it should be. */
        WARNING,
        /** Loads cannot run. */
        FAILED,
        /** Not looked at, because something before it failed. */
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Hides secrets. */
    public Check {
        found = Secrets.masked(found);
        advice = Secrets.masked(advice);
    }

    /** It is as it should be. */
    public static Check ok(String name, String found) {
        return new Check(name, Status.OK, found, "");
    }

    /** It should be changed. */
    public static Check warning(String name, String found, String advice) {
        return new Check(name, Status.WARNING, found, advice);
    }

    /** It must be changed. */
    public static Check failed(String name, String found, String advice) {
        return new Check(name, Status.FAILED, found, advice);
    }

    /** The check was skipped, for a reason. */
    public static Check skipped(String name, String why) {
        return new Check(name, Status.SKIPPED, why, "");
    }
}
