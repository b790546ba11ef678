package dev.pipette.notebook;

import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.Map;

/** The PostgreSQL of a notebook: an empty database, and a role that may load into it as the notebook says. */
final class Warehouse implements AutoCloseable {
    private final PostgresServer server;
    private final PostgresDatabase database;
    private final PostgresRole loader;

    private Warehouse(PostgresServer server, PostgresDatabase database, PostgresRole loader) {
        this.server = server;
        this.database = database;
        this.loader = loader;
    }

    static Warehouse open() {
        PostgresServer server = PostgresServer.shared();
        PostgresDatabase database = server.newDatabase();
        PostgresRole loader = database.newRole();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + loader.name());
        return new Warehouse(server, database, loader);
    }

    /** The settings of the notebook's destination, as variables. */
    Map<String, String> environment() {
        return Map.of(
                "PIPETTE__DESTINATION__WAREHOUSE__URL",
                "postgresql://" + loader.name() + "@" + address() + "/" + database.name(),
                "PIPETTE__DESTINATION__WAREHOUSE__PASSWORD",
                loader.password());
    }

    /** What no output may show. */
    String password() {
        return loader.password();
    }

    /** As the destination prints it. */
    private String address() {
        return server.host() + ":" + server.port();
    }

    /** A text with the names that the notebook uses. */
    String renamed(String text) {
        return text.replace(address(), "localhost:5432")
                .replace(server.port() + " accepts", "5432 accepts")
                .replace(database.name(), "warehouse")
                .replace(loader.name(), "loader");
    }

    @Override
    public void close() {
        database.close();
    }
}
