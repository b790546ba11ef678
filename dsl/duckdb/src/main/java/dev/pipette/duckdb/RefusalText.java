package dev.pipette.duckdb;

import dev.pipette.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the row out of DuckDB's messages, which have no other form. Values stand there unquoted, so a key whose values
 * hold commas and colons may not be found again; then no row is named.
 */
final class RefusalText {
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate key \"(.*)\" violates .*");
    private static final Pattern DUPLICATE_IN_LOAD = Pattern.compile(".*constraint violation: duplicate key \"(.*)\"");
    private static final Pattern MISSING = Pattern.compile("NOT NULL constraint failed: .*?\\.\"?(.*?)\"?");
    private static final Pattern FOREIGN =
            Pattern.compile("Violates foreign key constraint because key \"(.*)\" does not exist.*");
    private static final Pattern CHECK =
            Pattern.compile("CHECK constraint failed on table \".*\" with expression CHECK(\\(.*\\))");
    private static final String PREFIX = "Constraint Error: ";

    private RefusalText() {}

    static Optional<Refusal> of(String message) {
        if (!message.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String text = message.substring(PREFIX.length());
        Matcher duplicate = DUPLICATE.matcher(text);
        if (duplicate.matches()) {
            return Optional.of(named(duplicate.group(1)));
        }
        Matcher inLoad = DUPLICATE_IN_LOAD.matcher(text);
        if (inLoad.matches()) {
            return Optional.of(new Refusal(List.of(), List.of(inLoad.group(1).split(", ", -1))));
        }
        Matcher missing = MISSING.matcher(text);
        return missing.matches()
                ? Optional.of(new Refusal(List.of(missing.group(1).replace("\"\"", "\"")), List.of()))
                : Optional.of(unnamed(text));
    }

    /** A check says which one it is, and a foreign key what is missing. */
    private static Refusal unnamed(String text) {
        Matcher foreign = FOREIGN.matcher(text);
        if (foreign.matches()) {
            return named(foreign.group(1));
        }
        Matcher check = CHECK.matcher(text);
        return new Refusal(
                List.of(),
                List.of(),
                OptionalLong.empty(),
                check.matches() ? Optional.of(check.group(1)) : Optional.empty());
    }

    private static Refusal named(String pairs) {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String pair : pairs.split(", ", -1)) {
            int colon = pair.indexOf(": ");
            columns.add(colon < 0 ? pair : pair.substring(0, colon));
            values.add(colon < 0 ? "" : pair.substring(colon + 2));
        }
        return new Refusal(columns, values);
    }
}
