package dev.pipette;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.admin.Diagnosis;
import dev.pipette.engine.ValueStyle;
import dev.pipette.engine.load.TableDiagnosis;
import dev.pipette.engine.run.Connections;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Executed;
import dev.pipette.rows.RowReader;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import dev.pipette.rows.Writing;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationConfig.Setting;
import dev.pipette.spi.DestinationProvider;
import dev.pipette.spi.DestinationSession;
import dev.pipette.text.NearestName;
import dev.pipette.text.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.immutables.value.Value;

/**
 * Where rows are loaded to. A value: nothing is opened before a pipeline runs.
 *
 * <pre>{@code
 * Destination scratch = duckdb("scratch.duckdb").memoryLimit("1GB");
 * Destination same = Destination.parse("duckdb:scratch.duckdb");
 * Destination warehouse = postgres("jdbc:postgresql://db.example.com:5432/warehouse")
 *     .user("loader")
 *     .password(Secret.of("..."));
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads and pipelines: each run and each query opens a connection of its own.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Destination {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    Destination() {}

    /** The kind, as it is before the colon of {@code duckdb:scratch.duckdb}. */
    public abstract String scheme();

    /** Where it is, in the kind's own form. */
    public abstract String location();

    /** Named as in {@link DestinationConfig}; some are secret. */
    abstract Map<String, String> settings();

    /** The name of the section of the settings that it was made from. */
    public abstract Optional<String> settingsName();

    /** The dataset of its settings, for pipelines that name none. */
    abstract Optional<String> defaultDataset();

    /** What each run says of how it was found. */
    @Value.Auxiliary
    public abstract List<String> notes();

    /** How long to try again while the destination fails for a reason that may pass by itself. */
    @Value.Default
    public Duration retryFor() {
        return Duration.ofMinutes(1);
    }

    /** How long to wait while another process holds the destination. */
    @Value.Default
    public Duration lockTimeout() {
        return Duration.ofSeconds(30);
    }

    static Destination of(String scheme, String location) {
        Secrets.rememberAddress(scheme + ":" + location);
        Credentials found = Credentials.in(location);
        Secrets.remember(found.settings().getOrDefault(Setting.PASSWORD, ""));
        return ImmutableDestination.builder()
                .scheme(scheme)
                .location(found.location())
                .settings(found.settings())
                .build();
    }

    /**
     * Reads {@code scheme:location}, and what other tools write for PostgreSQL: {@code postgresql://..} and {@code
     * jdbc:postgresql://..}. A user and a password in it become settings, and are not part of {@link #location()}.
     *
     * @throws PipetteException BAD_USAGE when there is no colon, or a user where none can be; it does not repeat the address
     */
    public static Destination parse(String text) {
        Secrets.rememberAddress(text);
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        int colon = plain.indexOf(':');
        if (colon < 2 || colon == plain.length() - 1) {
            throw AddressProblem.noScheme(text);
        }
        String scheme = plain.substring(0, colon);
        AddressProblem.check(scheme, plain);
        return of(scheme.equals("postgresql") ? "postgres" : scheme, plain.substring(colon + 1));
    }

    /**
     * What a person means by a destination: an address as {@link #parse(String)} reads it, with what the settings add, or the name
     * of a section of the settings.
     *
     * <pre>{@code
     * Destination.of("warehouse", Settings::load);          // [destination.warehouse]
     * Destination.of("duckdb:shop.duckdb", Settings::load);
     * }</pre>
     *
     * @param settings are read only where they are needed
     * @throws PipetteException BAD_USAGE for what is no address; BAD_SETTINGS for a section that is not there
     */
    public static Destination of(String text, Supplier<Settings> settings) {
        return NAME.matcher(text).matches()
                ? Pipette.destination(text, settings.get())
                : parse(text).completed(settings);
    }

    /** The same as {@link #completed(Settings)}; a DuckDB file needs no settings, which are not read for it then. */
    public final Destination completed(Supplier<Settings> settings) {
        return scheme().equals("duckdb") ? this : completed(settings.get());
    }

    /**
     * Takes the user, the password and whether there is a pooler from the settings under {@code [destination.SCHEME]},
     * where they are not given here, and unless those are for another host, port or database.
     *
     * <pre>{@code
     * postgres("postgres://db.example.com/warehouse").completed(Settings.load())
     * }</pre>
     */
    public final Destination completed(Settings settings) {
        return ConfiguredDestination.completed(this, settings);
    }

    /** The same, which the working folder remembers by its name in the settings. */
    public final Destination named(String section) {
        return ((ImmutableDestination) this).withSettingsName(section);
    }

    /** The same, with a dataset for pipelines that name none. */
    final Destination intoDataset(Optional<String> dataset) {
        return ((ImmutableDestination) this).withDefaultDataset(dataset);
    }

    /** The same, of which each run says something. */
    final Destination noting(String note) {
        return ((ImmutableDestination) this).withNotes(note);
    }

    /** Logs in as this user. */
    public final Destination user(String user) {
        return with(Setting.USER, user);
    }

    /** Logs in with this password; it is shown nowhere. */
    public final Destination password(Secret password) {
        return with(Setting.PASSWORD, password.reveal());
    }

    /**
     * Says that a pooler in transaction mode is in between, which gives each transaction another connection: no
     * prepared statements and nothing that would have to outlive a transaction. Supabase's listens on port 6543.
     */
    public final Destination transactionPooler() {
        return with(Setting.TRANSACTION_POOLER, "true");
    }

    /**
     * Lets the rows' numbers into identity columns that are {@code GENERATED ALWAYS}, which a load refuses otherwise. In a
     * URL: {@code ?overriding_system_value=true}.
     */
    public final Destination overridingSystemValue() {
        return with(Setting.OVERRIDING_SYSTEM_VALUE, "true");
    }

    /** Lets no statement of a load take longer; without it, what the server says holds. */
    public final Destination statementTimeout(Duration timeout) {
        return with(Setting.STATEMENT_TIMEOUT, String.valueOf(timeout.toMillis()));
    }

    /**
     * Tries again for this long, with growing pauses, while the destination fails for a reason that may pass by itself: a
     * server that restarts, a pool that is full, a deadlock. A wrong password is never tried again.
     *
     * @param limit {@link Duration#ZERO} for trying once
     */
    public final Destination retryFor(Duration limit) {
        return ((ImmutableDestination) this).withRetryFor(limit);
    }

    private Destination with(String setting, String value) {
        var settings = new java.util.HashMap<>(settings());
        settings.put(setting, value);
        return ((ImmutableDestination) this).withSettings(settings);
    }

    /** Waits this long while another process holds the destination. */
    public final Destination lockTimeout(Duration timeout) {
        return ((ImmutableDestination) this).withLockTimeout(timeout);
    }

    /** Limits the memory of the destination's engine, where it runs in this process: {@code "1GB"}. */
    public final Destination memoryLimit(String limit) {
        return with(Setting.MEMORY_LIMIT, limit);
    }

    /**
     * The rows of a query over everything in the destination. A name without a dataset is looked up in the datasets in
     * the order of their names; a table that two datasets have is better written {@code dataset.table}. A query only reads:
     * the destination refuses whatever would write.
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
        return query(sql, home, RowReader::all);
    }

    /**
     * Reads the rows of a query, as {@link #query(String)}, one after the other, so that memory does not grow with their
     * number.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     * @param reading gets the rows; the destination is open until it returns
     */
    public final <R> R query(String sql, Path home, Function<? super RowStream, R> reading) {
        return read(home, session -> {
            List<String> datasets = datasets(session);
            if (!datasets.isEmpty()) {
                session.searchIn(datasets);
            }
            return RowReader.query(session, Connections.to(this, home).describe(), sql, reading);
        });
    }

    /**
     * Runs statements that write, all of them in one transaction. Names are looked up as in {@link #query(String)}. Pipette
     * does not know what they change: see that the next load still finds the tables and rows that it needs.
     *
     * <pre>{@code
     * duckdb("scratch.duckdb").execute("DELETE FROM daily_stats WHERE clicks = 0");   // 3 rows changed
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when the destination refuses a statement, with its own words;
     *     DESTINATION_FAILED when it does not exist or cannot be opened
     */
    @CanIgnoreReturnValue
    public final Executed execute(String sql) {
        return execute(sql, Pipeline.defaultHome());
    }

    /**
     * Runs statements that write, as {@link #execute(String)}.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     */
    @CanIgnoreReturnValue
    public final Executed execute(String sql, Path home) {
        DestinationClient client = existing(home);
        try (DestinationSession session = client.open(Access.WRITE)) {
            return Writing.execute(session, client.describe(), datasets(session), sql);
        }
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
        return read(home, session -> {
            session.beginReading();
            return Dataset.firstRows(session, dataset, table, limit);
        });
    }

    /**
     * Reads the first rows of a table, as {@link #table(String, String, int, Path)}, one after the other, so that memory does
     * not grow with their number.
     *
     * @param reading gets the rows; the destination is open until it returns
     */
    public final <R> R table(
            String dataset, String table, int limit, Path home, Function<? super RowStream, R> reading) {
        return read(home, session -> {
            session.beginReading();
            return Dataset.firstRows(session, dataset, table, limit, reading);
        });
    }

    /**
     * Looks whether loads can run into the destination: whether it is reached, lets this user in, and grants what a load
     * needs. Leaves nothing behind.
     *
     * <pre>{@code
     * postgres("postgres://loader@db.example.com/warehouse").diagnose();
     * }</pre>
     */
    public final Diagnosis diagnose() {
        return diagnose(Pipeline.defaultHome());
    }

    /**
     * Looks whether loads can run, as {@link #diagnose()}.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     */
    public final Diagnosis diagnose(Path home) {
        DestinationClient client = Connections.to(this, home);
        return new Diagnosis(client.describe(), client.diagnose());
    }

    /**
     * Looks whether loads can run into a table, as {@link #diagnose()}, and what they would meet there: columns of other
     * types, generated columns, constraints, triggers, policies, rights. A table that is not there yet is fine.
     *
     * <pre>{@code
     * postgres("postgres://loader@db.example.com/warehouse").diagnose("shop", "orders");
     * }</pre>
     */
    public final Diagnosis diagnose(String dataset, String table) {
        return diagnose(dataset, table, Pipeline.defaultHome());
    }

    /**
     * Looks at a table, as {@link #diagnose(String, String)}.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     */
    public final Diagnosis diagnose(String dataset, String table, Path home) {
        DestinationClient client = Connections.to(this, home);
        return new Diagnosis(client.describe(), new TableDiagnosis(client, dataset, table).checks());
    }

    private static List<String> datasets(DestinationSession session) {
        return session.datasets().stream().sorted().toList();
    }

    private <R> R read(Path home, Function<DestinationSession, R> reading) {
        try (DestinationSession session = existing(home).open(Access.READ)) {
            return reading.apply(session);
        }
    }

    private DestinationClient existing(Path home) {
        DestinationClient client = Connections.to(this, home);
        if (!client.exists()) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    client.describe() + " does not exist. Correct its name, or load something into it first.");
        }
        return client;
    }

    /**
     * The client that the provider of this kind of destination makes. It opens nothing and tries nothing again; {@link
     * #query(String)} and pipelines do.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     * @throws PipetteException NOT_INSTALLED when no provider on the class path has the scheme
     */
    public final DestinationClient client(Path home) {
        var providers = ServiceLoader.load(DestinationProvider.class, Destination.class.getClassLoader());
        for (DestinationProvider provider : providers) {
            if (provider.scheme().equals(scheme())) {
                DestinationConfig config = new DestinationConfig(location(), settings(), lockTimeout(), home);
                return provider.connect(config);
            }
        }
        List<String> known = StreamSupport.stream(providers.spliterator(), false)
                .map(DestinationProvider::scheme)
                .sorted()
                .toList();
        throw new PipetteException(
                ErrorCode.NOT_INSTALLED,
                "no destination '" + scheme() + "' on the class path (there: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ")."
                        + NearestName.of(scheme(), known)
                                .map(near -> " Did you mean '" + near + "'?")
                                .orElse(" Add the dependency dev.pipette:pipette-" + scheme() + "."));
    }

    /** The address, without what may be a secret. */
    @Override
    public final String toString() {
        return scheme() + ":" + ShownLocation.of(scheme(), location());
    }
}
