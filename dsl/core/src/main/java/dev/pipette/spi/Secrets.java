package dev.pipette.spi;

import java.util.regex.Pattern;

/**
 * Hides what nobody should read over a shoulder, in a log or in a trace: passwords in addresses, and what is named
 * password, secret, token or key.
 *
 * <pre>{@code
 * Secrets.masked("GET https://me:hunter2@api.example/x?token=abc failed");
 * // GET https://me:***@api.example/x?token=*** failed
 * }</pre>
 */
public final class Secrets {
    /** user:password@host; the last @ ends the password, which may hold one itself. */
    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@'\"]*):[^\\s'\"]+@");

    private static final Pattern NAMED = Pattern.compile(
            "((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)[a-z_-]*\\s*[=:]\\s*)[^\\s&;,'\")]+",
            Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** The text without its secrets. */
    public static String masked(String text) {
        return NAMED.matcher(IN_URL.matcher(text).replaceAll("$1:***@")).replaceAll("$1***");
    }
}
