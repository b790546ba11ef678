package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database is asked for a cursor. It may yield more rows than the cursor asks for, and never fewer: the engine looks at
 * each of them again. So a bound that the database would compare otherwise than the engine is not given to it.
 *
 * @param conditions all of which hold, in SQL
 * @param bounds in the place of their question marks
 * @param order in SQL, with a space before it; empty where the cursor declares none
 */
record CursorCondition(List<String> conditions, List<Object> bounds, String order) {
    static final CursorCondition NONE = new CursorCondition(List.of(), List.of(), "");

    CursorCondition {
        conditions = List.copyOf(conditions);
        bounds = List.copyOf(bounds);
    }

    /** What the conditions are in a statement. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** The same with one more condition. */
    CursorCondition and(String condition, List<?> values) {
        List<String> all = new ArrayList<>(conditions);
        all.add(condition);
        List<Object> allBounds = new ArrayList<>(bounds);
        allBounds.addAll(values);
        return new CursorCondition(all, allBounds, order);
    }

    /** The rules of a run's cursor, where it is the one by whose column the database may be asked. */
    static Optional<Cursor<?>> rules(Optional<Cursor<?>> declared, ExtractContext context) {
        return context.declaredCursor()
                .filter(used -> declared.filter(known -> known.path().equals(used.path()))
                        .isPresent());
    }

    /** A column as the database compares it where it does so as the engine does, in SQL. */
    static Optional<String> compared(Selection selection, ColumnInfo column) {
        Dialect dialect = selection.dialect();
        Optional<ValueType> type = selection.reading(column).type();
        String quoted = dialect.quoted(column.name());
        return type.filter(ValueType.TEXT::equals).isPresent()
                ? dialect.byCodePoint(quoted)
                : Optional.of(quoted).filter(_ -> dialect.compares(column, type));
    }

    /** A value of a cursor in the type of a column; one beside it where that has none. */
    static Optional<Object> parameter(Comparable<?> value, ColumnReading reading, boolean lower) {
        return bound(value, reading.type().orElse(null), lower).map(Bound::value);
    }

    /**
     * The condition of a run.
     *
     * @param declared the cursor by whose column the database may be asked
     */
    static CursorCondition of(Selection selection, Optional<Cursor<?>> declared, ExtractContext context) {
        Optional<Cursor<?>> rules = rules(declared, context);
        return rules.isEmpty() ? NONE : of(selection, rules.get(), context);
    }

    private static CursorCondition of(Selection selection, Cursor<?> rules, ExtractContext context) {
        Optional<ColumnInfo> column = selection.column(rules.path());
        if (column.isEmpty()) {
            return NONE;
        }
        ColumnReading reading = selection.reading(column.get());
        Dialect dialect = selection.dialect();
        Optional<ValueType> type = reading.type();
        String quoted = dialect.quoted(rules.path());
        Optional<String> compared = compared(selection, column.get());
        if (compared.isEmpty() && rules.rowOrder().isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    selection.what() + ": the cursor declares an order of its rows, and "
                            + selection.connections().describe() + " does not order column '" + rules.path()
                            + "' as Pipette does. Leave out rowOrder(..).");
        }
        String order = rules.rowOrder()
                .flatMap(asked -> compared.map(
                        values -> " ORDER BY " + values + (asked == RowOrder.ASCENDING ? " ASC" : " DESC")))
                .orElse("");
        if (compared.isEmpty() || rules.lastValue() == LastValue.CUSTOM) {
            return new CursorCondition(List.of(), List.of(), order);
        }
        boolean up = rules.lastValue() == LastValue.HIGHEST;
        List<String> conditions = new ArrayList<>();
        List<Object> bounds = new ArrayList<>();
        context.cursor().flatMap(value -> bound(value, type.orElse(null), up)).ifPresent(bound -> {
            String sign = up ? " >" : " <";
            conditions.add(compared.get() + sign + (rules.excludesStart() && bound.exact() ? " ?" : "= ?"));
            bounds.add(bound.value());
        });
        context.backfillEnd()
                .flatMap(value -> bound(value, type.orElse(null), !up))
                .ifPresent(bound -> {
                    String sign = up ? " <" : " >";
                    conditions.add(compared.get() + sign + (rules.includesEnd() || !bound.exact() ? "= ?" : " ?"));
                    bounds.add(bound.value());
                });
        if (conditions.isEmpty()) {
            return new CursorCondition(
                    rules.missing() == MissingValue.EXCLUDE ? List.of(quoted + " IS NOT NULL") : List.of(),
                    List.of(),
                    order);
        }
        // a row without a value is for the engine, which stops at it, or loads it
        String both = String.join(" AND ", conditions);
        boolean keepsNull = rules.missing() != MissingValue.EXCLUDE;
        return new CursorCondition(
                List.of(keepsNull ? "(" + both + " OR " + quoted + " IS NULL)" : "(" + both + ")"), bounds, order);
    }

    /**
     * A bound in the type of the column.
     *
     * @param exact whether it is the value itself, and not one beside it that leaves out nothing
     */
    private record Bound(Object value, boolean exact) {}

    /**
     * A bound.
     *
     * @param lower whether rows above it are asked for
     */
    private static Optional<Bound> bound(Comparable<?> value, @Nullable ValueType type, boolean lower) {
        return switch (value) {
            case Long number -> number(BigDecimal.valueOf(number), type, lower);
            case BigDecimal number -> number(number, type, lower);
            case Instant instant
            when type == ValueType.TIMESTAMP -> Optional.of(new Bound(instant.atOffset(ZoneOffset.UTC), true));
            case LocalDateTime time when type == ValueType.LOCAL_TIMESTAMP -> Optional.of(new Bound(time, true));
            case LocalDate date when type == ValueType.DATE -> Optional.of(new Bound(date, true));
            case LocalDate date
            when type == ValueType.LOCAL_TIMESTAMP -> Optional.of(new Bound(date.atStartOfDay(), true));
            case String text when type == ValueType.TEXT -> Optional.of(new Bound(text, true));
            default -> Optional.empty();
        };
    }

    private static Optional<Bound> number(BigDecimal number, @Nullable ValueType type, boolean lower) {
        if (type == null) {
            boolean isLong = number.stripTrailingZeros().scale() <= 0
                    && number.toBigInteger().bitLength() < Long.SIZE;
            return Optional.of(new Bound(isLong ? (Object) number.longValue() : number, true));
        }
        return switch (type) {
            case BIGINT -> {
                BigDecimal whole = number.setScale(0, lower ? RoundingMode.FLOOR : RoundingMode.CEILING);
                yield whole.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0
                                || whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                        ? Optional.empty()
                        : Optional.of(new Bound(whole.longValueExact(), whole.compareTo(number) == 0));
            }
            case DECIMAL -> Optional.of(new Bound(number, true));
            case DOUBLE -> {
                double near = number.doubleValue();
                double beyond = BigDecimal.valueOf(near).compareTo(number) == 0
                        ? near
                        : lower ? Math.nextDown(near) : Math.nextUp(near);
                yield Optional.of(new Bound(beyond, beyond == near));
            }
            case BOOL, TIMESTAMP, LOCAL_TIMESTAMP, DATE, TIME, BINARY, JSON, TEXT -> Optional.empty();
        };
    }
}
