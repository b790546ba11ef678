package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as a schema file writes them: {@code bigint}, {@code decimal(12,2)}, {@code text(64)}, {@code local_timestamp}. */
final class TypeText {
    private static final String LOCAL = "local_timestamp";
    private static final int MAX_DIGITS = 38;
    private static final Pattern WRITTEN =
            Pattern.compile("\\s*(\\w+)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)\\s*)?");

    private TypeText() {}

    static String of(Column column) {
        DataType type = column.dataType().orElse(null);
        if (type == null) {
            return column.dataTypeName().orElse("unknown");
        }
        String word = type == DataType.TIMESTAMP && !column.timezone() ? LOCAL : type.dltName();
        if (column.precision().isEmpty()) {
            return word;
        }
        return word + "(" + column.precision().getAsInt()
                + (type == DataType.DECIMAL ? "," + column.scale().orElse(0) : "") + ")";
    }

    /** The column with a type that is written so; empty where it is not one. */
    static Optional<Column> column(String name, String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        String word = written.group(1).toLowerCase(Locale.ROOT);
        DataType type =
                word.equals(LOCAL) ? DataType.TIMESTAMP : DataType.find(word).orElse(null);
        if (type == null) {
            return Optional.empty();
        }
        Column column = Column.of(name, type).withTimezone(!word.equals(LOCAL));
        if (written.group(2) == null) {
            return Optional.of(column);
        }
        int precision = Integer.parseInt(written.group(2));
        int scale = written.group(3) == null ? 0 : Integer.parseInt(written.group(3));
        boolean sized = type == DataType.DECIMAL
                ? precision >= 1 && precision <= MAX_DIGITS && scale <= precision
                : precision >= 0 && written.group(3) == null;
        Column withDigits = column.withPrecision(precision);
        return sized
                ? Optional.of(type == DataType.DECIMAL ? withDigits.withScale(scale) : withDigits)
                : Optional.empty();
    }

    /** The words of all types. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (DataType type : DataType.values()) {
            words.add(type.dltName());
        }
        words.add(LOCAL);
        words.sort(null);
        return words;
    }
}
