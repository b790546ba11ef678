package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what is wrong with the address of a destination. It never repeats the address: where a slash is missing, any
 * part of it may be the password.
 */
final class AddressProblem {
    private static final String SHAPE = " Write it like duckdb:scratch.duckdb or postgres://user@host/database.";
    private static final String NOT_REPEATED = " What was given is not repeated, because it may hold a password.";

    private static final Set<String> KNOWN =
            Set.of("duckdb", "postgres", "postgresql", "jdbc", "mysql", "http", "https", "s3", "file");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./\\\\-]+");

    private static final Pattern WITH_SLASHES = Pattern.compile("(?s)(?:[A-Za-z][A-Za-z0-9+.-]*:){1,2}//.*");

    private static final Pattern SCHEME_ONLY = Pattern.compile("(?:jdbc:)?[A-Za-z]{2,20}:");

    private AddressProblem() {}

    /**
     * Refuses an address in which a password could not be found.
     *
     * @throws PipetteException BAD_USAGE
     */
    static void check(String scheme, String address) {
        boolean mayHoldPassword = !scheme.equals("duckdb") && address.indexOf('@') >= 0;
        if (mayHoldPassword && !WITH_SLASHES.matcher(address).matches()) {
            throw noSlashes(scheme);
        }
    }

    /** A text without a scheme. A file, or a word without a mark of an address in it, is repeated. */
    static PipetteException noScheme(String text) {
        if (SCHEME_ONLY.matcher(text).matches()) {
            return new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + text + "' names no "
                            + (text.equals("duckdb:") ? "file. Write duckdb:FILE." : "database." + SHAPE));
        }
        boolean harmless = WORD.matcher(text).matches() && !text.contains("//");
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                harmless
                        ? "'" + text + "' is not a destination." + (isFile(text) ? file(text) : SHAPE)
                        : "the address of the destination has no scheme such as duckdb: or postgres://." + SHAPE
                                + NOT_REPEATED);
    }

    private static boolean isFile(String text) {
        return text.matches("(?i).*\\.(duckdb|ddb|db)");
    }

    private static String file(String text) {
        return " For the DuckDB file of this name, write duckdb:" + text + ".";
    }

    private static PipetteException noSlashes(String scheme) {
        String begin = KNOWN.contains(scheme)
                ? "the address of the destination begins with '" + scheme + ":', and two slashes must follow."
                : "the address of the destination has an @, and no scheme with two slashes before it.";
        return new PipetteException(ErrorCode.BAD_USAGE, begin + SHAPE + NOT_REPEATED);
    }
}
