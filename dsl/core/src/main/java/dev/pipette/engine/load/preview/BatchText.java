package dev.pipette.engine.load.preview;

import dev.pipette.schema.Column;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.RowBatch;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values of packaged rows as the text that SQL casts to their types. */
final class BatchText {
    private static final long MICROS = 1_000_000;

    private BatchText() {}

    /** The value of a column in a row; null where there is none. */
    static @Nullable String of(RowBatch batch, Column column, int at, int row) {
        if (batch.isNull(at, row)) {
            return null;
        }
        return switch (ValueType.of(column.dataType().orElseThrow(), column.timezone())) {
            case BOOL -> String.valueOf(batch.bool(at, row));
            case BIGINT -> String.valueOf(batch.integer(at, row));
            case DECIMAL -> batch.decimal(at, row).toPlainString();
            case DOUBLE -> String.valueOf(batch.floating(at, row));
            case TIMESTAMP -> timestamp(batch.integer(at, row), "+00:00");
            case LOCAL_TIMESTAMP -> timestamp(batch.integer(at, row), "");
            case DATE -> date(batch.integer(at, row));
            case TIME -> DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(batch.integer(at, row) * 1_000));
            case BINARY -> "\\x" + HexFormat.of().formatHex(batch.bytes(at, row));
            case JSON, TEXT -> batch.text(at, row);
        };
    }

    private static String timestamp(long micros, String offset) {
        return endless(micros)
                ? endlessText(micros)
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofEpochSecond(
                                Math.floorDiv(micros, MICROS),
                                (int) Math.floorMod(micros, MICROS) * 1_000,
                                ZoneOffset.UTC))
                        + offset;
    }

    private static String date(long days) {
        return endless(days) ? endlessText(days) : LocalDate.ofEpochDay(days).toString();
    }

    private static boolean endless(long number) {
        return number == Long.MAX_VALUE || number == Long.MIN_VALUE;
    }

    private static String endlessText(long number) {
        return number == Long.MAX_VALUE ? "infinity" : "-infinity";
    }
}
