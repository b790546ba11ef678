package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationProvider;
import dev.pipette.spi.DestinationSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.immutables.value.Value;

/**
 * Where rows are loaded to. A value: nothing is opened before a pipeline runs.
 *
 * <pre>{@code
 * Destination scratch = duckdb("scratch.duckdb").memoryLimit("1GB");
 * Destination same = Destination.parse("duckdb:scratch.duckdb");
 * }</pre>
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Destination {
    Destination() {}

    /** The kind, as it stands before the colon of {@code duckdb:scratch.duckdb}. */
    public abstract String scheme();

    /** Where it is, in the kind's own form. */
    public abstract String location();

    abstract Map<String, String> settings();

    /** How long to wait while another process holds the destination. */
    @Value.Default
    public Duration lockTimeout() {
        return Duration.ofSeconds(30);
    }

    static Destination of(String scheme, String location) {
        return ImmutableDestination.builder().scheme(scheme).location(location).build();
    }

    /**
     * Reads {@code scheme:location}.
     *
     * @throws PipetteException BAD_USAGE when there is no colon
     */
    public static Destination parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 2 || colon == text.length() - 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "'" + text + "' names no destination. Write it like duckdb:scratch.duckdb.");
        }
        return of(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Waits this long while another process holds the destination. */
    public final Destination lockTimeout(Duration timeout) {
        return ((ImmutableDestination) this).withLockTimeout(timeout);
    }

    /** Limits the memory of the destination's engine, where it runs in this process: {@code "1GB"}. */
    public final Destination memoryLimit(String limit) {
        var settings = new java.util.HashMap<>(settings());
        settings.put("memory_limit", limit);
        return ((ImmutableDestination) this).withSettings(settings);
    }

    /**
     * The rows of a query over everything in the destination. A name without a dataset is looked up in the datasets in
     * the order of their names; a table that two datasets have is better written {@code dataset.table}. Statements that
     * would change something are refused.
     *
     * <pre>{@code
     * duckdb("scratch.duckdb").query("SELECT count(*) FROM daily_stats");
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when the destination refuses the query, with its own words;
     *     DESTINATION_FAILED when it does not exist or cannot be opened
     */
    public final Rows query(String sql) {
        return query(sql, Pipeline.defaultHome());
    }

    /**
     * The rows of a query, as {@link #query(String)}.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     */
    public final Rows query(String sql, Path home) {
        return read(home, session -> {
            List<String> datasets = datasets(session);
            if (!datasets.isEmpty()) {
                session.searchIn(datasets);
            }
            return RowReader.query(session, connect(home).describe(), sql);
        });
    }

    /**
     * The names of the tables of each dataset, the bookkeeping tables left out.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     * @throws PipetteException DESTINATION_FAILED when it does not exist or cannot be opened
     */
    public final Map<String, List<String>> tables(Path home) {
        return read(home, session -> {
            Map<String, List<String>> tables = new LinkedHashMap<>();
            for (String dataset : datasets(session)) {
                List<String> names = Dataset.tables(session, dataset);
                if (!names.isEmpty()) {
                    tables.put(dataset, names);
                }
            }
            return tables;
        });
    }

    /**
     * The first rows of a table, in the order in which they are stored.
     *
     * @param limit how many at most
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     * @throws PipetteException BAD_USAGE when there is no such table, with the names of those there are;
     *     DESTINATION_FAILED when the destination does not exist or cannot be opened
     */
    public final Rows table(String dataset, String table, int limit, Path home) {
        return read(home, session -> Dataset.firstRows(session, dataset, table, limit));
    }

    private static List<String> datasets(DestinationSession session) {
        return session.datasets().stream().sorted().toList();
    }

    private <R> R read(Path home, Function<DestinationSession, R> reading) {
        DestinationClient client = connect(home);
        if (!client.exists()) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    client.describe() + " does not exist. Correct its name, or load something into it first.");
        }
        try (DestinationSession session = client.open(Access.READ)) {
            return reading.apply(session);
        }
    }

    DestinationClient connect(Path home) {
        var providers = ServiceLoader.load(DestinationProvider.class, Destination.class.getClassLoader());
        for (DestinationProvider provider : providers) {
            if (provider.scheme().equals(scheme())) {
                return provider.connect(new DestinationConfig(location(), settings(), lockTimeout(), home));
            }
        }
        String known = StreamSupport.stream(providers.spliterator(), false)
                .map(DestinationProvider::scheme)
                .sorted()
                .collect(Collectors.joining(", "));
        throw new PipetteException(
                ErrorCode.NOT_INSTALLED,
                "no destination '" + scheme() + "' on the class path (there: " + (known.isEmpty() ? "none" : known)
                        + "). Add the dependency dev.pipette:pipette-" + scheme() + ".");
    }

    @Override
    public final String toString() {
        return scheme() + ":" + location();
    }
}
