package dev.pipette.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds in the tree of a query, as DuckDB's parser returns it, what the query reads that is not in the database. */
final class OutsideReads {
    /** Table functions that reach nothing outside of the database. */
    private static final Set<String> HARMLESS =
            Set.of("range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree");

    private static final Pattern CATALOGUE_FUNCTION = Pattern.compile("^(duckdb|pragma)_");

    /** DuckDB takes a table's name, and one in a schema as in data.csv, for that of a file when there is no such table. */
    private static final Pattern SEEMS_A_FILE = Pattern.compile("[./\\\\:*?]");

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

    private final Connection connection;
    private final Deque<Part> left = new ArrayDeque<>();

    /**
     * A part of the tree.
     *
     * @param queries names that WITH gave to queries, where the part may use them
     */
    private record Part(JsonNode node, Set<String> queries) {}

    private OutsideReads(Connection connection) {
        this.connection = connection;
    }

    /** The first one that is found. */
    static Optional<String> first(Connection connection, JsonNode tree) throws SQLException {
        return new OutsideReads(connection).in(tree);
    }

    private Optional<String> in(JsonNode tree) throws SQLException {
        left.push(new Part(tree, Set.of()));
        while (!left.isEmpty()) {
            Part part = left.pop();
            Optional<String> read = readBy(part);
            if (read.isPresent()) {
                return read;
            }
            pushWhatIsIn(part);
        }
        return Optional.empty();
    }

    private Optional<String> readBy(Part part) throws SQLException {
        JsonNode node = part.node();
        return switch (node.path("type").asString("")) {
            case "TABLE_FUNCTION" -> {
                String called = node.path("function").path("function_name").asString("");
                boolean isHarmless = HARMLESS.contains(called)
                        || CATALOGUE_FUNCTION.matcher(called).find();
                yield isHarmless ? Optional.empty() : Optional.of(called + "(..)");
            }
            case "BASE_TABLE" -> {
                List<String> name = Stream.of("catalog_name", "schema_name", "table_name")
                        .map(field -> node.path(field).asString(""))
                        .toList();
                List<String> given =
                        name.stream().filter(Predicate.not(String::isEmpty)).toList();
                String path = String.join(".", given);
                boolean isQuery = given.size() == 1 && part.queries().contains(path);
                yield isQuery || !SEEMS_A_FILE.matcher(path).find() || isTable(name)
                        ? Optional.empty()
                        : Optional.of('"' + path + '"');
            }
            default -> Optional.empty();
        };
    }

    /** A query of WITH may use those before it, and what follows WITH all of them. In its own text its name is that of a table. */
    private void pushWhatIsIn(Part part) {
        Set<String> queries = new HashSet<>(part.queries());
        JsonNode with = part.node().path("cte_map");
        for (JsonNode query : with.path("map").values()) {
            String name = query.path("key").asString("");
            Set<String> before = new HashSet<>(queries);
            before.remove(name);
            left.push(new Part(query.path("value"), before));
            queries.add(name);
        }
        part.node()
                .valueStream()
                .filter(child -> child.isContainer() && child != with)
                .forEach(child -> left.push(new Part(child, queries)));
    }

    private boolean isTable(List<String> name) throws SQLException {
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
