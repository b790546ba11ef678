package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A DuckDB in memory in which the tables of a package are views; closed with the connection. */
public final class PackageTables implements AutoCloseable {
    private final Connection connection;

    /**
     * Makes the views; after that, DuckDB reaches no file but those of the package.
     *
     * @param selects a SELECT over the package's files for each table, by its name
     */
    public PackageTables(DuckEngine engine, SealedPackage sealed, Map<String, String> selects) {
        try {
            connection = engine.connection();
            try (Statement statement = connection.createStatement()) {
                for (Map.Entry<String, String> table : selects.entrySet()) {
                    statement.execute("CREATE VIEW " + Sql.name(table.getKey()) + " AS " + table.getValue());
                }
                statement.execute("SET allowed_paths = [" + files(sealed) + "]");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
            }
        } catch (SQLException failed) {
            throw DuckEngine.failure("open the package", failed);
        }
    }

    /** The files, by their own paths and as the views write them: DuckDB looks at both. */
    private static String files(SealedPackage sealed) {
        return sealed.manifest().tables().stream()
                .flatMap(table -> table.parts().stream())
                .map(part -> sealed.folder().resolve(part.file()).toString())
                .flatMap(file -> Stream.of(Sql.literal(file), Sql.file(file)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The connection that sees them. */
    public Connection connection() {
        return connection;
    }

    /**
     * Whether a text is something else than queries: a COPY could write over the package's files. DuckDB's own parser
     * decides. Text that is not SQL at all is left to DuckDB, which says what is wrong with it.
     */
    public boolean isNoQuery(String sql) {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT json_serialize_sql(CAST(? AS VARCHAR)) ->> 'error_message'")) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String problem = row.getString(1);
                return problem != null && problem.startsWith("Only SELECT statements");
            }
        } catch (SQLException failed) {
            throw DuckEngine.failure("read the query", failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw DuckEngine.failure("close the package", failed);
        }
    }
}
