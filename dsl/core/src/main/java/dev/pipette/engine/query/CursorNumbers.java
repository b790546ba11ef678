package dev.pipette.engine.query;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.util.List;

/**
 * The type in which DuckDB compares numbers of a cursor: a decimal that holds all of them exactly, where there is one.
 */
final class CursorNumbers {
    static final String DOUBLE = "DOUBLE";

    private static final int MOST_DIGITS = 38;
    private static final int DIGITS_OF_BIGINT = 19;

    /** The digits of numbers in texts are not counted; those that have more than these are refused. */
    private static final int DIGITS_OF_TEXT = 20;

    /** The digits after the point that numbers in texts may have. */
    static final int SCALE_OF_TEXT = 18;

    private CursorNumbers() {}

    /** The type for the values of the forms. */
    static String type(List<ColumnForm> forms) {
        int integerDigits = 1;
        int scale = 0;
        for (ColumnForm form : forms) {
            switch (form.decided()) {
                case BIGINT -> integerDigits = Math.max(integerDigits, DIGITS_OF_BIGINT);
                case DECIMAL -> {
                    integerDigits = Math.max(integerDigits, form.integerDigits());
                    scale = Math.max(scale, form.scale());
                }
                case TEXT -> {
                    if (form.kind() != ValueType.TEXT) {
                        return DOUBLE; // numbers that no decimal holds
                    }
                    integerDigits = Math.max(integerDigits, DIGITS_OF_TEXT);
                    scale = Math.max(scale, SCALE_OF_TEXT);
                }
                default -> {
                    return DOUBLE;
                }
            }
        }
        return decimal(integerDigits, scale);
    }

    /** The type for one number that is compared with values of a type: it keeps all of its fraction. */
    static String typeOf(BigDecimal number, String type) {
        return type.equals(DOUBLE) ? DOUBLE : decimal(number.precision() - number.scale(), Math.max(0, number.scale()));
    }

    private static String decimal(int integerDigits, int scale) {
        return integerDigits + scale > MOST_DIGITS
                ? DOUBLE
                : Conversion.duckType(ValueType.DECIMAL, MOST_DIGITS, scale);
    }
}
