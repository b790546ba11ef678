package dev.pipette.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands on the command line after the benchmark's name: {@code --name value}, or {@code --name} for a flag. */
record Options(Map<String, String> given) {
    private static final List<String> COMMON =
            List.of("rows", "rounds", "folder", "xmx", "engine-memory", "memory", "keep", "profile");
    private static final List<String> FLAGS = List.of("keep", "profile", "gz", "no-bare", "no-rows");

    /** Options that are not there, or have no value. */
    static final class BadUsage extends Exception {
        private static final long serialVersionUID = 1L;

        BadUsage(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments, List<String> own) throws BadUsage {
        List<String> allowed = new ArrayList<>(COMMON);
        allowed.addAll(own);
        Map<String, String> given = new LinkedHashMap<>();
        for (var words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            String name = word.startsWith("--") ? word.substring(2) : "";
            if (!allowed.contains(name)) {
                throw new BadUsage(
                        "'" + word + "' is not an option here. There are --" + String.join(", --", allowed) + ".");
            }
            if (FLAGS.contains(name)) {
                given.put(name, "true");
            } else if (words.hasNext()) {
                given.put(name, words.next());
            } else {
                throw new BadUsage("--" + name + " needs a value.");
            }
        }
        Options options = new Options(given);
        for (String number : List.of("rows", "rounds")) {
            if (!options.text(number, "1").matches("[1-9][0-9]{0,11}")) {
                throw new BadUsage("--" + number + " " + options.text(number, "") + ": give a whole number above 0.");
            }
        }
        return options;
    }

    boolean flag(String name) {
        return given.containsKey(name);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(given.get(name));
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    long rows(long otherwise) {
        return Long.parseLong(text("rows", Long.toString(otherwise)));
    }

    int rounds(int otherwise) {
        return Integer.parseInt(text("rounds", Integer.toString(otherwise)));
    }
}
