package dev.pipette.engine.load.preview;

import dev.pipette.schema.Column;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.RowBatch;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of packaged rows as the text that SQL casts to their types. */
final class BatchText {
    private static final long MICROS = 1_000_000;

    private final boolean duckDb;

    /** @param duckDb whether DuckDB casts the texts, which writes bytes and years before 1 in its own way */
    BatchText(boolean duckDb) {
        this.duckDb = duckDb;
    }

    /** The value of a column in a row; null where there is none. */
    @Nullable
    String of(RowBatch batch, Column column, int at, int row) {
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
            case BINARY -> binary(batch.bytes(at, row));
            case JSON, TEXT -> batch.text(at, row);
        };
    }

    private String timestamp(long micros, String offset) {
        if (endless(micros)) {
            return endlessText(micros);
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * 1_000, ZoneOffset.UTC);
        return day(time.toLocalDate(), " " + DateTimeFormatter.ISO_LOCAL_TIME.format(time) + offset);
    }

    private String date(long days) {
        return endless(days) ? endlessText(days) : day(LocalDate.ofEpochDay(days), "");
    }

    /** A day and what follows it: SQL has no sign before years, and no year 0. */
    private String day(LocalDate day, String rest) {
        String text = String.format(
                Locale.ROOT,
                "%04d-%02d-%02d",
                day.get(ChronoField.YEAR_OF_ERA),
                day.getMonthValue(),
                day.getDayOfMonth());
        if (day.getYear() > 0) {
            return text + rest;
        }
        return duckDb ? text + " (BC)" + rest : text + rest + " BC";
    }

    private String binary(byte[] bytes) {
        return duckDb
                ? HexFormat.of().withPrefix("\\x").formatHex(bytes)
                : "\\x" + HexFormat.of().formatHex(bytes);
    }

    private static boolean endless(long number) {
        return number == Long.MAX_VALUE || number == Long.MIN_VALUE;
    }

    private static String endlessText(long number) {
        return number == Long.MAX_VALUE ? "infinity" : "-infinity";
    }
}
