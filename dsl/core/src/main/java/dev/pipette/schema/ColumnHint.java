package dev.pipette.schema;

import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What is declared of a column: its type, whether it takes NULL, keys, an index, a description. A value that does not fit the
 * type is an error, never a guess.
 *
 * <pre>{@code
 * csv("customers", Path.of("customers.csv"))
 *     .column("zip", text())
 *     .column("balance", decimal(12, 2).notNull())
 *     .column("email", inferred().unique().describedAs("as the customer typed it"));
 * }</pre>
 *
 * <p>A value: each method returns a new one. What is not declared is left as it is.
 */
@Value.Immutable
@ValueStyle
public abstract class ColumnHint {
    ColumnHint() {}

    /** The type of the values; empty where the data decides. */
    public abstract Optional<ValueType> type();

    /** Decimal digits, for a decimal whose size is given; otherwise the data decides. */
    public abstract OptionalInt precision();

    /** Decimal digits after the point, for a decimal whose size is given. */
    public abstract OptionalInt scale();

    /** Whether the column takes NULL, where that is declared. */
    public abstract Optional<Boolean> nullability();

    /** Whether no two rows may have the same value. */
    @Value.Default
    public boolean isUnique() {
        return false;
    }

    /** Whether the column has an index of its own. */
    @Value.Default
    public boolean isIndexed() {
        return false;
    }

    /** Whether rows should be stored in the order of the column; kept in the schema document only. */
    @Value.Default
    public boolean isSorted() {
        return false;
    }

    /** Whether the table should be partitioned by the column; kept in the schema document only. */
    @Value.Default
    public boolean isPartitioned() {
        return false;
    }

    /** What the column holds, for people. */
    public abstract Optional<String> description();

    public static ColumnHint of(ValueType type) {
        return ImmutableColumnHint.builder().type(type).build();
    }

    /** A hint without a type: the data decides, as it does without a hint. */
    public static ColumnHint inferred() {
        return ImmutableColumnHint.builder().build();
    }

    public static ColumnHint decimal(int precision, int scale) {
        return ImmutableColumnHint.builder()
                .type(ValueType.DECIMAL)
                .precision(precision)
                .scale(scale)
                .build();
    }

    /**
     * Refuses rows without a value.
     *
     * <pre>{@code
     * orders.column("customer_id", bigint().notNull());
     * }</pre>
     */
    public final ColumnHint notNull() {
        return copy().withNullability(false);
    }

    /** Lets rows have no value, also where the table's column was NOT NULL before. */
    public final ColumnHint nullable() {
        return copy().withNullability(true);
    }

    /**
     * Refuses rows with a value that another row has. NULL may come often. For several columns together, see
     * {@link TableHints#unique(String, String...)}.
     */
    public final ColumnHint unique() {
        return copy().withIsUnique(true);
    }

    /** Makes an index of the column; of several columns, see {@link TableHints#index(String, String...)}. */
    public final ColumnHint indexed() {
        return copy().withIsIndexed(true);
    }

    /** Notes that rows should be stored in the order of this column: DuckDB and PostgreSQL have no such order. */
    public final ColumnHint sorted() {
        return copy().withIsSorted(true);
    }

    /** Notes that the table should be partitioned by this column: on DuckDB and PostgreSQL it is not. */
    public final ColumnHint partitioned() {
        return copy().withIsPartitioned(true);
    }

    /** Describes the column for people; the destination keeps it as the column's comment. */
    public final ColumnHint describedAs(String description) {
        return copy().withDescription(TableHints.checked(description));
    }

    /** The same with another type, and nothing said of its digits. */
    public final ColumnHint typed(ValueType type) {
        return copy().withType(type).withPrecision(OptionalInt.empty()).withScale(OptionalInt.empty());
    }

    /** Says what is declared, as in {@code decimal(12,2) not null unique}. */
    public final String describe() {
        StringBuilder words = new StringBuilder(
                type().map(type -> type.name().toLowerCase(Locale.ROOT)).orElse("of any type"));
        precision()
                .ifPresent(digits -> words.append('(')
                        .append(digits)
                        .append(',')
                        .append(scale().orElse(0))
                        .append(')'));
        nullability().ifPresent(nullable -> words.append(nullable ? " nullable" : " not null"));
        words.append(isUnique() ? " unique" : "").append(isIndexed() ? " indexed" : "");
        words.append(isSorted() ? " sorted" : "").append(isPartitioned() ? " partitioned" : "");
        description()
                .ifPresent(text -> words.append(" described as '").append(text).append('\''));
        return words.toString();
    }

    private ImmutableColumnHint copy() {
        return (ImmutableColumnHint) this;
    }

    @Value.Check
    void check() {
        if (precision().isPresent()
                && (precision().getAsInt() < 1
                        || precision().getAsInt() > 38
                        || scale().orElse(0) < 0
                        || scale().orElse(0) > precision().getAsInt())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "decimal(" + precision().getAsInt() + ", " + scale().orElse(0)
                            + ") is not a decimal type: the precision is 1 to 38, the scale 0 to the precision.");
        }
    }
}
