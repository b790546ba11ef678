package dev.pipette;

import dev.pipette.text.Secrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of a destination as people may see it: of the parameters of an address only those that are known to hold no
 * secret, and nothing of an address in which a password could not be found.
 *
 * <pre>{@code
 * ShownLocation.of("postgres", "//db.example/shop?sslmode=require&sslpassword=hunter2");
 * // //db.example/shop?sslmode=require&sslpassword=***
 * }</pre>
 */
final class ShownLocation {
    private static final String FILE = "duckdb";
    private static final Pattern PARAMETER = Pattern.compile("([?&;])([^=&;]*)=([^&;]*)");

    private ShownLocation() {}

    static String of(String scheme, String location) {
        if (scheme.equals(FILE)) {
            return Secrets.masked(location);
        }
        if (location.replaceFirst("(?s)\\?.*", "").indexOf('@') >= 0) {
            return "***"; // what could be found of a user and a password was taken out, so this is a part of one
        }
        String masked = PARAMETER
                .matcher(location)
                .replaceAll(parameter -> Matcher.quoteReplacement(parameter.group(1) + parameter.group(2) + "="
                        + (Secrets.isPublicParameter(parameter.group(2)) ? parameter.group(3) : "***")));
        return Secrets.masked(masked);
    }
}
