package dev.pipette.excel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/** What a cell holds, as it is stored and not as it is shown: a number that is shown as 1.50 may be 1.4999. */
final class CellValue {
    private static final Set<String> ERRORS = Set.of(
            "#NULL!",
            "#DIV/0!",
            "#VALUE!",
            "#REF!",
            "#NAME?",
            "#NUM!",
            "#N/A",
            "#GETTING_DATA",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
            "#CONNECT!",
            "#UNKNOWN!",
            "#BUSY!",
            "#PYTHON!");

    private static final long MILLIS_OF_DAY = 86_400_000L;

    /** The day after 9999-12-31. */
    private static final BigDecimal END = BigDecimal.valueOf(2_958_466);

    private final boolean from1904;
    private final Set<String> nulls;

    /** @param nulls texts that are NULL */
    CellValue(boolean from1904, Set<String> nulls) {
        this.from1904 = from1904;
        this.nulls = nulls;
    }

    /** A cell that cannot be read; its message is a phrase. */
    static final class BadCell extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String advice;

        BadCell(String problem, String advice) {
            super(problem, null, false, false);
            this.advice = advice;
        }

        /** What to do now, as a sentence. */
        String advice() {
            return advice;
        }
    }

    static boolean isEmpty(@Nullable Cell cell) {
        return cell == null
                || cell.getType() == CellType.EMPTY
                || (cell.getType() != CellType.ERROR && text(cell).isEmpty());
    }

    /** The text that is stored. */
    static String text(Cell cell) {
        return cell.getRawValue() == null ? "" : cell.getRawValue();
    }

    /**
     * The value; null for none.
     *
     * @throws BadCell for an error that the cell shows
     */
    @Nullable
    Object of(@Nullable Cell cell) {
        if (cell == null || isEmpty(cell) || nulls.contains(text(cell))) {
            return null;
        }
        Object value = cell.getValue();
        boolean isError = cell.getType() == CellType.ERROR
                || (cell.getType() == CellType.FORMULA && value instanceof String error && ERRORS.contains(error));
        if (isError) {
            String text = text(cell);
            throw new BadCell(
                    "the cell shows the error " + text,
                    "Fix the cell, or read such cells as NULL with .nulls(\"" + text + "\") (--null '" + text + "').");
        }
        return value instanceof BigDecimal number
                ? number(number, NumberFormat.of(cell.getDataFormatId(), cell.getDataFormatString()))
                : value;
    }

    private Object number(BigDecimal number, NumberFormat format) {
        boolean isDay = number.signum() >= 0 && number.compareTo(END) < 0;
        return switch (format) {
            case NUMBER -> plain(number);
            case DATE, DATE_AND_TIME -> isDay ? day(number, format == NumberFormat.DATE) : plain(number);
            case TIME ->
                isDay && number.compareTo(BigDecimal.ONE) < 0 ? day(number).toLocalTime() : plain(number);
        };
    }

    /** All numbers of Excel are doubles; whole ones that are written as such are integers. */
    private static Object plain(BigDecimal number) {
        return number.scale() <= 0 && number.precision() - number.scale() <= 18
                ? (Object) number.longValueExact()
                : (Object) number.doubleValue();
    }

    private Object day(BigDecimal number, boolean dateOnly) {
        LocalDateTime time = day(number);
        return dateOnly && time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate() : time;
    }

    /** Excel counts the days from 1900-01-01, which is 1, and has a 1900-02-29, which is 60. */
    private LocalDateTime day(BigDecimal number) {
        long days = number.longValue();
        long millis = number.subtract(BigDecimal.valueOf(days))
                .multiply(BigDecimal.valueOf(MILLIS_OF_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        LocalDate first = from1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, days < 60 ? 31 : 30);
        return first.plusDays(days).atStartOfDay().plusNanos(millis * 1_000_000);
    }
}
