package dev.pipette.check;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold of the rows of a table. {@link Checks} makes rules and says what each means.
 *
 * <pre>{@code
 * notNull("id").rule();   // not_null(id)
 * }</pre>
 */
public sealed interface Rule {
    /** The same with other names of the columns and of the tables that it names. */
    Rule named(UnaryOperator<String> columns, UnaryOperator<String> tables);

    /** The column whose values it is about, and further ones. */
    List<String> columns();

    /** The rule's word: {@code not_null}. */
    String word();

    /** Whether single rows break it, which can be rejected. */
    default boolean isOfRows() {
        return this instanceof OfRow;
    }

    /** A rule that one row keeps or breaks, whatever the others are. */
    sealed interface OfRow extends Rule {
        /** The column. */
        String column();

        @Override
        default List<String> columns() {
            return List.of(column());
        }
    }

    /** A rule about all rows that a load brings. */
    sealed interface OfLoad extends Rule {}

    /** A rule about the table as it is after the load. */
    sealed interface OfTable extends Rule {}

    /** The column has a value. */
    record NotNull(String column) implements OfRow {
        @Override
        public NotNull named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new NotNull(columns.apply(column));
        }

        @Override
        public String word() {
            return "not_null";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The value is one of some.
     *
     * @param values numbers, booleans, texts, and dates and times as text
     */
    record Accepted(String column, List<Object> values) implements OfRow {
        /** Takes other numbers and times for those that a rule knows. */
        public Accepted {
            if (values.isEmpty()) {
                throw RuleText.refused("accepted(" + column + ") names no value. Give it the values");
            }
            String of = "accepted of column '" + column + "'";
            values = values.stream().map(value -> RuleValues.known(of, value)).toList();
        }

        @Override
        public Accepted named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new Accepted(columns.apply(column), values);
        }

        @Override
        public String word() {
            return "accepted";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The value is between two bounds, both inclusive.
     *
     * @param min null for none
     * @param max null for none
     */
    record Range(
            String column, @Nullable Object min, @Nullable Object max) implements OfRow {
        /** Refuses bounds that no value is between. */
        public Range {
            String of = "range of column '" + column + "'";
            min = min == null ? null : RuleValues.known(of, min);
            max = max == null ? null : RuleValues.known(of, max);
            RuleValues.checkBounds(of, min, max);
        }

        @Override
        public Range named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new Range(columns.apply(column), min, max);
        }

        @Override
        public String word() {
            return "range";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The whole text of the value matches a regular expression.
     *
     * @param regex without what not every database reads: back references and looking around
     */
    record Matches(String column, String regex) implements OfRow {
        /** Refuses what is not such an expression. */
        public Matches {
            RuleValues.checkRegex(column, regex);
        }

        @Override
        public Matches named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new Matches(columns.apply(column), regex);
        }

        @Override
        public String word() {
            return "matches";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The load brings a number of rows.
     *
     * @param min at least how many
     * @param max at most how many; {@link Long#MAX_VALUE} for any
     */
    record RowCount(long min, long max) implements OfLoad {
        /** Refuses numbers that no load has. */
        public RowCount {
            if (min < 0 || max < min) {
                throw RuleText.refused("row_count(" + min + ", " + max
                        + ") holds for no load. The first number is 0 or more, and the second not lower");
            }
        }

        @Override
        public RowCount named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return this;
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public String word() {
            return "row_count";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The sum of a column over the rows that a load brings is that of another column of theirs, or a stated number.
     *
     * @param other the other column; null for a stated number
     * @param total the stated number; null for another column
     */
    record SumMatches(
            String column, @Nullable String other, @Nullable BigDecimal total) implements OfLoad {
        /** Refuses both and neither. */
        public SumMatches {
            if ((other == null) == (total == null)) {
                throw RuleText.refused("sum_matches of column '" + column + "' needs another column or a number");
            }
        }

        @Override
        public SumMatches named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new SumMatches(columns.apply(column), other == null ? null : columns.apply(other), total);
        }

        @Override
        public List<String> columns() {
            return other == null ? List.of(column) : List.of(column, other);
        }

        @Override
        public String word() {
            return "sum_matches";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /** No two rows have the same values in some columns. */
    record Unique(List<String> columns) implements OfTable {
        /** Copies the list. */
        public Unique {
            columns = List.copyOf(columns);
            if (columns.isEmpty() || columns.stream().distinct().count() < columns.size()) {
                throw RuleText.refused("unique(" + columns.stream().collect(Collectors.joining(", "))
                        + ") names no column, or one twice. Name each column once");
            }
        }

        @Override
        public boolean isOfRows() {
            return true;
        }

        @Override
        public Unique named(UnaryOperator<String> columnNames, UnaryOperator<String> tables) {
            return new Unique(columns.stream().map(columnNames).toList());
        }

        @Override
        public String word() {
            return "unique";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /** Each value is one of a column of another table. */
    record References(String column, String table, String referencedColumn) implements OfTable {
        /** Refuses null. */
        public References {
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(referencedColumn, "referencedColumn");
        }

        @Override
        public boolean isOfRows() {
            return true;
        }

        @Override
        public References named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new References(columns.apply(column), tables.apply(table), columns.apply(referencedColumn));
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public String word() {
            return "references";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /** The newest value of a column is at most so old. */
    record Freshness(String column, Duration atMost) implements OfTable {
        /** Refuses a time that no value keeps. */
        public Freshness {
            if (!atMost.isPositive()) {
                throw RuleText.refused("freshness(" + column + ", " + atMost + ") is not a time. Give one above 0");
            }
        }

        @Override
        public Freshness named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return new Freshness(columns.apply(column), atMost);
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public String word() {
            return "freshness";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * The number of rows of the table changes by at most a part of what it was.
     *
     * @param atMost 0.5 for a half, more or less
     */
    record RowCountChange(double atMost) implements OfTable {
        /** Refuses what is not a part. */
        public RowCountChange {
            if (!Double.isFinite(atMost) || atMost < 0) {
                throw RuleText.refused(
                        "row_count_change(" + atMost + ") is not a part of the rows. Give 0.5 for a half");
            }
        }

        @Override
        public RowCountChange named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return this;
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public String word() {
            return "row_count_change";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }

    /**
     * A query has no rows.
     *
     * @param name for people
     * @param query over the tables of the dataset, by their names
     */
    record Sql(String name, String query) implements OfTable {
        /** Refuses blank texts. */
        public Sql {
            if (name.isBlank() || query.isBlank()) {
                throw RuleText.refused("sql(" + name + ") needs a name and a query that returns the violations");
            }
        }

        @Override
        public Sql named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
            return this;
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public String word() {
            return "sql";
        }

        @Override
        public String toString() {
            return RuleText.of(this);
        }
    }
}
