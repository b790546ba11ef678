package dev.pipette.engine.columnar;

import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;
import java.util.stream.Collectors;

/** Keeps only those values of a conversion that a column of the destination's own type accepts. */
public final class TakenValues {
    private static final int MICROSECOND_DIGITS = 6;

    private TakenValues() {}

    /** The same conversion, NULL for a value that the column would change or refuse. */
    public static Conversion of(Conversion conversion, Taken taken, ValueType type) {
        if (taken instanceof Taken.All) {
            return conversion;
        }
        String value = conversion.expression();
        return new Conversion(
                "CASE WHEN " + condition(taken, "(" + value + ")", type) + " THEN " + value + " END", false);
    }

    private static String condition(Taken taken, String value, ValueType type) {
        return switch (taken) {
            case Taken.All all -> "true";
            case Taken.Matching matching -> "regexp_full_match(" + value + ", " + Sql.literal(matching.pattern()) + ")";
            case Taken.OneOf one ->
                one.texts().isEmpty()
                        ? "false"
                        : value + " IN ("
                                + one.texts().stream().map(Sql::literal).collect(Collectors.joining(", ")) + ")";
            case Taken.Between between ->
                value + " BETWEEN " + bound(between.least(), type) + " AND " + bound(between.most(), type);
            case Taken.SinglePrecision single ->
                "isnan(" + value + ") OR CAST(TRY_CAST(" + value + " AS FLOAT) AS DOUBLE) = " + value;
            case Taken.Padded padded ->
                "length(" + value + ") <= " + padded.characters() + " AND NOT ends_with(" + value + ", ' ')";
            case Taken.AtMost most -> "length(" + value + ") <= " + most.characters();
            case Taken.Fraction fraction ->
                "epoch_us(" + value + ") % " + (long) Math.pow(10, MICROSECOND_DIGITS - fraction.digits()) + " = 0";
        };
    }

    private static String bound(String text, ValueType type) {
        return type == ValueType.BIGINT || type == ValueType.DECIMAL || type == ValueType.DOUBLE
                ? text
                : "CAST(" + Sql.literal(text) + " AS " + Conversion.duckType(type, 0, 0) + ")";
    }
}
