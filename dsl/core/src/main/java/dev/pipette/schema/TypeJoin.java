package dev.pipette.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The one table that says how types join: inside a package, against an existing column, and for ALTER. It is printed
 * in {@code dsl/docs/how-a-load-works.md}.
 *
 * <ul>
 *   <li>bigint with double is double, bigint with decimal is decimal, decimal with double is decimal;
 *   <li>an existing column is only ever changed from bigint to double or decimal, and to a wider decimal;
 *   <li>every other pair does not join: the column keeps one type, and values of the other type are converted one by
 *       one where nothing is lost, or kept in a variant column {@code NAME__v_TYPE}.
 * </ul>
 *
 * <p>dlt lets the first row decide; here the order of rows decides nothing, because joining is commutative and a new
 * column of several types takes the first that is present in a fixed order.
 */
public final class TypeJoin {
    /** Which type a new column takes when several are present that do not join: the first group of this order. */
    private static final List<List<ValueType>> PRECEDENCE = List.of(
            List.of(ValueType.BIGINT, ValueType.DECIMAL, ValueType.DOUBLE),
            List.of(ValueType.TIMESTAMP),
            List.of(ValueType.LOCAL_TIMESTAMP),
            List.of(ValueType.DATE),
            List.of(ValueType.TIME),
            List.of(ValueType.BOOL),
            List.of(ValueType.BINARY),
            List.of(ValueType.JSON),
            List.of(ValueType.TEXT));

    private TypeJoin() {}

    /** The type that holds the values of both without loss of kind; empty where they do not join. */
    public static Optional<ValueType> join(ValueType one, ValueType other) {
        if (one == other) {
            return Optional.of(one);
        }
        boolean numbers = isNumber(one) && isNumber(other);
        if (!numbers) {
            return Optional.empty();
        }
        return one == ValueType.DECIMAL || other == ValueType.DECIMAL
                ? Optional.of(ValueType.DECIMAL)
                : Optional.of(ValueType.DOUBLE);
    }

    /** The type of a new column whose values have these types; at least one. */
    public static ValueType ofNewColumn(Collection<ValueType> present) {
        for (List<ValueType> group : PRECEDENCE) {
            Optional<ValueType> joined = present.stream()
                    .filter(group::contains)
                    .reduce((one, other) -> join(one, other).orElseThrow());
            if (joined.isPresent()) {
                return joined.get();
            }
        }
        throw new IllegalArgumentException("a column without values has no type");
    }

    /** The type of an existing column after values of these types arrive: its own, or a wider one to ALTER it to. */
    public static ValueType ofExistingColumn(ValueType existing, Collection<ValueType> present) {
        if (existing != ValueType.BIGINT) {
            return existing;
        }
        ValueType type = existing;
        for (ValueType arriving : present) {
            type = join(type, arriving).orElse(type);
        }
        return type;
    }

    private static boolean isNumber(ValueType type) {
        return type == ValueType.BIGINT || type == ValueType.DECIMAL || type == ValueType.DOUBLE;
    }
}
