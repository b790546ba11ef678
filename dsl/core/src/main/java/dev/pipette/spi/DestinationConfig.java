package dev.pipette.spi;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a destination is connected with.
 *
 * @param location where it is, in the destination's own form: for DuckDB the path of the file
 * @param settings further settings by name; values may be secret and are never printed
 * @param lockTimeout how long to wait while another process holds the destination
 * @param home Pipette's working folder, for notes that processes leave for each other
 */
public record DestinationConfig(String location, Map<String, String> settings, Duration lockTimeout, Path home) {
    /** The names of the settings that the language has words for. */
    public static final class Setting {
        /** Whom to log in as. */
        public static final String USER = "user";

        /** Its password. */
        public static final String PASSWORD = "password";

        /** {@code true} where a pooler in transaction mode is in between. */
        public static final String TRANSACTION_POOLER = "transaction_pooler";

        /** How long a statement may take, in milliseconds. */
        public static final String STATEMENT_TIMEOUT = "statement_timeout";

        /** {@code true} where the values of rows go into identity columns that the destination would number itself. */
        public static final String OVERRIDING_SYSTEM_VALUE = "overriding_system_value";

        /** How much memory an engine in this process may take, such as {@code 1GB}. */
        public static final String MEMORY_LIMIT = "memory_limit";

        private Setting() {}
    }

    /**
     * Refuses settings that a destination has no use for.
     *
     * @param scheme the destination's
     * @param known the names of those that it has
     * @throws PipetteException BAD_USAGE naming the others
     */
    public void allow(String scheme, Set<String> known) {
        List<String> unknown = settings.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a " + scheme + " destination has no " + String.join(", ", unknown) + ". It has: "
                            + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
    }

    /** Copies the settings, so that the value cannot change. */
    public DestinationConfig {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return "DestinationConfig[location=" + location + ", settings=" + settings.keySet() + "]";
    }
}
