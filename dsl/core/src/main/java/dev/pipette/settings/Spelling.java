package dev.pipette.settings;

import dev.pipette.settings.ConnectionAddress.Part;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to write a setting: under its own key, under dlt's, or as a part of a connection address.
 *
 * @param key the key that is looked up
 * @param isForeign whether only dlt writes it so
 * @param part the part of the address that is there
 */
record Spelling(String key, boolean isForeign, Optional<Part> part) {
    private static final Pattern DESTINATION = Pattern.compile("destination\\.([^.]+)\\.([^.]+)");

    private static final Map<String, Part> PARTS = Map.of(
            "host", Part.HOST,
            "port", Part.PORT,
            "database", Part.DATABASE,
            "user", Part.USER,
            "password", Part.PASSWORD);

    /** All ways to write a setting. At one place the earlier wins: a single value over a part of an address. */
    static List<Spelling> of(String key) {
        Spelling own = new Spelling(key, false, Optional.empty());
        Matcher destination = DESTINATION.matcher(key);
        Part part = destination.matches() ? PARTS.get(destination.group(2)) : null;
        if (!destination.matches() || (part == null && !destination.group(2).equals("url"))) {
            return List.of(own);
        }
        String section = "destination." + destination.group(1);
        if (part == null) {
            return List.of(own, new Spelling(section + ".credentials", true, Optional.empty()));
        }
        String dltName = part == Part.USER ? "username" : destination.group(2);
        return List.of(
                own,
                new Spelling(section + ".credentials." + dltName, true, Optional.empty()),
                new Spelling(section + ".url", false, Optional.of(part)),
                new Spelling(section + ".credentials", true, Optional.of(part)));
    }

    /** The names of environment variables; a key without a dot is its own name. */
    List<String> variables() {
        if (key.indexOf('.') < 0) {
            return List.of(key);
        }
        String dltName = key.replace(".", "__").replace('-', '_').toUpperCase(Locale.ROOT);
        return isForeign ? List.of(dltName) : List.of("PIPETTE__" + dltName, dltName);
    }

    /** How a name is shown: {@code host in destination.postgres.url}. */
    String shown(String name) {
        return part.map(piece -> piece.name().toLowerCase(Locale.ROOT) + " in " + name)
                .orElse(name);
    }

    /** A file path needs no scheme where the destination can only be DuckDB. */
    boolean mayBeFile() {
        return key.startsWith("destination.duckdb.");
    }
}
