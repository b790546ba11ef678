package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.campaign.Places;
import dev.pipette.testing.postgres.PostgresServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases of the server of the build, named by a URL with user and password. */
final class PostgresPlaces implements Places {
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
        return Pipette.postgres(place);
    }

    /** The name of the database. */
    @Override
    public String own(String place) {
        return URI.create(place.substring("jdbc:".length())).getPath().substring(1);
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
