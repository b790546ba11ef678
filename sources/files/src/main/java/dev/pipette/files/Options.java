package dev.pipette.files;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The options that a format was given. */
final class Options {
    private Options() {}

    /** Refuses options that the format does not have. */
    static void check(String format, Map<String, String> options, List<String> known) {
        for (String option : new TreeSet<>(options.keySet())) {
            if (!known.contains(option)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the format " + format + " has no option '" + option + "'. "
                                + (known.isEmpty()
                                        ? "It has no options."
                                        : "It has: " + String.join(", ", known) + "."));
            }
        }
    }
}
