package dev.pipette.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a text may be run as a query in the database that this process has open for writing, where neither the file nor the
 * configuration can be locked: the load beside it needs both. DuckDB's own parser reads it. Whatever it does not take for a
 * SELECT is refused, and so is a SELECT that reads another file.
 */
final class GuestQuery {
    /** Table functions that reach nothing outside of the database. */
    private static final Set<String> HARMLESS =
            Set.of("range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree");

    private static final Pattern CATALOGUE_FUNCTION = Pattern.compile("^(duckdb|pragma)_");

    /** DuckDB takes a table's name, and one in a schema as in data.csv, for that of a file when there is no such table. */
    private static final Pattern SEEMS_A_FILE = Pattern.compile("[./\\\\:*?]");

    private static final JsonMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final String TREE = "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)";

    private static final String IS_TABLE = """
            SELECT EXISTS (
              SELECT 1
              FROM (SELECT database_name, schema_name, table_name AS name FROM duckdb_tables()
                    UNION ALL SELECT database_name, schema_name, view_name FROM duckdb_views()) known,
                   (SELECT CAST(? AS VARCHAR) AS catalog, CAST(? AS VARCHAR) AS qualifier, CAST(? AS VARCHAR) AS called) asked
              WHERE lower(name) = lower(called)
                AND (catalog = '' OR lower(database_name) = lower(catalog))
                AND (lower(schema_name) = lower(qualifier)
                     OR list_contains(current_schemas(true), schema_name)
                        AND (qualifier = '' OR catalog = '' AND lower(database_name) = lower(qualifier))))""";

    private static final String NUMBER =
            "SELECT coalesce(json_array_length(json_serialize_sql(CAST(? AS VARCHAR)) -> 'statements'), 0)";

    private static final String KIND = "SELECT json_serialize_sql(CAST(? AS VARCHAR)) ->> 'error_type'";

    private GuestQuery() {}

    /** Whether DuckDB's parser reads the text, and finds something else than queries in it. */
    static boolean isMoreThanQueries(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KIND)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String problem = row.getString(1);
                return problem != null && !problem.equals("parser");
            }
        }
    }

    /** Why a text that has several queries may not be run: DuckDB's driver would give back the rows of the last only. */
    static Optional<String> several(Connection connection, String sql) throws SQLException {
        if (sql.stripTrailing().indexOf(';') < 0) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(NUMBER)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int queries = row.getInt(1);
                return queries > 1
                        ? Optional.of("it has " + queries + " statements, and a query is one.")
                        : Optional.empty();
            }
        }
    }

    /**
     * Why a text may not be run; empty where it may.
     *
     * @throws SQLException when it is not SQL at all
     */
    static Optional<String> refusal(Connection connection, String sql) throws SQLException {
        JsonNode tree = tree(connection, sql);
        String problem = tree.path("error_type").asString("");
        if (problem.equals("parser")) {
            throw new SQLException("Parser Error: " + tree.path("error_message").asString(""));
        }
        if (!problem.isEmpty()) {
            return Optional.of(
                    "it is not a SELECT, DESCRIBE, SUMMARIZE or SHOW, which are all that DuckDB can check while"
                            + " this process has the file open for writing.");
        }
        Optional<String> beyond = beyond(connection, tree);
        return beyond.isPresent()
                ? beyond.map(name -> name + " is not part of the database.")
                : several(connection, sql);
    }

    private static JsonNode tree(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TREE)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return TREES.readTree(row.getString(1));
            }
        }
    }

    /** What a statement reads that is not in the database. */
    private static Optional<String> beyond(Connection connection, JsonNode tree) throws SQLException {
        Deque<JsonNode> left = new ArrayDeque<>(List.of(tree));
        while (!left.isEmpty()) {
            JsonNode node = left.pop();
            String type = node.path("type").asString("");
            String called = node.path("function").path("function_name").asString("");
            if (type.equals("TABLE_FUNCTION")
                    && !HARMLESS.contains(called)
                    && !CATALOGUE_FUNCTION.matcher(called).find()) {
                return Optional.of(called + "(..)");
            }
            if (type.equals("BASE_TABLE")) {
                List<String> name = Stream.of("catalog_name", "schema_name", "table_name")
                        .map(part -> node.path(part).asString(""))
                        .toList();
                String path = String.join(
                        ".",
                        name.stream().filter(Predicate.not(String::isEmpty)).toList());
                if (SEEMS_A_FILE.matcher(path).find() && !isTable(connection, name)) {
                    return Optional.of('"' + path + '"');
                }
            }
            node.valueStream().filter(JsonNode::isContainer).forEach(left::push);
        }
        return Optional.empty();
    }

    private static boolean isTable(Connection connection, List<String> name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_TABLE)) {
            for (int part = 0; part < name.size(); part++) {
                statement.setString(part + 1, name.get(part));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
