package dev.pipette.spi;

import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * An open connection to a destination, with one transaction at a time. The engine composes its statements with the
 * session's {@link #dsl()}; a destination adds only what SQL dialects do not share.
 */
public interface DestinationSession extends AutoCloseable {
    /** The statements' context: dialect and connection. */
    DSLContext dsl();

    /** Starts the transaction. */
    void begin();

    /**
     * Commits. A destination whose driver lets {@code commit} pass after a failed statement must fail here.
     *
     * @throws dev.pipette.error.PipetteException DESTINATION_FAILED when nothing was stored
     */
    void commit();

    /** Rolls back; does nothing without a transaction. */
    void rollback();

    /** Takes locks by name until the transaction ends, in the order given. */
    void lock(SortedSet<LockName> names);

    /**
     * Which physical database this is, whatever name it was reached by; empty where the name decides, or where the server
     * does not report it.
     */
    default Optional<String> databaseId() {
        return Optional.empty();
    }

    /**
     * Takes locks, as {@link #lock(SortedSet)} does.
     *
     * @param waiting gets who holds one of them, before the wait; by default nothing
     */
    default void lock(SortedSet<LockName> names, Consumer<String> waiting) {
        lock(names);
    }

    /** Returns whether the dataset exists. */
    boolean hasDataset(String dataset);

    /** Makes the dataset where it is missing. */
    void createDataset(String dataset);

    /** The whole name of a table, so that no search path matters. */
    Name qualified(String dataset, String table);

    /** The names of the datasets, without the destination's own. */
    List<String> datasets();

    /** Lets names without a dataset find this dataset's tables, for a person's query. */
    void searchIn(List<String> datasets);

    /** The columns of every table of the dataset as the destination's catalogue has them, in their order. */
    Map<String, List<TableColumn>> tables(String dataset);

    /** The names of the tables of the dataset; a destination whose catalogue answers that sooner overrides it. */
    default Set<String> tableNames(String dataset) {
        return tables(dataset).keySet();
    }

    /**
     * What keeps a table from being made, because it has the table's name: {@code a view}. Empty where nothing has the
     * name; asked only for tables that {@link #tables} does not have.
     */
    default Optional<String> inTheWay(String dataset, String table) {
        return Optional.empty();
    }

    /** The names of the columns that every table of the destination has by itself, which no column of ours can have. */
    default Set<String> ownColumns() {
        return Set.of();
    }

    /**
     * What else a load would meet in a table that is there: rights, constraints, triggers, indexes. Nothing by default.
     */
    default List<Check> inspect(String dataset, String table) {
        return List.of();
    }

    /**
     * The keys, indexes and comments of a table; those of no table where it is not there. Asked only where a load declares
     * some. Empty, by default, for a destination that makes none: then they are kept in the schema document only.
     */
    default Optional<TableDetails> details(String dataset, String table) {
        return Optional.empty();
    }

    /**
     * Whether foreign keys can be added to a table that is there, and are checked when a transaction ends, whatever comes
     * before that. By default not.
     */
    default boolean hasForeignKeys() {
        return false;
    }

    /**
     * What keeps a column from being changed, and what to do, as the rest of a sentence: {@code view reports.daily uses it. Drop
     * the view first.} Empty where nothing does, or where the destination takes care of it in {@link #changeColumns}; by default,
     * what {@link #tables} says of the type.
     */
    default Optional<String> keeping(String dataset, String table, String column, ColumnChange change) {
        return change == ColumnChange.RENAME
                ? Optional.empty()
                : tables(dataset).getOrDefault(table, List.of()).stream()
                        .filter(found -> found.is(column))
                        .findFirst()
                        .flatMap(TableColumn::pinnedBy)
                        .map(user -> user + " uses it. Drop that first, and make it again afterwards.");
    }

    /** A value in another type, for values of a whole column that are known to have one in it. By default, a cast. */
    default Field<?> converted(Field<?> value, DataType<?> type) {
        return value.cast(type);
    }

    /**
     * Changes columns of a table that is there, with what the destination needs around that: one that alters no table with an
     * index makes the indexes again. By default nothing.
     *
     * @param newNames the columns' new names by those that they have before the changes
     * @param changes alters the table
     */
    default void changeColumns(String dataset, String table, Map<String, String> newNames, Runnable changes) {
        changes.run();
    }

    /** Whether an index of the dataset has this name; asked only where {@link #details} are known. */
    default boolean isIndex(String dataset, String name) {
        return false;
    }

    /**
     * Checks now what would be checked when the transaction is committed. Does nothing by default.
     *
     * @throws org.jooq.exception.DataAccessException for what does not hold
     */
    default void checkConstraints() {}

    /** The type that a column of the schema gets. */
    DataType<?> dataType(Column column);

    /**
     * Starts a transaction that cannot write and waits for no lock longer than a load does, for a person's query and for
     * what is committed. Closing the session ends it.
     */
    void beginReading();

    /**
     * Why a text is not one query, asked of the destination's engine after {@link #beginReading()} and before the text runs.
     * Empty where it is one, and where the engine refuses anything else by itself when it runs the text.
     */
    default Optional<String> whyNoQuery(String sql) {
        return Optional.empty();
    }

    /** Whether the destination refused a statement because the session only reads. */
    default boolean isRefusedWrite(Exception thrown) {
        return false;
    }

    /**
     * Makes the rows of a load package readable inside this session, until its transaction ends. Called before the
     * schema is changed, so that no other transaction waits for a changed table while rows travel.
     *
     * @param name for the relation; the destination makes it its own
     * @param rows whose columns have the schema's types
     * @param readOften whether the relation will be read more than once and costs much to read
     */
    Table<Record> relation(String name, PackagedRows rows, boolean readOften);

    /**
     * Adds the rows of a load package to a table, as they are.
     *
     * @param table has all columns of the rows
     * @return how many rows were added
     */
    long append(Name table, PackagedRows rows);

    /**
     * Adds the rows of a query to a table.
     *
     * @param columns that the query has, in its order
     * @return how many rows were added
     */
    default long insert(Name table, List<Field<Object>> columns, Select<?> rows) {
        return dsl().insertInto(DSL.table(table)).columns(columns).select(rows).execute();
    }

    /**
     * Changes rows of a table in their place.
     *
     * @param values the new values by the columns
     * @param from rows whose columns the values and the condition name; null where they name none
     * @return how many rows were changed
     */
    default long update(
            Table<Record> table,
            Map<Field<Object>, Field<Object>> values,
            @Nullable Table<Record> from,
            Condition where) {
        UpdateSetMoreStep<Record> update = dsl().update(table).set(values);
        return (from == null ? update.where(where) : update.from(from).where(where)).execute();
    }

    /** Makes a table that only this session sees and that ends with its transaction, and fills it. */
    Table<Record> temporary(String name, Select<?> rows);

    /**
     * Called once, before the transaction is committed, with what was done to a table: the time to see to indexes and
     * statistics. Does nothing by default.
     */
    default void changed(ChangedTable table) {}

    /**
     * Does something of which nothing stays where it fails, while the transaction can continue. By default, the transaction
     * cannot.
     *
     * @throws org.jooq.exception.DataAccessException as {@code doing} does
     */
    default <R> R attempt(Supplier<R> doing) {
        return doing.get();
    }

    /** Whether the transaction continues after an {@link #attempt} that failed. */
    default boolean survivesAttempts() {
        return false;
    }

    /**
     * What the driver's exception says of the row that was refused; empty where it is not about rows.
     *
     * @param table that the rows were for
     */
    Optional<Refusal> refusal(Name table, Exception thrown);

    /** Turns what the driver threw into an error with a code. */
    PipetteException failure(String doing, Exception thrown);

    @Override
    void close();
}
