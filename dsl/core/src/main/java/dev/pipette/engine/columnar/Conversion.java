package dev.pipette.engine.columnar;

import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.lexical.TruthText;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.util.Optional;

/**
 * How a value of one type becomes one of another without loss, as a DuckDB expression that is NULL for a value that
 * cannot: the rules of {@code dsl/docs/how-a-load-works.md}.
 *
 * @param expression over the form's columns
 * @param total whether every value can
 */
public record Conversion(String expression, boolean total) {
    /** Bytes in hexadecimal, as both databases write them or as a literal of programs. */
    private static final String HEX = "(0[xX]|\\\\x)([0-9a-fA-F]{2})*";

    /** What DuckDB alone takes for JSON: NaN, infinity, a comma at the end of a list or an object. */
    private static final String NOT_JSON = "(?i)nan|inf|,\\s*[\\]}]";

    /** The columns of a form inside a package query. */
    public record Names(String typed, String text) {}

    /**
     * What converts the values of a form.
     *
     * @param precision digits of a decimal; of a bigint the bits, where the column has fewer than 64 and keeps them
     */
    public static Optional<Conversion> of(ColumnForm form, Names names, ValueType to, int precision, int scale) {
        boolean fewBits = to == ValueType.BIGINT && precision > 0 && precision < Long.SIZE;
        Optional<Conversion> whole = unlimited(form, names, to, fewBits ? 0 : precision, scale);
        return fewBits ? whole.map(conversion -> withBits(conversion.expression(), precision)) : whole;
    }

    /**
     * What converts the values of a form whose column is declared to have the type. Text is then read as people write
     * values of the type, and need not be the one writing that is a value of the type unasked.
     */
    public static Optional<Conversion> ofDeclared(
            ColumnForm form, Names names, ValueType to, int precision, int scale) {
        if (form.decided() != ValueType.TEXT || form.kind() == ValueType.DECIMAL) {
            return of(form, names, to, precision, scale);
        }
        String text = names.text();
        return switch (to) {
            case DOUBLE ->
                partial("CASE WHEN " + NumberText.isDeclaredDouble(text) + " THEN TRY_CAST(" + text
                        + " AS DOUBLE) END");
            case DECIMAL ->
                partial("CASE WHEN " + NumberText.isDeclaredDecimal(text, scale) + " THEN TRY_CAST(" + text
                        + " AS DECIMAL(" + precision + "," + scale + ")) END");
            case JSON -> partial("CASE WHEN " + isDocument(text) + " THEN " + text + " END");
            case BIGINT, BOOL, DATE, TIME, TIMESTAMP, LOCAL_TIMESTAMP, BINARY, TEXT ->
                of(form, names, to, precision, scale);
        };
    }

    private static Conversion withBits(String value, int bits) {
        long most = (1L << (bits - 1)) - 1;
        return new Conversion(
                "CASE WHEN " + value + " BETWEEN " + (-most - 1) + " AND " + most + " THEN " + value + " END", false);
    }

    private static Optional<Conversion> unlimited(
            ColumnForm form, Names names, ValueType to, int precision, int scale) {
        if (form.text() && to == ValueType.TEXT) {
            return total(names.text());
        }
        if (form.kind() == ValueType.DECIMAL && to == ValueType.BINARY) {
            return Optional.empty(); // the digits of a large number can be read as base64
        }
        if (to == ValueType.JSON && form.isTextOfTime()) {
            return total("CAST(to_json(" + names.text() + ") AS VARCHAR)"); // as it is written
        }
        if (form.decided() == ValueType.TEXT) {
            return to == ValueType.TIMESTAMP && form.naiveZone() != null
                    ? instants(names.text(), form.naiveZone())
                    : fromText(names.text(), to, precision, scale);
        }
        return between(form, names.typed(), to, precision, scale);
    }

    private static Optional<Conversion> between(ColumnForm form, String value, ValueType to, int precision, int scale) {
        ValueType from = form.decided();
        if (from == to && to != ValueType.DECIMAL) {
            return total(value);
        }
        String decimal = "DECIMAL(" + precision + "," + scale + ")";
        return switch (to) {
            case TEXT -> toText(from, value);
            case JSON -> from == ValueType.BINARY ? Optional.empty() : total("CAST(to_json(" + value + ") AS VARCHAR)");
            case DOUBLE ->
                switch (from) {
                    case BIGINT ->
                        partial("CASE WHEN " + value
                                + " BETWEEN -9007199254740992 AND 9007199254740992 THEN CAST(" + value
                                + " AS DOUBLE) END");
                    case DECIMAL ->
                        // by its shortest writing, which is the number that a reader sees
                        partial("CASE WHEN TRY_CAST(CAST(CAST(" + value + " AS DOUBLE) AS VARCHAR) AS DECIMAL(38,"
                                + form.scale() + ")) = " + value + " THEN CAST(" + value + " AS DOUBLE) END");
                    default -> Optional.empty();
                };
            case DECIMAL ->
                switch (from) {
                    case BIGINT -> partial("TRY_CAST(" + value + " AS " + decimal + ")");
                    case DECIMAL -> {
                        boolean fits = form.scale() <= scale && form.integerDigits() <= precision - scale;
                        String cast = "TRY_CAST(" + value + " AS " + decimal + ")";
                        yield fits
                                ? total(cast)
                                : partial("CASE WHEN TRY_CAST(" + cast + " AS DECIMAL(38," + form.scale() + ")) = "
                                        + value + " THEN " + cast + " END");
                    }
                    case DOUBLE -> {
                        // by its shortest writing: DuckDB multiplies a double, which makes digits of its own
                        String cast = "TRY_CAST(CAST(" + value + " AS VARCHAR) AS " + decimal + ")";
                        yield partial("CASE WHEN CAST(" + cast + " AS DOUBLE) = " + value + " THEN " + cast + " END");
                    }
                    default -> Optional.empty();
                };
            case BIGINT ->
                switch (from) {
                    case DOUBLE, DECIMAL ->
                        partial("CASE WHEN " + value + " = trunc(" + value + ") AND abs(" + value
                                + ") < 9007199254740992 THEN TRY_CAST(" + value + " AS BIGINT) END");
                    default -> Optional.empty();
                };
            case LOCAL_TIMESTAMP ->
                from == ValueType.DATE ? total("CAST(" + value + " AS TIMESTAMP)") : Optional.empty();
            case TIMESTAMP ->
                form.naiveZone() != null && (from == ValueType.LOCAL_TIMESTAMP || from == ValueType.DATE)
                        ? total(inZone(form.naiveZone(), value))
                        : Optional.empty();
            case BOOL, DATE, TIME, BINARY -> Optional.empty();
        };
    }

    private static String inZone(String zone, String value) {
        return "timezone(" + Sql.literal(zone) + ", CAST(" + value + " AS TIMESTAMP))";
    }

    /** Texts of instants, and those without an offset, which are in a zone. */
    private static Optional<Conversion> instants(String text, String zone) {
        String naive = "TRY_CAST(" + text + " AS TIMESTAMP)";
        return partial("CASE WHEN " + TimeText.isInstant(text) + " THEN TRY_CAST(" + text + " AS TIMESTAMPTZ) WHEN "
                + TimeText.isLocalOrDate(text) + " THEN " + inZone(zone, naive) + " END");
    }

    private static Optional<Conversion> toText(ValueType from, String value) {
        return switch (from) {
            case BOOL, BIGINT, DECIMAL, DOUBLE, DATE, TIME, JSON, TEXT -> total("CAST(" + value + " AS VARCHAR)");
            case TIMESTAMP -> total("strftime(" + value + ", '%Y-%m-%dT%H:%M:%S.%fZ')");
            case LOCAL_TIMESTAMP -> total("strftime(" + value + ", '%Y-%m-%dT%H:%M:%S.%f')");
            case BINARY -> Optional.empty();
        };
    }

    /** Text that is the canonical writing of a value of the type. */
    static Optional<Conversion> fromText(String text, ValueType to, int precision, int scale) {
        return switch (to) {
            case TEXT -> total(text);
            case BIGINT -> partial(NumberText.integerValue(text));
            case DOUBLE ->
                partial("CASE WHEN " + NumberText.isDoubleAlone(text) + " THEN TRY_CAST(" + text + " AS DOUBLE) END");
            case DECIMAL ->
                partial("CASE WHEN " + NumberText.isDecimalAlone(text, scale) + " THEN TRY_CAST(" + text
                        + " AS DECIMAL(" + precision + "," + scale + ")) END");
            case BOOL -> partial(TruthText.value(text));
            case DATE -> partial(TimeText.dateValue(text));
            case TIMESTAMP -> partial(TimeText.instantValue(text));
            case LOCAL_TIMESTAMP -> partial(TimeText.localValue(text));
            case TIME -> partial(TimeText.timeOfDayValue(text));
            case JSON -> total("CAST(to_json(" + text + ") AS VARCHAR)");
            case BINARY -> partial(bytes(text));
        };
    }

    /** The bytes that a text is: hexadecimal where it begins with {@code 0x} or {@code \\x}, otherwise base64. */
    public static String bytes(String text) {
        return "CASE WHEN regexp_full_match(" + text + ", '" + HEX + "') THEN unhex(substr(" + text
                + ", 3)) ELSE TRY(from_base64(" + text + ")) END";
    }

    private static String isDocument(String text) {
        return "(json_valid(" + text + ") AND NOT regexp_matches(regexp_replace(" + text
                + ", '\"(?:[^\"\\\\]|\\\\.)*\"', '\"\"', 'g'), '" + NOT_JSON + "'))";
    }

    /** The DuckDB type that holds the values. */
    public static String duckType(ValueType type, int precision, int scale) {
        return switch (type) {
            case BOOL -> "BOOLEAN";
            case BIGINT -> "BIGINT";
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case DOUBLE -> "DOUBLE";
            case TIMESTAMP -> "TIMESTAMPTZ";
            case LOCAL_TIMESTAMP -> "TIMESTAMP";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case BINARY -> "BLOB";
            case JSON, TEXT -> "VARCHAR";
        };
    }

    private static Optional<Conversion> total(String expression) {
        return Optional.of(new Conversion(expression, true));
    }

    private static Optional<Conversion> partial(String expression) {
        return Optional.of(new Conversion(expression, false));
    }
}
