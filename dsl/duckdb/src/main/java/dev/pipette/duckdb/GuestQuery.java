package dev.pipette.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** Options in brackets have no quotes, in which a bracket could be hidden. */
    private static final Pattern EXPLAIN = Pattern.compile(
            "(?is)\\s*EXPLAIN\\s+(?:ANALYZE\\s+)?(?:\\((?:ANALYZE|FORMAT)\\b[\\w\\s,]*\\)\\s*)?(\\S.*)");

    private static final Pattern PIVOT = Pattern.compile("\\bPIVOT\\b", Pattern.CASE_INSENSITIVE);

    private static final JsonMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final String TREE = "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)";

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
        return sql.stripTrailing().indexOf(';') < 0 ? Optional.empty() : several(tree(connection, sql));
    }

    private static Optional<String> several(JsonNode tree) {
        int queries = tree.path("statements").size();
        return queries > 1 ? Optional.of("it has " + queries + " statements, and a query is one.") : Optional.empty();
    }

    /**
     * Why a text may not be run; empty where it may.
     *
     * @throws SQLException when it is not SQL at all
     */
    static Optional<String> refusal(Connection connection, String sql) throws SQLException {
        String query = explained(sql);
        JsonNode tree = tree(connection, query);
        String problem = tree.path("error_type").asString("");
        if (problem.equals("parser")) {
            throw new SQLException("Parser Error: " + tree.path("error_message").asString(""));
        }
        if (!problem.isEmpty()) {
            return Optional.of("it is not a SELECT, DESCRIBE, SUMMARIZE or SHOW, nor EXPLAIN of one, which are all that"
                    + " DuckDB can check while this process has the file open for writing."
                    + (PIVOT.matcher(query).find() ? " A PIVOT needs its values: ON column IN ('a', 'b')." : ""));
        }
        Optional<String> outside = OutsideReads.first(connection, tree);
        return outside.isPresent() ? outside.map(name -> name + " is not part of the database.") : several(tree);
    }

    /** The query that EXPLAIN or EXPLAIN ANALYZE is about; other texts as they are. */
    private static String explained(String sql) {
        Matcher explain = EXPLAIN.matcher(sql);
        return explain.matches() ? explain.group(1) : sql;
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
}
