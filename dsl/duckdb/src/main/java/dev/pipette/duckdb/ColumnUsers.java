package dev.pipette.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * What keeps the columns of a schema's tables as they are. DuckDB changes the type of no column that a constraint uses, of no
 * column of a table that has an index, and of none of a table that a foreign key refers to.
 */
final class ColumnUsers {
    /** One plain query: as parts of the query for the columns, these cost five times as much. */
    private static final String USERS = """
            SELECT table_name, constraint_type, constraint_type AS name, referenced_table, constraint_column_names
            FROM duckdb_constraints()
            WHERE database_name = ? AND lower(schema_name) = lower(?) AND constraint_type <> 'NOT NULL'
            UNION ALL
            SELECT table_name, 'INDEX', index_name, NULL, NULL
            FROM duckdb_indexes()
            WHERE database_name = ? AND lower(schema_name) = lower(?)
            ORDER BY 3, 1""";

    private static final String INDEX = "INDEX";

    /**
     * A constraint or an index.
     *
     * @param name of an index; the kind of a constraint
     * @param refersTo the table that a foreign key refers to, else an empty text
     * @param columns that a constraint uses
     */
    private record User(String table, String kind, String name, String refersTo, List<String> columns) {}

    private final List<User> users;

    private ColumnUsers(List<User> users) {
        this.users = users;
    }

    static ColumnUsers read(DSLContext dsl, String catalog, String dataset) {
        return new ColumnUsers(
                dsl.fetch(USERS, catalog, dataset, catalog, dataset).map(ColumnUsers::user));
    }

    private static User user(Record row) {
        List<String> columns = new ArrayList<>();
        Object[] names = row.get(4, Object[].class);
        if (names != null) {
            for (Object name : names) {
                columns.add(name.toString());
            }
        }
        return new User(
                row.get(0, String.class),
                row.get(1, String.class),
                row.get(2, String.class),
                Optional.ofNullable(row.get(3, String.class)).orElse(""),
                columns);
    }

    /** What uses a column, in words for a sentence; empty where nothing does. */
    Optional<String> of(String table, String column) {
        return first(user -> user.table().equals(table) && user.columns().contains(column))
                .map(user -> "the " + user.kind())
                .or(() -> first(user ->
                                user.table().equals(table) && user.kind().equals(INDEX))
                        .map(user -> "index " + user.name()))
                .or(() -> first(user -> user.kind().equals("FOREIGN KEY")
                                && user.refersTo().equalsIgnoreCase(table))
                        .map(user -> "a foreign key of table " + user.table()));
    }

    private Optional<User> first(Predicate<User> rule) {
        return users.stream().filter(rule).findFirst();
    }
}
