package dev.pipette.jdbc;

import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column become values of a row.
 *
 * @param select what is selected, around the quoted name of the column: {@code %s::text}
 * @param hint the type; empty where the values decide
 * @param reader reads a value
 */
record ColumnReading(String select, Optional<ColumnHint> hint, Reader reader) {
    /** The column as it is. */
    static final String PLAIN = "%s";

    private static final int MOST_DIGITS = 38;

    /** Reads the value of a column in the current row. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Object read(ResultSet row, int column) throws SQLException;
    }

    static final Reader TEXT = ResultSet::getString;

    private static ColumnReading of(ValueType type, Reader reader) {
        return new ColumnReading(PLAIN, Optional.of(ColumnHint.of(type)), reader);
    }

    static ColumnReading bool() {
        return of(ValueType.BOOL, (row, column) -> {
            boolean value = row.getBoolean(column);
            return row.wasNull() ? null : value;
        });
    }

    static ColumnReading integer() {
        return of(ValueType.BIGINT, (row, column) -> {
            long value = row.getLong(column);
            return row.wasNull() ? null : value;
        });
    }

    static ColumnReading floating() {
        return of(ValueType.DOUBLE, (row, column) -> {
            double value = row.getDouble(column);
            return row.wasNull() ? null : value;
        });
    }

    /** A decimal of a size; where no column of Pipette has the size, the values decide. */
    static ColumnReading decimal(int precision, int scale) {
        return precision >= 1 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision
                ? new ColumnReading(PLAIN, Optional.of(ColumnHint.decimal(precision, scale)), ColumnReading::number)
                : numbers();
    }

    /** Numbers of any size, exact. */
    static ColumnReading numbers() {
        return new ColumnReading(PLAIN, Optional.empty(), ColumnReading::number);
    }

    /** From its text: drivers know neither NaN nor infinity as a decimal. */
    private static @Nullable Object number(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null
                ? null
                : switch (text) {
                    case "NaN" -> Double.NaN;
                    case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
                    case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
                    default -> new BigDecimal(text);
                };
    }

    static ColumnReading text() {
        return of(ValueType.TEXT, TEXT);
    }

    /** Text that the database makes of a value. */
    static ColumnReading text(String select) {
        return text().selecting(select);
    }

    static ColumnReading json() {
        return of(ValueType.JSON, TEXT);
    }

    static ColumnReading json(String select) {
        return json().selecting(select);
    }

    static ColumnReading binary() {
        return of(ValueType.BINARY, ResultSet::getBytes);
    }

    static ColumnReading date() {
        return of(ValueType.DATE, (row, column) -> row.getObject(column, LocalDate.class));
    }

    static ColumnReading localTimestamp() {
        return of(ValueType.LOCAL_TIMESTAMP, (row, column) -> row.getObject(column, LocalDateTime.class));
    }

    static ColumnReading instant() {
        return of(ValueType.TIMESTAMP, (row, column) -> row.getObject(column, OffsetDateTime.class));
    }

    /** A time, a date or a timestamp of which the text is read. */
    static ColumnReading ofText(ValueType type) {
        return of(type, (row, column) -> {
            String text = row.getString(column);
            return text == null ? null : TimeTexts.read(type, text);
        });
    }

    ColumnReading selecting(String newSelect) {
        return new ColumnReading(newSelect, hint, reader);
    }

    ColumnReading reading(Reader newReader) {
        return new ColumnReading(select, hint, newReader);
    }

    Optional<ValueType> type() {
        return hint.flatMap(ColumnHint::type);
    }

    OptionalInt precision() {
        return hint.map(ColumnHint::precision).orElse(OptionalInt.empty());
    }

    OptionalInt scale() {
        return hint.map(ColumnHint::scale).orElse(OptionalInt.empty());
    }

    boolean isPlain() {
        return select.equals(PLAIN);
    }

    /** What is selected of a column. */
    String selected(String quoted) {
        return isPlain() ? quoted : select.replace("%s", quoted);
    }
}
