package dev.pipette.testing.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where a server listens and who may come in; the parameters are those of its URL, without user and password. */
record Address(String host, int port, String user, String password, String database, String parameters) {
    static final String SCHEME = "jdbc:postgresql://";

    static Address local(int port, String user, String password) {
        return new Address("127.0.0.1", port, user, password, "postgres", "");
    }

    /** Reads {@code jdbc:postgresql://host:port/database?user=..&password=..}. */
    static Address parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(PostgresServer.URL_VARIABLE + " is not a URL of PostgreSQL: " + SCHEME
                    + "host:port/database?user=..&password=..");
        }
        URI uri = URI.create(url.substring("jdbc:".length()));
        String user = "postgres";
        String password = "";
        List<String> others = new ArrayList<>();
        for (String pair : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&", -1)) {
            int equals = pair.indexOf('=');
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            switch (pair.substring(0, Math.max(0, equals))) {
                case "user" -> user = value;
                case "password" -> password = value;
                case "" -> {}
                default -> others.add(pair);
            }
        }
        String database =
                uri.getPath().length() < 2 ? "postgres" : uri.getPath().substring(1);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new Address(uri.getHost(), port, user, password, database, String.join("&", others));
    }

    String url(String named) {
        return SCHEME + host + ":" + port + "/" + named + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    Connection connect() throws SQLException {
        return connect(database, user, password);
    }

    Connection connect(String named, String who, String secret) throws SQLException {
        return DriverManager.getConnection(url(named), who, secret);
    }
}
