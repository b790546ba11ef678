package dev.pipette.testing.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path whose segments are texts or, in braces, names of what may be there. */
final class PathTemplate {
    private final String text;
    private final List<String> segments;

    PathTemplate(String text) {
        if (!text.startsWith("/") || text.contains("?")) {
            throw new IllegalArgumentException(
                    "a route's path begins with / and has no query, which is told by .query(..): " + text);
        }
        this.text = text;
        this.segments = List.of(text.substring(1).split("/", -1));
    }

    /** How many segments are names: of two templates the one with fewer is meant. */
    long names() {
        return segments.stream().filter(PathTemplate::isName).count();
    }

    /** What stands in the place of the names; empty when the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (isName(segment) && !path.get(i).isEmpty()) {
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    @Override
    public String toString() {
        return text;
    }
}
