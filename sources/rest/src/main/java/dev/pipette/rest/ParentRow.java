package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values of a row in the place of names in braces. */
record ParentRow(Map<String, ?> row) {
    private static final Pattern NAME = Pattern.compile("\\{([\\p{L}_][\\p{L}\\p{N}_.-]*)\\}");

    RestRequest in(RestRequest request) {
        return request.mapped(text -> filled(text, true), text -> filled(text, false));
    }

    /** The first name in braces that a request has. */
    static Optional<String> firstName(RestRequest request) {
        StringBuilder found = new StringBuilder();
        RestRequest _ = request.mapped(text -> noted(text, found), text -> noted(text, found));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.toString());
    }

    private static String noted(String text, StringBuilder found) {
        Matcher name = NAME.matcher(text);
        if (found.isEmpty() && name.find()) {
            found.append(name.group(1));
        }
        return text;
    }

    private String filled(String text, boolean inPath) {
        return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(value(name.group(1), inPath)));
    }

    private String value(String name, boolean inPath) {
        Object value = row.get(name);
        if (value == null && name.contains(".")) {
            value = nested(name);
        }
        if (value == null) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "a row has no value for {" + name + "} of the request. Its columns: "
                            + String.join(", ", row.keySet()) + ". Leave such rows out with .filter(..).");
        }
        String text = value.toString();
        if (!inPath) {
            return text;
        }
        // an address would take these for steps to another path
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "a row has '" + text + "' for {" + name
                            + "} of the request, which would be another path. Leave such rows out with .filter(..).");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private @Nullable Object nested(String name) {
        Object at = row;
        for (String step : name.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(step);
        }
        return at;
    }
}
