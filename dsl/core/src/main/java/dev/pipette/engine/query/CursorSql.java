package dev.pipette.engine.query;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.columnar.KeyTexts;
import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a cursor means in SQL: the value of a row, whether the row is loaded, and which value is the one to continue
 * from. It is one of the two places that evaluate a cursor. The other is extract's {@code CursorFilter}, for rows that
 * Java reads;
 * {@code CursorAgreementTests} holds the two against each other.
 */
final class CursorSql {
    /** Texts that may be numbers, up to this many digits. */
    private static final String NUMBER = "DECIMAL(38,9)";

    private final CursorLoad cursor;
    private final CursorKind kind;
    private final List<ColumnForm> forms;
    private final Function<ColumnForm, String> values;
    private final String type;

    /**
     * A cursor over one column of a table.
     *
     * @param forms of the column
     * @param values the values of a form, as an expression
     */
    CursorSql(CursorLoad cursor, CursorKind kind, List<ColumnForm> forms, Function<ColumnForm, String> values) {
        this.cursor = cursor;
        this.kind = kind;
        this.forms = forms;
        this.values = values;
        this.type =
                kind == CursorKind.DECIMAL ? CursorNumbers.type(forms) : Conversion.duckType(kind.valueType(), 38, 9);
    }

    /** The value of a row in the type in which it is compared; NULL where the row has none. */
    String value() {
        List<String> each = forms.stream().map(this::value).toList();
        return each.isEmpty() ? "CAST(NULL AS " + type + ")" : "coalesce(" + String.join(", ", each) + ")";
    }

    private String value(ColumnForm form) {
        String value = values.apply(form);
        String zone = cursor.rules().zoneName();
        if (form.decided() == ValueType.TEXT) {
            return CursorTexts.declared(kind, value, type, zone);
        }
        boolean isNaive = form.decided() == ValueType.LOCAL_TIMESTAMP || form.decided() == ValueType.DATE;
        return kind == CursorKind.INSTANT && zone != null && isNaive
                ? CursorTexts.inZone("CAST(" + value + " AS TIMESTAMP)", zone)
                : "CAST(" + value + " AS " + type + ")";
    }

    /**
     * The condition for rows that the cursor asks for; empty where it asks for all.
     *
     * @param value the value, or the name of a column that holds it
     */
    Optional<String> wanted(String value, String resource) {
        List<String> bounds = new ArrayList<>();
        cursor.from(kind, resource)
                .ifPresent(from ->
                        bounds.add(cursor.rules().excludesStart() ? beyond(value, from) : reaches(value, from)));
        cursor.window(kind, resource)
                .ifPresent(window -> bounds.add(
                        cursor.rules().includesEnd() ? within(value, window.to()) : before(value, window.to())));
        String inside = String.join(" AND ", bounds);
        return switch (cursor.rules().missing()) {
            case RAISE -> Optional.of(inside).filter(condition -> !condition.isEmpty());
            case INCLUDE ->
                Optional.of(inside)
                        .filter(condition -> !condition.isEmpty())
                        .map(condition -> "(" + value + " IS NULL OR " + condition + ")");
            case EXCLUDE -> Optional.of(value + " IS NOT NULL" + (inside.isEmpty() ? "" : " AND " + inside));
        };
    }

    /** The condition for values that lie beyond one, the way in which the cursor goes. */
    String beyond(String value, Comparable<?> bound) {
        return value + (isUp() ? " > " : " < ") + literal(bound);
    }

    private String reaches(String value, Comparable<?> bound) {
        return value + (isUp() ? " >= " : " <= ") + literal(bound);
    }

    /** The condition for values that lie before one or at it. */
    String within(String value, Comparable<?> bound) {
        return value + (isUp() ? " <= " : " >= ") + literal(bound);
    }

    private String before(String value, Comparable<?> bound) {
        return value + (isUp() ? " < " : " > ") + literal(bound);
    }

    private boolean isUp() {
        return cursor.rules().lastValue() != LastValue.LOWEST;
    }

    /** The aggregate that finds the value to continue from: {@code max}, or {@code min} where the cursor goes down. */
    String furthest() {
        return isUp() ? "max" : "min";
    }

    /** The condition for a value that cannot follow another one in the declared order of the rows. */
    static String outOfOrder(String value, String previous, RowOrder order) {
        return value + (order == RowOrder.ASCENDING ? " < " : " > ") + previous;
    }

    /** A value as a literal of the type in which it is compared. */
    String literal(Comparable<?> value) {
        if (value instanceof BigDecimal number) {
            return "CAST(" + Sql.literal(number.toPlainString()) + " AS " + CursorNumbers.typeOf(number, type) + ")";
        }
        String text = kind.toState(value).toString();
        boolean isLate = kind != CursorKind.TEXT && text.startsWith("+"); // java.time's mark of a year after 9999
        return "CAST(" + Sql.literal(isLate ? text.substring(1) : text) + " AS " + type + ")";
    }

    /** The value as a double, by which keys are forgotten whose value the cursor has left; NULL for texts. */
    String position() {
        return switch (kind) {
            case INTEGER, DECIMAL -> "CAST(" + value() + " AS DOUBLE)";
            case INSTANT, LOCAL_TIMESTAMP -> "CAST(epoch_us(" + value() + ") AS DOUBLE)";
            case DATE -> "CAST(" + value() + " - DATE '1970-01-01' AS DOUBLE)";
            case TEXT -> "CAST(NULL AS DOUBLE)";
        };
    }

    /** The value as a text that identifies the row; it does not depend on the other rows. */
    String keyText() {
        return switch (kind) {
            case INSTANT, LOCAL_TIMESTAMP -> "CAST(epoch_us(" + value() + ") AS VARCHAR)";
            case DECIMAL ->
                type.equals(CursorNumbers.DOUBLE) || hasTexts()
                        ? KeyTexts.integral("CAST(" + value() + " AS DOUBLE)")
                        : KeyTexts.withoutLastZeros("CAST(" + value() + " AS VARCHAR)");
            case INTEGER, DATE, TEXT -> "CAST(" + value() + " AS VARCHAR)";
        };
    }

    /** Keys that are stored were made of numbers in texts as of doubles. */
    private boolean hasTexts() {
        return forms.stream().anyMatch(form -> form.decided() == ValueType.TEXT);
    }

    /** The condition for values that have no place in the order: NaN and the infinities. */
    Optional<String> unordered(String value) {
        boolean has = switch (kind) {
            case DECIMAL -> type.equals(CursorNumbers.DOUBLE);
            case INSTANT, LOCAL_TIMESTAMP, DATE -> true;
            case INTEGER, TEXT -> false;
        };
        return has ? Optional.of("NOT isfinite(" + value + ")") : Optional.empty();
    }

    /** A value as a text that {@link #read} reads. */
    String readable(String value) {
        return switch (kind) {
            case INSTANT, LOCAL_TIMESTAMP -> "CAST(epoch_us(" + value + ") AS VARCHAR)";
            case DATE -> "CAST(" + value + " - DATE '1970-01-01' AS VARCHAR)";
            case INTEGER, DECIMAL, TEXT -> "CAST(" + value + " AS VARCHAR)";
        };
    }

    /** Reads a value. */
    Comparable<?> read(String text) {
        return switch (kind) {
            case INTEGER -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case INSTANT -> Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
            case LOCAL_TIMESTAMP ->
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(Long.parseLong(text), ChronoUnit.MICROS);
            case DATE -> LocalDate.ofEpochDay(Long.parseLong(text));
            case TEXT -> text;
        };
    }

    /** The number that a text is, where texts are compared; NULL for other texts. */
    static String number(String text) {
        return NumberText.plainValue(text, NUMBER);
    }

    /** The condition for two texts whose order as numbers is another one than as texts. */
    static String differsAsNumbers(String one, String other) {
        return "(" + one + " > " + other + ") <> (TRY_CAST(" + one + " AS " + NUMBER + ") > TRY_CAST(" + other + " AS "
                + NUMBER + "))";
    }
}
