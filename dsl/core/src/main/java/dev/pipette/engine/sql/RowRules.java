package dev.pipette.engine.sql;

import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;

import dev.pipette.check.Rule;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What the rules about one row mean in SQL. DuckDB and PostgreSQL read the conditions alike.
 *
 * <pre>{@code
 * RowRules.broken(new Rule.NotNull("id"), field(name("id")), Column.of("id", DataType.BIGINT));   // id IS NULL
 * }</pre>
 */
public final class RowRules {
    private static final Set<DataType> NUMBERS =
            Set.of(DataType.BIGINT, DataType.DOUBLE, DataType.DECIMAL, DataType.WEI);

    private RowRules() {}

    /** Why a column of a type cannot be judged by a rule, as a phrase; empty where it can. */
    public static Optional<String> unfit(Rule.OfRow rule, Column column) {
        if (!(rule instanceof Rule.Range range)) {
            return Optional.empty();
        }
        Object bound = range.min() != null ? range.min() : range.max();
        boolean fits = column.dataType()
                .filter(type -> switch (bound) {
                    case BigDecimal _ -> NUMBERS.contains(type);
                    case String _ -> type == DataType.TEXT;
                    case null, default -> type == DataType.DATE || type == DataType.TIMESTAMP;
                })
                .isPresent();
        return fits
                ? Optional.empty()
                : Optional.of("column " + column.name() + " has the type " + column.typeText()
                        + ", which is not compared with " + kind(bound)
                        + ". Declare its type with column(..) (--type), or give the bounds in it");
    }

    private static String kind(@Nullable Object bound) {
        return switch (bound) {
            case BigDecimal _ -> "numbers";
            case String _ -> "texts";
            case null, default -> "dates and times";
        };
    }

    /**
     * The rows that break a rule.
     *
     * @param value of the rule's column
     * @param column with its type
     */
    public static Condition broken(Rule.OfRow rule, Field<Object> value, Column column) {
        return switch (rule) {
            case Rule.NotNull _ -> value.isNull();
            case Rule.Accepted accepted -> isNone(accepted.values(), value, column);
            case Rule.Range range ->
                value.isNotNull().and(below(range.min(), value, column).or(above(range.max(), value, column)));
            case Rule.Matches matches ->
                value.isNotNull()
                        .and(value.cast(SQLDataType.CLOB).notLikeRegex(inline("^(?:" + matches.regex() + ")$")));
        };
    }

    private static Condition below(@Nullable Object min, Field<Object> value, Column column) {
        return min == null ? falseCondition() : value.lt(bound(min, column));
    }

    private static Condition above(@Nullable Object max, Field<Object> value, Column column) {
        return max == null ? falseCondition() : value.gt(bound(max, column));
    }

    /** A date or a time in the kind of times that the column has. */
    private static Field<?> bound(Object bound, Column column) {
        boolean instants = column.dataType().filter(DataType.TIMESTAMP::equals).isPresent() && column.timezone();
        return switch (bound) {
            case LocalDate date when instants -> inline(OffsetDateTime.of(date.atStartOfDay(), ZoneOffset.UTC));
            case LocalDateTime time when instants -> inline(OffsetDateTime.of(time, ZoneOffset.UTC));
            case Instant time when instants -> inline(OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
            case Instant time -> inline(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
            default -> inline(bound);
        };
    }

    private static Condition isNone(List<Object> values, Field<Object> value, Column column) {
        boolean number = column.dataType().filter(NUMBERS::contains).isPresent();
        List<Object> numbers = values.stream()
                .filter(one -> number && one instanceof BigDecimal)
                .toList();
        List<String> texts = values.stream()
                .filter(one -> !(number && one instanceof BigDecimal))
                .map(one -> one instanceof BigDecimal decimal ? decimal.toPlainString() : one.toString())
                .toList();
        Condition none = value.isNotNull();
        if (!numbers.isEmpty()) {
            none = none.and(value.notIn(numbers.stream().map(one -> inline(one)).toList()));
        }
        return none.and(
                texts.isEmpty()
                        ? noCondition()
                        : value.cast(SQLDataType.CLOB)
                                .notIn(texts.stream().map(text -> inline(text)).toList()));
    }
}
