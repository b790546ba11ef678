package dev.pipette.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import java.util.List;

/**
 * A database whose tables and queries are resources. Values of its own: it holds no connection, and each run opens those that it
 * needs, read-only.
 *
 * <pre>{@code
 * Database shop = Database.at("postgres://reader@db.example.com/shop", settings);
 * Resource orders = shop.table("public.orders").columns("id", "total", "updated_at").incremental("updated_at").resource().merge("id");
 * Source all = shop.tables("public.*").except("public.audit_*").source("shop");
 * Resource open = shop.query("open_orders", "SELECT id, total FROM orders WHERE state = ?", "open");
 * }</pre>
 *
 * <p>What makes a resource asks the catalogue for types, keys and comments, so that it needs the database; the rows are read
 * when a pipeline runs.
 */
@CheckReturnValue
public final class Database {
    private final Connections connections;

    private Database(Connections connections) {
        this.connections = connections;
    }

    /**
     * The database at an address. It is not connected to yet.
     *
     * <p>A password comes from the settings: {@code sources.database.password} ({@code SOURCES__DATABASE__PASSWORD}), of
     * PostgreSQL also {@code PGPASSWORD}. The name of a section {@code [sources.NAME]} may be given in place of an address; it
     * has {@code url}, and where they are needed {@code user} and {@code password}.
     *
     * @param address {@code postgres://user@host:5432/database}, {@code mariadb://user@host/database}, {@code sqlite:FILE},
     *     {@code duckdb:FILE}, {@code h2:..}, or a JDBC URL
     * @throws PipetteException BAD_USAGE for an address that cannot be one; NOT_INSTALLED where no driver serves it
     */
    public static Database at(String address, Settings settings) {
        return new Database(Connections.to(DatabaseAddress.of(address, settings)));
    }

    /** The database at an address, with the settings of the current folder. See {@link #at(String, Settings)}. */
    public static Database at(String address) {
        return at(address, Settings.load());
    }

    /** Whether a text is an address that {@link #at(String, Settings)} takes, right or wrong in what follows its scheme. */
    public static boolean isAddress(String text) {
        return DatabaseAddress.isAddress(text);
    }

    /**
     * One table or view.
     *
     * @param name {@code orders}, or {@code public.orders} with its schema; letters may be capital or small where only one table
     *     has the name so
     * @throws PipetteException SOURCE_MISSING with the nearest names where there is no such table
     */
    public DatabaseTable table(String name) {
        return connections.ask("look for table " + name, connection -> DatabaseTable.of(connections, connection, name));
    }

    /**
     * The name of a table or view with its schema, as the catalogue writes it. Its columns are not asked for.
     *
     * <pre>{@code
     * shop.nameOf("Orders");   // public.orders
     * }</pre>
     *
     * @param name as for {@link #table(String)}
     * @throws PipetteException SOURCE_MISSING with the nearest names where there is no such table
     */
    public String nameOf(String name) {
        return connections.ask(
                "look for table " + name,
                connection -> new TableSearch(connections, connection).one(name).toString());
    }

    /**
     * The tables whose names a pattern covers, without views.
     *
     * <pre>{@code
     * Source all = shop.tables("public.*").except("public.audit_*").source("shop");
     * }</pre>
     *
     * @param patterns {@code public.*}, {@code sales.order_*}, or {@code *} for all tables; {@code *} stands for any letters, and
     *     {@code ?} for one
     * @throws PipetteException SOURCE_MISSING where a pattern covers no table
     */
    public DatabaseTables tables(String pattern, String... morePatterns) {
        return DatabaseTables.of(connections, pattern, List.of(morePatterns));
    }

    /**
     * The rows of a query, in the order of the query.
     *
     * <pre>{@code
     * Resource open = shop.query("open_orders", "SELECT id, total FROM orders WHERE state = ? AND total > ?", "open", 100);
     * }</pre>
     *
     * @param name of the resource
     * @param sql one statement that reads, in the database's own language
     * @param parameters in the place of its question marks
     */
    public Resource query(String name, String sql, Object... parameters) {
        return QueryRows.resource(connections, name, sql, List.of(parameters));
    }

    /**
     * Connects, and asks what answers.
     *
     * <pre>{@code
     * shop.product();   // PostgreSQL 15.18
     * }</pre>
     *
     * @throws PipetteException SOURCE_AUTH, SOURCE_UNREADABLE or another error that says why it cannot be reached
     */
    public String product() {
        return connections.ask(
                "ask for the version",
                connection -> connection.getMetaData().getDatabaseProductName() + " "
                        + connection.getMetaData().getDatabaseProductVersion());
    }

    /** Where it is, without user, password and parameters. */
    public String describe() {
        return connections.describe();
    }

    @Override
    public String toString() {
        return describe();
    }
}
