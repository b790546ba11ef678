package dev.pipette.postgres;

import dev.pipette.settings.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;

/** What the driver is given for a login, from what the address and the environment say in libpq's words or in the driver's. */
final class DriverProperties {
    /** As dlt has it. */
    private static final String CONNECT_TIMEOUT_SECONDS = "15";

    /** Names of libpq that the driver spells otherwise: it would pass over them without a word. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode",
            "require_auth", "requireAuth",
            "sslnegotiation", "sslNegotiation");

    private static final Map<String, String> LIBPQ_VARIABLES = Map.of(
            "PGCHANNELBINDING", "channelBinding",
            "PGREQUIREAUTH", "requireAuth",
            "PGSSLROOTCERT", "sslrootcert");

    private DriverProperties() {}

    /** The parameters in the driver's names: those of the address, or else of the environment. */
    static Map<String, String> parameters(PostgresAddress address, LibpqEnvironment environment) {
        Map<String, String> parameters = new HashMap<>();
        LIBPQ_VARIABLES.forEach(
                (variable, name) -> environment.value(variable).ifPresent(value -> parameters.put(name, value)));
        address.parameters().forEach((name, value) -> parameters.put(LIBPQ_NAMES.getOrDefault(name, name), value));
        return parameters;
    }

    /** What the driver passes over without a word: a slip of the pen in {@code sslmode} would be no sslmode. */
    static Optional<String> unknown(Map<String, String> parameters) {
        List<String> unknown = parameters.keySet().stream()
                .filter(name -> PGProperty.forName(name) == null)
                .sorted()
                .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("the driver of PostgreSQL does not know " + String.join(", ", unknown)
                        + ", so that it has no effect: correct the address");
    }

    /**
     * All of them.
     *
     * @param parameters as {@link #parameters} gives them
     * @param user empty for the user of this machine
     */
    static Properties of(Map<String, String> parameters, String user, Password password) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "pipette");
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        parameters.forEach(properties::setProperty);
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        password.value().map(Secret::reveal).ifPresent(text -> properties.setProperty("password", text));
        if (password.ignored().isPresent()) {
            properties.setProperty("password", ""); // or the driver reads the file that was not to be used
        }
        return properties;
    }
}
