package dev.pipette.cli;

import java.util.regex.Pattern;

/** Hides what nobody should read over a shoulder or in a log. */
final class Secrets {
    /** user:password@host; the last @ ends the password, which may hold one itself. */
    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@'\"]*):[^\\s'\"]+@");

    private static final Pattern NAMED = Pattern.compile(
            "((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)[a-z_-]*\\s*[=:]\\s*)[^\\s&;,'\")]+",
            Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    static String masked(String text) {
        return NAMED.matcher(IN_URL.matcher(text).replaceAll("$1:***@")).replaceAll("$1***");
    }
}
