package dev.pipette.spi;

/** Connects one kind of destination; found by {@link java.util.ServiceLoader}. */
public interface DestinationProvider {
    /** Names the kind, as it is before the colon of {@code duckdb:scratch.duckdb}. */
    String scheme();

    /** Makes a client. Does no I/O: a wrong location shows when a session is opened. */
    DestinationClient connect(DestinationConfig config);
}
