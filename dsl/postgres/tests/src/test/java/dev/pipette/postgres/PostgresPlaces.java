package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.history.HistoryPlaces;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Databases of the server of the build, named by a URL with user and password; behind {@value #POOLER} where the URL is
 * that of a pooler.
 */
class PostgresPlaces implements HistoryPlaces {
    static final String POOLER = "pooler ";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Override
    public String make(Path folder) {
        return create("template0");
    }

    @Override
    public String copy(String place, Path folder) {
        endConnections(place); // that were closed by their clients, and that the server has not ended yet
        return create(own(place));
    }

    private static String create(String template) {
        String name = "campaign_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
        return direct(name);
    }

    /** The URL of a database without a pooler. */
    static String direct(String name) {
        PostgresServer server = PostgresServer.shared();
        String url = server.url(name);
        return url + (url.contains("?") ? "&" : "?") + "user=" + encoded(server.user()) + "&password="
                + encoded(server.password());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void execute(String sql) {
        try (Connection connection = PostgresServer.shared().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void drop(String place) {
        execute("DROP DATABASE " + own(place) + " WITH (FORCE)");
    }

    @Override
    public Destination destination(String place) {
        return place.startsWith(POOLER)
                ? Pipette.postgres(place.substring(POOLER.length())).transactionPooler()
                : Pipette.postgres(place);
    }

    /** The server by two names of its host, and by way of the pooler. */
    @Override
    public List<String> names(String place) {
        return List.of(place, place.replace("//127.0.0.1:", "//localhost:"), pooled(place));
    }

    static String pooled(String place) {
        PgBouncer pooler = PgBouncer.shared();
        return POOLER + place.replaceFirst("//[^/]*/", "//" + pooler.host() + ":" + pooler.port() + "/");
    }

    /** A trigger that raises. */
    @Override
    public List<String> refuse(String dataset, String table) {
        return List.of(
                "CREATE FUNCTION " + dataset + ".refuse_" + table + "() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$BEGIN RAISE EXCEPTION 'closed for stocktaking'; END$$",
                "CREATE TRIGGER refuse BEFORE INSERT ON " + dataset + "." + table + " FOR EACH ROW EXECUTE FUNCTION "
                        + dataset + ".refuse_" + table + "()");
    }

    @Override
    public List<String> allow(String dataset, String table) {
        return List.of("DROP FUNCTION " + dataset + ".refuse_" + table + "() CASCADE");
    }

    @Override
    public String refusedName(String table) {
        return table;
    }

    /** The name of the database. */
    @Override
    public String own(String place) {
        return URI.create(place.substring(place.indexOf("jdbc:") + "jdbc:".length()))
                .getPath()
                .substring(1);
    }

    @Override
    public boolean endsConnections() {
        return true;
    }

    @Override
    public void endConnections(String place) {
        execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '" + own(place) + "'");
    }
}
