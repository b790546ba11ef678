package dev.pipette.postgres;

import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationConfig.Setting;
import dev.pipette.spi.DestinationSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A PostgreSQL database. */
final class PostgresClient implements DestinationClient {
    /** NAMEDATALEN - 1 of every build that people use. */
    private static final int MAX_IDENTIFIER = 63;

    private static final String PREPARE_THRESHOLD = "prepareThreshold";

    private final DestinationConfig config;
    private final PostgresAddress address;
    private final LibpqEnvironment environment;
    private @Nullable Password password;

    PostgresClient(DestinationConfig config) {
        this(config, LibpqEnvironment.ofProcess());
    }

    PostgresClient(DestinationConfig config, LibpqEnvironment environment) {
        this.config = config;
        this.address = PostgresAddress.of(config.location());
        this.environment = environment;
    }

    Place place() {
        return new Place(address, user(), password(), isPooled());
    }

    /** The password, looked for when it is needed first: a file may hold it. */
    synchronized Password password() {
        Password found = password;
        if (found == null) {
            String login = user().isEmpty() ? System.getProperty("user.name", "") : user();
            found = Password.find(config.settings(), environment, address, login);
            password = found;
        }
        return found;
    }

    Encryption encryption() {
        return Encryption.of(address, environment, DriverProperties.parameters(address, environment));
    }

    private String user() {
        return config.settings().getOrDefault(Setting.USER, "");
    }

    /** Whether a pooler in transaction mode is in between. */
    boolean isPooled() {
        return "true".equals(config.settings().get(Setting.TRANSACTION_POOLER));
    }

    /** Whether the values of rows go into identity columns that the server would number itself. */
    boolean overridesSystemValues() {
        return "true".equals(config.settings().get(Setting.OVERRIDING_SYSTEM_VALUE));
    }

    Duration lockTimeout() {
        return config.lockTimeout();
    }

    /** In milliseconds; empty where what the server says holds. */
    Optional<String> statementTimeout() {
        return Optional.ofNullable(config.settings().get(Setting.STATEMENT_TIMEOUT));
    }

    @Override
    public String describe() {
        return address.described();
    }

    @Override
    public String identity() {
        return address.identity(user());
    }

    @Override
    public boolean isNamed(String identity) {
        return PostgresAddress.onOneName(identity).equals(PostgresAddress.onOneName(identity()));
    }

    @Override
    public String address() {
        return address.reached(user(), isPooled());
    }

    @Override
    public String dltType() {
        return "dlt.destinations.postgres";
    }

    @Override
    public int maxIdentifierLength() {
        return MAX_IDENTIFIER;
    }

    /** A server makes no database by being asked for it. */
    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public List<String> hints() {
        List<String> hints = new ArrayList<>();
        encryption().note(address).ifPresent(hints::add);
        password().ignored().ifPresent(hints::add);
        DriverProperties.unknown(DriverProperties.parameters(address, environment))
                .ifPresent(hints::add);
        if (address.looksLikeTransactionPooler() && !isPooled()) {
            hints.add("port " + address.port() + " is by habit a pooler in transaction mode: say"
                    + " .transactionPooler(), or transaction_pooler = true in the settings, or prepared"
                    + " statements will fail sooner or later");
        }
        return hints;
    }

    @Override
    public DestinationSession open(Access access) {
        try {
            return new PostgresSession(this, connect());
        } catch (SQLException failed) {
            throw problems().unreachable(failed);
        }
    }

    /** A connection in autocommit. */
    Connection connect() throws SQLException {
        return connect(properties());
    }

    /** Not by DriverManager, which would start every driver on the class path. */
    private Connection connect(Properties properties) throws SQLException {
        return Objects.requireNonNull(new Driver().connect(address.jdbcUrl(), properties));
    }

    /** A connection for looking around: what is in between may not have been announced. */
    Connection connectUnprepared() throws SQLException {
        Properties properties = properties();
        properties.setProperty(PREPARE_THRESHOLD, "0");
        return connect(properties);
    }

    private Properties properties() {
        Map<String, String> parameters = encryption().in(DriverProperties.parameters(address, environment));
        Properties properties = DriverProperties.of(parameters, user(), password());
        if (isPooled()) {
            properties.setProperty(PREPARE_THRESHOLD, "0"); // a prepared statement lives on another connection
        }
        return properties;
    }

    @Override
    public List<Check> diagnose() {
        return new PostgresDiagnosis(this).checks();
    }

    PostgresAddress server() {
        return address;
    }

    PostgresProblems problems() {
        return new PostgresProblems(place());
    }
}
