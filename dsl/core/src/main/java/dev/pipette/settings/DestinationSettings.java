package dev.pipette.settings;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Grid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the settings say of one destination, whichever way it is written: single values, a connection address, or dlt's
 * names. Of two at one place the single value wins over a part of an address; a place wins over later places. Parts of
 * two addresses are never mixed: that of the first place counts.
 *
 * <pre>{@code
 * // pipette.toml:  [destination.postgres]
 * //                host = "db.example"
 * //                transaction_pooler = true
 * // environment:  DESTINATION__POSTGRES__CREDENTIALS=postgresql://loader:..@db.example:6543/warehouse
 * DestinationSettings warehouse = DestinationSettings.of(settings, "postgres");
 * warehouse.port();                  // Optional[6543]
 * warehouse.origins().get("port");   // environment variable port in DESTINATION__POSTGRES__CREDENTIALS
 * }</pre>
 *
 * <table>
 * <caption>How each is written</caption>
 * <tr><th>value</th><th>in the files, under {@code [destination.NAME]}</th><th>as dlt has it</th></tr>
 * <tr><td>the address</td><td>{@code url}</td><td>{@code credentials}</td></tr>
 * <tr><td>host, port, database, password</td><td>the same words</td><td>the same under {@code credentials}</td></tr>
 * <tr><td>user</td><td>{@code user}</td><td>{@code credentials.username}</td></tr>
 * <tr><td>dataset, transaction pooler</td><td>{@code dataset}, {@code transaction_pooler}</td><td>–</td></tr>
 * </table>
 *
 * @param scheme the kind, such as {@code postgres}
 * @param section the table of the files that holds the settings, such as {@code destination.postgres}
 * @param host the host, or several with their ports, divided by commas
 * @param port the port
 * @param database the database; of DuckDB, the file
 * @param user the user
 * @param password the password
 * @param dataset the dataset of pipelines that name none of their own
 * @param transactionPooler whether a pooler in transaction mode is before the destination
 * @param parameters what else the address says, such as {@code sslmode}
 * @param origins where each of these values came from, by the name of the component
 */
@CheckReturnValue
public record DestinationSettings(
        String scheme,
        String section,
        Optional<String> host,
        Optional<Integer> port,
        Optional<String> database,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> dataset,
        Optional<Boolean> transactionPooler,
        Map<String, String> parameters,
        Map<String, String> origins) {
    /** Copies the maps. */
    public DestinationSettings {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }

    /**
     * The settings of the only destination of its kind: the section {@code destination.SCHEME}.
     *
     * @throws PipetteException BAD_SETTINGS with all that are wrong; none is required
     */
    public static DestinationSettings of(Settings settings, String scheme) {
        return of(settings, scheme, scheme);
    }

    /**
     * The settings of a destination with a name: the section {@code destination.NAME}, and no other.
     *
     * @throws PipetteException BAD_SETTINGS with all that are wrong; none is required
     */
    public static DestinationSettings of(Settings settings, String scheme, String name) {
        return new Reading(settings, "destination." + name).read(scheme);
    }

    /** Reads one section, and remembers where its values came from. */
    private static final class Reading {
        private final Settings settings;
        private final String section;
        private final SettingProblems problems = new SettingProblems();
        private final Map<String, String> origins = new LinkedHashMap<>();

        Reading(Settings settings, String section) {
            this.settings = settings;
            this.section = section;
        }

        DestinationSettings read(String scheme) {
            Optional<ConnectionAddress> address =
                    settings.look(section + ".url", String.class, problems).flatMap(ConnectionAddress::parse);
            DestinationSettings read = new DestinationSettings(
                    scheme,
                    section,
                    value("host", "host", String.class),
                    value("port", "port", Integer.class),
                    value("database", "database", String.class),
                    value("user", "user", String.class),
                    value("password", "password", Secret.class),
                    value("dataset", "dataset", String.class),
                    value("transactionPooler", "transaction_pooler", Boolean.class),
                    address.map(ConnectionAddress::parameters).orElse(Map.of()),
                    origins);
            problems.throwIfAny();
            return read;
        }

        private <T> Optional<T> value(String component, String word, Class<T> type) {
            String key = section + "." + word;
            Optional<T> value = settings.look(key, type, problems);
            if (value.isPresent()) {
                settings.origin(key).ifPresent(origin -> origins.put(component, origin));
            }
            return value;
        }
    }

    /**
     * The address that the values make, {@code postgresql://HOST:PORT/DATABASE?PARAMETERS}, without user, password and
     * other secrets; empty without a host.
     */
    public Optional<String> url() {
        return host.map(name -> "postgresql://" + name
                + port.filter(number -> !name.contains(","))
                        .map(number -> ":" + number)
                        .orElse("")
                + database.map(path -> "/" + encoded(path)).orElse("")
                + (parameters.isEmpty() ? "" : query()));
    }

    private String query() {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !Masking.readsAsSecret(parameter.getKey()))
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        Map<String, Optional<?>> values = new LinkedHashMap<>();
        values.put("host", host);
        values.put("port", port);
        values.put("database", database);
        values.put("user", user);
        values.put("password", password);
        values.put("dataset", dataset);
        values.put("transactionPooler", transactionPooler);
        values.forEach((component, value) -> value.ifPresent(found ->
                lines.add(List.of(component, Masking.shown(found.toString()), origins.getOrDefault(component, "")))));
        parameters.forEach((name, value) -> lines.add(
                List.of(name, Masking.readsAsSecret(name) ? Masking.HIDDEN : Masking.shown(value), "the address")));
        return lines;
    }

    private Grid grid() {
        Grid grid = new Grid("setting", "value", "from");
        lines().forEach(line -> grid.add(line.get(0), line.get(1), line.get(2)));
        return grid;
    }

    /** An HTML table, for notebooks. */
    public String toHtml() {
        return "<p>" + Grid.escaped(scheme + ", section " + section) + "</p>\n" + grid().html();
    }

    @Override
    public String toString() {
        return scheme + ", section " + section + (lines().isEmpty() ? ": nothing is set" : "\n\n" + grid().text());
    }
}
