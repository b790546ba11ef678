package dev.pipette.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a destination is connected with.
 *
 * @param location where it is, in the destination's own form: for DuckDB the path of the file
 * @param settings further settings by name; values may be secret and are never printed
 * @param lockTimeout how long to wait while another process holds the destination
 * @param home Pipette's working folder, for notes that processes leave for each other
 */
public record DestinationConfig(String location, Map<String, String> settings, Duration lockTimeout, Path home) {
    /** Copies the settings, so that the value cannot change. */
    public DestinationConfig {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return "DestinationConfig[location=" + location + ", settings=" + settings.keySet() + "]";
    }
}
