package dev.pipette.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One place with values, in the order in which places win.
 *
 * @param kind what it is
 * @param file the file; of arguments, variables and defaults, empty
 * @param values by name
 * @param exists whether the file is there
 * @param notes what to report of the file
 * @param isHere whether the file is in the folder that one happens to be in, and not in one's own
 */
record Layer(
        Kind kind, Optional<Path> file, Map<String, Raw> values, boolean exists, List<String> notes, boolean isHere) {
    /** What a place is. */
    enum Kind {
        ARGUMENT,
        ENVIRONMENT,
        DOT_ENV,
        SECRETS_FILE,
        SETTINGS_FILE,
        DEFAULT
    }

    Layer {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        notes = List.copyOf(notes);
    }

    static Layer of(Kind kind, Map<String, Raw> values) {
        return new Layer(kind, Optional.empty(), values, true, List.of(), false);
    }

    Layer with(String key, Raw value) {
        Map<String, Raw> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Layer(kind, file, more, exists, notes, isHere);
    }

    /** The name of the place, for people. */
    String title() {
        return switch (kind) {
            case ARGUMENT -> "argument";
            case ENVIRONMENT -> "environment";
            case DEFAULT -> "default";
            case DOT_ENV, SECRETS_FILE, SETTINGS_FILE ->
                file.map(Path::toString).orElse("file");
        };
    }

    boolean holdsVariables() {
        return kind == Kind.ENVIRONMENT || kind == Kind.DOT_ENV;
    }

    boolean isFile() {
        return file.isPresent();
    }

    /** The names under which a setting may be here. */
    List<String> names(Spelling spelling) {
        return holdsVariables() ? spelling.variables() : List.of(spelling.key());
    }

    Optional<Raw> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Set<String> names() {
        return values.keySet();
    }

    /** Where a value was found. */
    String origin(Spelling spelling, String name, int line) {
        String shown = spelling.shown(name);
        return switch (kind) {
            case ARGUMENT -> spelling.part().isPresent() ? shown + ", given by the program" : "given by the program";
            case DEFAULT -> "a default of the program";
            case ENVIRONMENT -> "environment variable " + shown;
            case DOT_ENV, SECRETS_FILE, SETTINGS_FILE -> shown + " in " + title() + (line == 0 ? "" : ", line " + line);
        };
    }

    /** Made by the compiler it would show every value. */
    @Override
    public String toString() {
        return title() + ": " + values.keySet();
    }
}
