package dev.pipette.engine.columnar;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The text of a row whose digest identifies the row, as a DuckDB expression. DuckDB makes it wherever it reads a file: to
 * publish the file, and for Java. So a row has one digest, whoever reads it.
 *
 * <p>The text has each column that has a value: its name, the length of the value, and the value. A value that the file
 * has as text is this text. It does not depend on the type that the column turned out to have, which other rows decide.
 */
public final class RowText {
    private RowText() {}

    /**
     * How one value is written.
     *
     * @param typed the value in the type of the form
     */
    public static String ofTyped(ColumnForm form, String typed) {
        return switch (form.kind()) {
            case DOUBLE -> KeyTexts.integral(typed);
            case TIMESTAMP, LOCAL_TIMESTAMP -> "CAST(epoch_us(" + typed + ") AS VARCHAR)";
            case BINARY -> "hex(" + typed + ")";
            case DECIMAL -> KeyTexts.withoutLastZeros("CAST(" + typed + " AS VARCHAR)");
            case BOOL, BIGINT, DATE, TIME, JSON, TEXT -> "CAST(" + typed + " AS VARCHAR)";
        };
    }

    /** How a value of a file is written, by its type in the file. */
    public static String ofFile(ColumnForm form, String value) {
        return form.text()
                ? "CAST(" + value + " AS VARCHAR)"
                : ofTyped(form, "CAST(" + value + " AS " + Conversion.duckType(form.decided(), 38, form.scale()) + ")");
    }

    /** The form of a column of a file that is read as it is. */
    public static ColumnForm formInFile(String column, ValueType type, int scale) {
        return new ColumnForm(column, type, type, type == ValueType.TEXT, 1, 0, type == ValueType.DECIMAL ? scale : 0);
    }

    /**
     * The text of a row.
     *
     * @param values how the values of its columns are written, in the order of the text
     */
    public static String of(SequencedMap<String, String> values) {
        return values.sequencedEntrySet().stream().map(RowText::part).collect(Collectors.joining(" || "));
    }

    private static String part(Map.Entry<String, String> column) {
        String value = column.getValue();
        return "coalesce(" + Sql.literal(column.getKey() + "=") + " || length(" + value + ") || ':' || " + value
                + ", '')";
    }

    /** The digest of a text, in 32 hexadecimal digits. */
    public static String digest(String text) {
        return "md5(" + text + ")";
    }
}
