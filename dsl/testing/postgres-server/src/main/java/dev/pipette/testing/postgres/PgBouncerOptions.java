package dev.pipette.testing.postgres;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a {@link PgBouncer} is set up; the values are copied on change.
 *
 * <pre>{@code
 * PgBouncer.own(server, PgBouncerOptions.defaults().withPoolSize(1).withMaxClients(2));
 * }</pre>
 *
 * @param poolSize connections to the server for each pair of user and database
 * @param maxClients connections of clients in all
 * @param tls whether clients must speak TLS; the certificate is self-made
 * @param settings more settings of its section {@code [pgbouncer]}, which go before all others
 */
public record PgBouncerOptions(int poolSize, int maxClients, boolean tls, Map<String, String> settings) {
    public PgBouncerOptions {
        if (poolSize < 1 || maxClients < 1) {
            throw new IllegalArgumentException(
                    "a pooler needs room for one connection on either side, not " + poolSize + " and " + maxClients);
        }
        settings = Map.copyOf(settings);
    }

    /** Eight connections for each user and database, two hundred clients, no TLS. */
    public static PgBouncerOptions defaults() {
        return new PgBouncerOptions(8, 200, false, Map.of());
    }

    /** Another number of connections to the server for each pair of user and database. */
    public PgBouncerOptions withPoolSize(int connections) {
        return new PgBouncerOptions(connections, maxClients, tls, settings);
    }

    /** Another limit to the connections of clients; one more is refused with SQLSTATE 08P01. */
    public PgBouncerOptions withMaxClients(int connections) {
        return new PgBouncerOptions(poolSize, connections, tls, settings);
    }

    /** Refuses clients without TLS. */
    public PgBouncerOptions withTls() {
        return new PgBouncerOptions(poolSize, maxClients, true, settings);
    }

    /** One more setting, as in {@code with("query_wait_timeout", "1")}. */
    public PgBouncerOptions with(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new PgBouncerOptions(poolSize, maxClients, tls, more);
    }
}
