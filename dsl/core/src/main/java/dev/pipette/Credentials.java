package dev.pipette;

import dev.pipette.spi.DestinationConfig.Setting;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a user and a password out of a location of the form {@code //user:password@host/path?name=value}, which would
 * be printed with them. Both may be percent-encoded (RFC 3986, 2.1); the last {@code @} before the path ends them.
 *
 * @param location without them
 * @param settings by the names of {@link Setting}
 */
record Credentials(String location, Map<String, String> settings) {
    private static final Set<String> OURS =
            Set.of(Setting.USER, Setting.PASSWORD, Setting.TRANSACTION_POOLER, Setting.OVERRIDING_SYSTEM_VALUE);

    static Credentials in(String location) {
        if (!location.startsWith("//")) {
            return new Credentials(location, Map.of());
        }
        Map<String, String> settings = new HashMap<>();
        int question = location.indexOf('?');
        if (question >= 0 && location.indexOf('/', 2) > question) {
            question = location.indexOf('?', location.lastIndexOf('@') + 1); // the first one was in the password
        }
        String address = question < 0 ? location : location.substring(0, question);
        String query = question < 0 ? "" : location.substring(question + 1);
        return new Credentials(withoutUser(address, settings) + withoutParameters(query, settings), settings);
    }

    private static String withoutUser(String address, Map<String, String> settings) {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return address;
        }
        String[] user = address.substring(2, at).split(":", 2);
        if (!user[0].isEmpty()) {
            settings.put(Setting.USER, decoded(user[0]));
        }
        if (user.length == 2) {
            settings.put(Setting.PASSWORD, decoded(user[1]));
        }
        return "//" + address.substring(at + 1);
    }

    private static String withoutParameters(String query, Map<String, String> settings) {
        List<String> others = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = parts[0];
            if (parts.length == 2 && OURS.contains(name)) {
                settings.put(name, decoded(parts[1]));
            } else if (!pair.isEmpty()) {
                others.add(pair);
            }
        }
        return others.isEmpty() ? "" : "?" + String.join("&", others);
    }

    /** A plus sign is a plus sign before the question mark, and what is not a code is itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
