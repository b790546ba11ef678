package dev.pipette.postgres;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationConfig.Setting;
import dev.pipette.text.Secrets;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a database is, read from {@code //host:port/database?name=value}, as libpq and JDBC write it without the user.
 *
 * @param host a name or an address; an IPv6 address is in brackets
 * @param port 5432 where the location has none
 * @param database its name
 * @param parameters of the driver
 */
record PostgresAddress(String host, int port, String database, Map<String, String> parameters) {
    /** The port on which Supabase's poolers, and by habit others, listen for transaction mode. */
    static final int POOLER_PORT = 6543;

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final Pattern LOCATION =
            Pattern.compile("(?://)?(\\[[^\\]/?]+\\]|[^\\[\\]:/?@,]+)(?::(\\d{1,5}))?/([^/?]+)(?:\\?(.*))?");

    /** The addresses of this machine. */
    private static final String LOOPBACK_ADDRESS = "(?:127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]|\\[(?:0+:){7}0*1\\])";

    /** How an identity of this machine begins. */
    private static final Pattern LOOPBACK = Pattern.compile("^postgres://" + LOOPBACK_ADDRESS + ":");

    private static final Pattern LOCAL = Pattern.compile("localhost|" + LOOPBACK_ADDRESS);

    PostgresAddress {
        parameters = Map.copyOf(parameters);
    }

    static PostgresAddress of(String location) {
        Matcher matcher = LOCATION.matcher(location);
        int port = matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : DEFAULT_PORT;
        if (!matcher.matches() || port == 0 || port > MAX_PORT) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the address that begins with 'postgres:' names no database, or its port is not a number from 1 to"
                            + " 65535. Write postgres://user@host:5432/database; in a password, write %40 for @, %2F for"
                            + " /, %3F for ?, or give it apart. What was given is not repeated, because it may hold a"
                            + " password.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (matcher.group(4) != null) {
            for (String pair : matcher.group(4).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (!parts[0].isEmpty()) {
                    parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
                }
            }
        }
        return new PostgresAddress(
                matcher.group(1).toLowerCase(Locale.ROOT), port, decoded(matcher.group(3)), parameters);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL that the driver takes, without parameters. */
    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database);
    }

    /** Made by the compiler it would show the parameters, and one of them may be a password. */
    @Override
    public String toString() {
        return described();
    }

    /** For people. */
    String described() {
        return "postgres " + host + ":" + port + "/" + database;
    }

    /** A location that names the same database: without what only says how it is reached. */
    String identity(String user) {
        int dot = user.lastIndexOf('.');
        String options = dot >= 0
                // one pooler serves many databases of one name: the last part of the user says which
                ? "reference=" + user.substring(dot + 1)
                : parameters.getOrDefault("options", "");
        return "postgres://" + host + ":" + port + "/" + encoded(database)
                + (options.isEmpty() ? "" : "?options=" + encoded(options));
    }

    /** An identity in which this machine has one name, for comparison. */
    static String onOneName(String identity) {
        return LOOPBACK.matcher(identity).replaceFirst("postgres://localhost:");
    }

    /** A location by which it is reached again, without secrets. */
    String reached(String user, boolean pooled) {
        Map<String, String> all = new java.util.TreeMap<>(parameters);
        all.keySet().removeIf(name -> !Secrets.isPublicParameter(name) && Secrets.isSecretName(name));
        if (pooled) {
            all.put(Setting.TRANSACTION_POOLER, "true");
        }
        String query = all.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return "postgres://" + (user.isEmpty() ? "" : encoded(user) + "@") + host + ":" + port + "/" + encoded(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Whether the host is this machine, by its name alone: a name that other machines look up may lead elsewhere by the
     * time that the connection is made.
     */
    boolean isLocal() {
        return LOCAL.matcher(host).matches();
    }

    /** The host as libpq has it: an IPv6 address without brackets. */
    String hostName() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether this looks like a pooler in transaction mode. */
    boolean looksLikeTransactionPooler() {
        return port == POOLER_PORT;
    }
}
