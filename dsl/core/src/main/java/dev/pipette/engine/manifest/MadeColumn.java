package dev.pipette.engine.manifest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A column that Pipette adds to a file's rows.
 *
 * <pre>{@code
 * MadeColumn.constant("_file_date", LocalDate.parse("2025-12-19"), false);
 * MadeColumn.rowNumber("_row_id");
 * }</pre>
 *
 * @param column its normalized name
 * @param kind the type of its values
 * @param constant the value that all rows have, as text; null where each has its number in the file, from 0
 * @param replaces whether it takes the place of a column that the file has, which is an error otherwise
 * @param folder of whose name it is made: {@code year=2024}; empty for other columns
 */
public record MadeColumn(
        String column, ValueType kind, @Nullable String constant, boolean replaces, String folder) {
    /**
     * A column with the same value in all rows.
     *
     * @throws PipetteException BAD_USAGE for a value that is not text, number, boolean, date or time
     */
    public static MadeColumn constant(String column, Object value, boolean replaces) {
        ValueType kind = switch (value) {
            case CharSequence text -> ValueType.TEXT;
            case Boolean truth -> ValueType.BOOL;
            case Long number -> ValueType.BIGINT;
            case Integer number -> ValueType.BIGINT;
            case Double number -> ValueType.DOUBLE;
            case BigDecimal number -> ValueType.DECIMAL;
            case Instant instant -> ValueType.TIMESTAMP;
            case LocalDateTime time -> ValueType.LOCAL_TIMESTAMP;
            case LocalDate date -> ValueType.DATE;
            case LocalTime time -> ValueType.TIME;
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "column '" + column + "' cannot hold a "
                                + value.getClass().getName()
                                + " in all rows. Give text, a number, a boolean, a date or a time.");
        };
        return new MadeColumn(
                column,
                kind,
                value instanceof BigDecimal number ? number.toPlainString() : value.toString(),
                replaces,
                "");
    }

    /** A column with the number of the row in its file. */
    public static MadeColumn rowNumber(String column) {
        return new MadeColumn(column, ValueType.BIGINT, null, false, "");
    }

    /** A column with the value that a folder of the file has in its name. */
    public static MadeColumn ofFolder(String column, Object value, String folder) {
        MadeColumn made = constant(column, value, false);
        return new MadeColumn(made.column(), made.kind(), made.constant(), false, folder);
    }

    /** The text of the error for a column that a file and its folder both have. */
    public static String collision(String file, String field, String folder, String column) {
        return file + ": its column '" + field + "' and the folder '" + folder + "' both become column '" + column
                + "'. Rename one of them, or leave .folderKeys() (--folder-keys) out.";
    }

    /** What its rows show of it. */
    public ColumnForm form(long rows) {
        BigDecimal number =
                kind == ValueType.DECIMAL ? new BigDecimal(java.util.Objects.requireNonNull(constant)) : BigDecimal.ONE;
        boolean decimal = kind == ValueType.DECIMAL;
        return new ColumnForm(
                column,
                kind,
                kind,
                kind == ValueType.TEXT || decimal,
                rows,
                decimal ? Math.max(1, number.precision() - number.scale()) : 0,
                decimal ? number.scale() : 0);
    }
}
