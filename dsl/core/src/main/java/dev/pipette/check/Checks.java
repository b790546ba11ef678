package dev.pipette.check;

import com.google.errorprone.annotations.CheckReturnValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes checks. A check that is broken fails the load, unless it is made with {@link Check#reject()} or {@link Check#warn()}.
 *
 * <pre>{@code
 * orders.merge("id").check(
 *     notNull("customer_id"),
 *     accepted("status", "open", "paid").reject(),
 *     rowCount(1),
 *     freshness("updated_at", Duration.ofHours(6)).warn());
 * }</pre>
 *
 * <p>Checks are about the root table of a resource. {@link #notNull}, {@link #accepted}, {@link #range}, {@link #matches},
 * {@link #rowCount} and {@link #sumMatches} look at the rows that a load brings, before they are loaded; {@link #unique},
 * {@link #references}, {@link #freshness}, {@link #rowCountChange} and {@link #sql} at the tables as the load leaves them, in
 * its transaction, before it is committed.
 */
@CheckReturnValue
public final class Checks {
    private Checks() {}

    /**
     * A check as {@code pipette load --check} takes it.
     *
     * <pre>{@code
     * Checks.of("not-null:id");
     * Checks.of("range:amount=0..").warn();
     * }</pre>
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE for what is not a check, with the forms that there are
     */
    public static Check of(String text) {
        return CheckText.parse(text);
    }

    /**
     * Each row has a value in a column. A column that no row has breaks it for each row.
     *
     * <pre>{@code
     * notNull("id");
     * }</pre>
     */
    public static Check notNull(String column) {
        return Check.of(new Rule.NotNull(column));
    }

    /**
     * No two rows of the table have the same values in these columns, of which at least one is in a row that this load
     * brought. Rows without a value in one of them are not compared. The table is looked at as the load leaves it: of rows
     * that a merge, a replace or a window takes away, none counts, and of versions, the active ones do. With {@code
     * merge("id")}, {@code unique("id")} therefore always holds.
     *
     * <p>With {@link Check#reject()}, a row is rejected whose values the table or an earlier row of the load has.
     *
     * <pre>{@code
     * unique("order_id");
     * unique("shop", "number").reject();
     * }</pre>
     */
    public static Check unique(String column, String... moreColumns) {
        List<String> columns = new ArrayList<>(List.of(column));
        columns.addAll(List.of(moreColumns));
        return Check.of(new Rule.Unique(columns));
    }

    /**
     * Each value is one of these; a row without a value is no violation. Numbers are compared as numbers, everything else by
     * its text.
     *
     * <pre>{@code
     * accepted("status", "open", "paid", "cancelled");
     * }</pre>
     */
    public static Check accepted(String column, Object value, Object... moreValues) {
        List<Object> values = new ArrayList<>(List.of(value));
        values.addAll(List.of(moreValues));
        return Check.of(new Rule.Accepted(column, values));
    }

    /**
     * Each value is at or between two bounds; a row without a value is no violation.
     *
     * <pre>{@code
     * range("amount", 0, null);
     * range("day", LocalDate.of(2025, 1, 1), LocalDate.of(2025, 12, 31));
     * }</pre>
     *
     * @param min the lowest value: a number, a text, a {@link java.time.LocalDate}, a {@link java.time.LocalDateTime} or an
     *     {@link java.time.Instant}; null for none
     * @param max the highest value; null for none
     */
    public static Check range(String column, @Nullable Object min, @Nullable Object max) {
        return Check.of(new Rule.Range(column, min, max));
    }

    /**
     * Each value, as text, matches a regular expression from its first to its last character; a row without a value is no
     * violation.
     *
     * <pre>{@code
     * matches("email", "[^@ ]+@[^@ ]+");
     * }</pre>
     *
     * @param regex what RE2, Java and PostgreSQL read alike: no look-around, no back references
     */
    public static Check matches(String column, String regex) {
        return Check.of(new Rule.Matches(column, regex));
    }

    /**
     * A load brings at least this many rows; one that finds no row is checked, too.
     *
     * <pre>{@code
     * orders.replace().check(rowCount(1));   // an empty export does not empty the table
     * }</pre>
     */
    public static Check rowCount(long min) {
        return Check.of(new Rule.RowCount(min, Long.MAX_VALUE));
    }

    /** A load brings a number of rows, from the first to the second. See {@link #rowCount(long)}. */
    public static Check rowCount(long min, long max) {
        return Check.of(new Rule.RowCount(min, max));
    }

    /**
     * The newest value of a column of the table is at most this old when the load is published. The column has times or
     * dates; times without an offset are in UTC. A table without a value breaks it.
     *
     * <pre>{@code
     * freshness("updated_at", Duration.ofHours(6)).warn();
     * }</pre>
     */
    public static Check freshness(String column, Duration atMost) {
        return Check.of(new Rule.Freshness(column, atMost));
    }

    /**
     * The number of rows of the table changes by at most a part of what it was before the load. It holds for a table that
     * was empty or not there.
     *
     * <pre>{@code
     * orders.replace().check(rowCountChange(0.5));   // from 100 rows to 50 .. 150
     * }</pre>
     *
     * @param atMost 0.5 for a half, more or less
     */
    public static Check rowCountChange(double atMost) {
        return Check.of(new Rule.RowCountChange(atMost));
    }

    /**
     * The sum of a column over the rows that a load brings is that of another column of these rows, to six digits after the
     * point.
     *
     * <pre>{@code
     * sumMatches("debit", "credit");
     * }</pre>
     */
    public static Check sumMatches(String column, String otherColumn) {
        return Check.of(new Rule.SumMatches(column, otherColumn, null));
    }

    /**
     * The sum of a column over the rows that a load brings is a stated number, to six digits after the point: the control
     * total of a file.
     *
     * <pre>{@code
     * sumMatches("amount", new BigDecimal("10250.40"));
     * }</pre>
     */
    public static Check sumMatches(String column, Number total) {
        return Check.of(new Rule.SumMatches(
                column, null, (BigDecimal) RuleValues.known("sum_matches of column '" + column + "'", total)));
    }

    /**
     * Each value of a column, in the rows that this load brought, is one of a column of another table of the dataset, with
     * the rows that the same load brings there; a row without a value is no violation.
     *
     * <pre>{@code
     * pipeline.run(customers, orders.check(references("customer_id", "customers", "id")));
     * }</pre>
     */
    public static Check references(String column, String table, String referencedColumn) {
        return Check.of(new Rule.References(column, table, referencedColumn));
    }

    /**
     * A query of the destination returns no row: each one that it returns is a violation. It sees the tables of the dataset,
     * by their names, as the load leaves them.
     *
     * <pre>{@code
     * sql("paid_orders_have_a_date", "SELECT id FROM orders WHERE status = 'paid' AND paid_at IS NULL");
     * }</pre>
     */
    public static Check sql(String name, String query) {
        return Check.of(new Rule.Sql(name, query));
    }
}
