package dev.pipette.engine.load.migrate;

import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.regexpReplaceAll;
import static org.jooq.impl.DSL.round;
import static org.jooq.impl.DSL.when;

import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a column a new type would change. A table of its own: a load joins types and never narrows one, a migration may,
 * where nothing is lost by it. All of it is SQL that DuckDB and PostgreSQL evaluate alike, and that no value makes fail.
 *
 * @param from which values the column holds
 * @param fromScale digits of a decimal after the point, before
 * @param to the new type
 * @param precision all digits of a decimal; 0 for other types
 * @param scale digits of a decimal after the point
 */
record ExactCast(ValueType from, int fromScale, ValueType to, int precision, int scale) {
    /** The types that a column can be changed to from each, for people. */
    static final String POSSIBLE = "numbers become other numbers and text; text becomes a number, bool, date, time or"
            + " timestamp; bool, date, time and json become text; local_timestamp becomes date, and date local_timestamp";

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final int MOST_DIGITS = 38;

    /** A double holds every integer up to this one. */
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    /** A double gives back every decimal number of at most so many digits. */
    private static final int DIGITS_IN_DOUBLE = 15;

    private static final String DATE = "((" + "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])))"
            + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?";
    private static final String OFFSET = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";

    /** Which values would be changed, other than NULL; empty where values of the one type never become ones of the other. */
    Optional<Condition> misfits(Field<?> column) {
        return Optional.ofNullable(
                        switch (from) {
                            case BIGINT -> ofIntegers(column.coerce(Long.class));
                            case DECIMAL -> ofDecimals(column.coerce(BigDecimal.class));
                            case DOUBLE -> ofDoubles(column.coerce(Double.class));
                            case TEXT -> ofTexts(column.cast(SQLDataType.CLOB));
                            case BOOL, TIME, JSON -> to == ValueType.TEXT ? none() : null;
                            case DATE -> to == ValueType.TEXT || to == ValueType.LOCAL_TIMESTAMP ? none() : null;
                            case LOCAL_TIMESTAMP ->
                                to == ValueType.DATE ? withTime(column.coerce(LocalDateTime.class)) : null;
                            case TIMESTAMP, BINARY -> null;
                        })
                .or(() -> from == to && to != ValueType.DECIMAL ? Optional.of(none()) : Optional.empty());
    }

    private static Condition none() {
        return falseCondition();
    }

    private static Condition withTime(Field<LocalDateTime> column) {
        return column.ne(column.cast(SQLDataType.LOCALDATE).cast(SQLDataType.LOCALDATETIME));
    }

    private @Nullable Condition ofIntegers(Field<Long> column) {
        return switch (to) {
            case BIGINT, TEXT -> none();
            case DOUBLE -> column.gt(inline(EXACT_IN_DOUBLE)).or(column.lt(inline(-EXACT_IN_DOUBLE)));
            case DECIMAL ->
                precision - scale >= 19
                        ? none()
                        : column.ge(inline(bound().longValueExact()))
                                .or(column.le(inline(bound().negate().longValueExact())));
            case BOOL, DATE, TIME, TIMESTAMP, LOCAL_TIMESTAMP, BINARY, JSON -> null;
        };
    }

    private @Nullable Condition ofDecimals(Field<BigDecimal> column) {
        return switch (to) {
            case TEXT -> none();
            case BIGINT -> column.ne(round(column)).or(column.lt(inline(LEAST))).or(column.gt(inline(MOST)));
            case DECIMAL -> tooWide(column).or(column.ne(round(column, scale)));
            case DOUBLE ->
                when(abs(column).ge(inline(BigDecimal.TEN.pow(DIGITS_IN_DOUBLE))), inline(true))
                        .otherwise(field(column.cast(SQLDataType.DOUBLE)
                                .cast(SQLDataType.DECIMAL(MOST_DIGITS, fromScale))
                                .ne(column)))
                        .isTrue();
            case BOOL, DATE, TIME, TIMESTAMP, LOCAL_TIMESTAMP, BINARY, JSON -> null;
        };
    }

    private Condition tooWide(Field<BigDecimal> column) {
        return precision - scale >= MOST_DIGITS ? none() : abs(column).ge(inline(bound()));
    }

    private BigDecimal bound() {
        return BigDecimal.TEN.pow(precision - scale);
    }

    private @Nullable Condition ofDoubles(Field<Double> column) {
        return switch (to) {
            case DOUBLE, TEXT -> none();
            case BIGINT ->
                column.ne(round(column)).or(column.lt(inline(-0x1p63))).or(column.ge(inline(0x1p63)));
            case DECIMAL -> {
                Field<BigDecimal> exact = column.cast(SQLDataType.DECIMAL(MOST_DIGITS, scale));
                // the cast is made of values only that it cannot fail for
                yield when(abs(column).ge(inline(bound().doubleValue())), inline(true))
                        .otherwise(field(exact.cast(SQLDataType.DOUBLE).ne(column)))
                        .isTrue();
            }
            case BOOL, DATE, TIME, TIMESTAMP, LOCAL_TIMESTAMP, BINARY, JSON -> null;
        };
    }

    private @Nullable Condition ofTexts(Field<String> column) {
        return switch (to) {
            case TEXT -> none();
            case BOOL -> column.notIn(inline("true"), inline("false"));
            case BIGINT -> {
                Field<BigDecimal> number = column.cast(SQLDataType.DECIMAL(MOST_DIGITS, 0));
                yield when(unlike(column, "(0|-?[1-9][0-9]{0,18})"), inline(true))
                        .otherwise(field(number.lt(inline(LEAST)).or(number.gt(inline(MOST)))))
                        .isTrue();
            }
            case DECIMAL -> unlike(column, "-?" + integerDigits() + "([.]" + fraction() + ")?");
            case DOUBLE ->
                unlike(column, "-?(0|[1-9][0-9]*)([.][0-9]+)?")
                        .or(length(regexpReplaceAll(column, "[^0-9]", "")).gt(inline(DIGITS_IN_DOUBLE)));
            case DATE -> unlike(column, DATE).or(isYearZero(column));
            case TIME -> unlike(column, TIME);
            case LOCAL_TIMESTAMP -> unlike(column, DATE + "[T ]" + TIME).or(isYearZero(column));
            case TIMESTAMP -> unlike(column, DATE + "[T ]" + TIME + OFFSET).or(isYearZero(column));
            case BINARY, JSON -> null;
        };
    }

    private String integerDigits() {
        int digits = precision - scale;
        return digits == 0 ? "0" : "(0|[1-9][0-9]{0," + (digits - 1) + "})";
    }

    /** More digits than the scale are zeros. */
    private String fraction() {
        return scale == 0 ? "0+" : "([0-9]{1," + scale + "}|[0-9]{" + scale + "}0+)";
    }

    private static Condition isYearZero(Field<String> column) {
        return column.startsWith(inline("0000"));
    }

    private static Condition unlike(Field<String> column, String regex) {
        return column.notLikeRegex(inline("^(" + regex + ")$"));
    }
}
