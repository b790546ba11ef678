package dev.pipette.jobs.scheduler;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a store and the rows of its jobs are, in a form that other processes can be started with. */
record Place(Map<String, String> environment) {
    private static final String FOLDER = "TEST_FOLDER";
    private static final String URL = "TEST_URL";
    private static final String USER = "TEST_USER";
    private static final String PASSWORD = "TEST_PASSWORD";

    /** A file of SQLite, and one of DuckDB. */
    static Place files(Path folder) {
        return new Place(Map.of(FOLDER, folder.toString()));
    }

    /** A database for both. */
    static Place postgres(PostgresDatabase database, Path folder) {
        return new Place(Map.of(
                FOLDER, folder.toString(), URL, database.url(), USER, database.user(), PASSWORD, database.password()));
    }

    static Place ofProcess() {
        return new Place(System.getenv());
    }

    private String value(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    Path folder() {
        return Path.of(value(FOLDER));
    }

    private boolean isShared() {
        return environment.containsKey(URL);
    }

    Destination destination() {
        return isShared()
                ? Pipette.postgres(value(URL)).user(value(USER)).password(Secret.of(value(PASSWORD)))
                : Pipette.duckdb(duckDb());
    }

    private Path duckDb() {
        return folder().resolve("shop.duckdb");
    }

    JobStore open() {
        Path home = folder().resolve("home");
        return isShared() ? JobStore.postgres(destination(), home) : JobStore.embedded(home);
    }

    /** What a query of the loaded rows answers; each row as its values with blanks between them. */
    List<String> rows(String sql) throws SQLException {
        String url = isShared() ? value(URL) : "jdbc:duckdb:" + duckDb();
        List<String> rows = new ArrayList<>();
        try (Connection connection = isShared()
                        ? DriverManager.getConnection(url, value(USER), value(PASSWORD))
                        : DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }
}
