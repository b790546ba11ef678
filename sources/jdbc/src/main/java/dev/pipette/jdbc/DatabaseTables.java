package dev.pipette.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Resource;
import dev.pipette.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Several tables of a database. A value: each method returns a new one.
 *
 * <pre>{@code
 * Source shop = Database.at("sqlite:app.db", settings).tables("app.*").except("app.tmp_*").source("shop");
 * }</pre>
 */
@CheckReturnValue
public final class DatabaseTables {
    private final Connections connections;
    private final List<NamePattern> patterns;
    private final List<NamePattern> exceptions;
    private final Predicate<String> wanted;
    private final UnaryOperator<DatabaseTable> change;

    private DatabaseTables(
            Connections connections,
            List<NamePattern> patterns,
            List<NamePattern> exceptions,
            Predicate<String> wanted,
            UnaryOperator<DatabaseTable> change) {
        this.connections = connections;
        this.patterns = List.copyOf(patterns);
        this.exceptions = List.copyOf(exceptions);
        this.wanted = wanted;
        this.change = change;
    }

    static DatabaseTables of(Connections connections, String pattern, List<String> morePatterns) {
        return new DatabaseTables(
                connections,
                patterns(List.of(), pattern, morePatterns),
                List.of(),
                name -> true,
                UnaryOperator.identity());
    }

    private static List<NamePattern> patterns(List<NamePattern> known, String first, List<String> more) {
        List<NamePattern> all = new ArrayList<>(known);
        all.add(NamePattern.of(first));
        more.forEach(text -> all.add(NamePattern.of(text)));
        return all;
    }

    /** Leaves out the tables that a pattern covers. */
    public DatabaseTables except(String pattern, String... morePatterns) {
        return new DatabaseTables(
                connections, patterns, patterns(exceptions, pattern, List.of(morePatterns)), wanted, change);
    }

    /**
     * Keeps only some of the tables, by their names. The catalogue is not asked for the columns of the others. Resources are named as
     * they are without it, and there may be none.
     *
     * <pre>{@code
     * shop.tables("public.*").where(Set.of("public.orders", "public.customers")::contains).source("shop");
     * }</pre>
     *
     * @param condition for a name with its schema; it may be asked again for the same name
     */
    public DatabaseTables where(Predicate<String> condition) {
        return new DatabaseTables(connections, patterns, exceptions, wanted.and(condition), change);
    }

    /**
     * Changes what is read of each table.
     *
     * <pre>{@code
     * shop.tables("public.*").each(table -> table.incremental("updated_at")).source("shop");
     * }</pre>
     */
    public DatabaseTables each(UnaryOperator<DatabaseTable> nextChange) {
        return new DatabaseTables(
                connections, patterns, exceptions, wanted, table -> nextChange.apply(change.apply(table)));
    }

    /** The names of the tables, with their schemas. */
    public List<String> names() {
        return connections
                .ask(
                        "list tables",
                        connection -> new TableSearch(connections, connection).matching(patterns, exceptions))
                .stream()
                .map(TableName::toString)
                .filter(wanted)
                .toList();
    }

    /**
     * A resource for each table, named like it: with its schema before it where two tables have one name.
     *
     * @throws dev.pipette.error.PipetteException SOURCE_MISSING where a pattern covers no table
     */
    public List<Resource> resources() {
        return all().stream().map(DatabaseTable::resource).toList();
    }

    /**
     * The tables, each as it was changed.
     *
     * @throws dev.pipette.error.PipetteException SOURCE_MISSING where a pattern covers no table
     */
    public List<DatabaseTable> all() {
        return connections.ask("read the catalogue", connection -> {
            List<TableName> names = new TableSearch(connections, connection).matching(patterns, exceptions);
            Set<String> once = new HashSet<>();
            Set<String> twice = new HashSet<>();
            names.stream().map(TableName::name).filter(name -> !once.add(name)).forEach(twice::add);
            List<DatabaseTable> tables = new ArrayList<>();
            for (TableName name : names) {
                if (!wanted.test(name.toString())) {
                    continue;
                }
                DatabaseTable table =
                        DatabaseTable.of(connections, connections.dialect().table(connection, name));
                tables.add(change.apply(
                        twice.contains(name.name()) ? table.named(name.schema() + "_" + name.name()) : table));
            }
            return tables;
        });
    }

    /** The tables as a source. */
    public Source source(String name) {
        return Source.of(name, resources().toArray(Resource[]::new));
    }
}
