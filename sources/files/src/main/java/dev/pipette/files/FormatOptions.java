package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The options that a format was given. */
final class FormatOptions {
    private FormatOptions() {}

    /** Whether an option is {@code true}; {@code false} where it is not given. */
    static boolean isTrue(String format, Map<String, String> options, String option) {
        String value = options.getOrDefault(option, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the option '" + option + "' of the format " + format + " is true or false, and not '" + value
                            + "'.");
        }
        return value.equals("true");
    }

    /** Refuses options that the format does not have. */
    static void check(String format, Map<String, String> options, List<String> known) {
        for (String option : new TreeSet<>(options.keySet())) {
            if (!known.contains(option)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the format " + format + " has no option '" + option + "'"
                                + (TextOptions.NAMES.contains(option) ? ", which is for csv and tsv. " : ". ")
                                + (known.isEmpty()
                                        ? "It has no options."
                                        : "It has: " + String.join(", ", known) + "."
                                                + NearestName.question(option, known)));
            }
        }
    }
}
