package dev.pipette.testing.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Values of cursors: they never fall, and some rows share one, because that is where a cursor goes wrong. Those of a key
 * always rise.
 */
final class IncreasingValues {
    private static final Instant FIRST_INSTANT = Instant.parse("2025-01-01T00:00:00Z");
    private static final LocalDate FIRST_DAY = LocalDate.parse("2000-01-01");
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final int SECONDS_PER_STEP = 60;
    private static final int INTEGERS_PER_STEP = 10;

    private IncreasingValues() {}

    /**
     * The value of a row.
     *
     * @param row from 0
     */
    static Object of(GeneratedColumn column, long seed, long row) {
        // step n or n - 1 at row n: never falls, and a quarter of the rows have the step of the row before
        boolean shares = !column.key() && row > 0 && new CellRandom(seed, column.name() + "/shares", row).below(2) == 0;
        long step = shares ? row - 1 : row;
        CellRandom random = new CellRandom(seed, column.name(), step);
        return switch (column.type()) {
            case BIGINT -> {
                room(column, row, column.largest() / INTEGERS_PER_STEP - 1);
                yield 1 + step * INTEGERS_PER_STEP + random.below(INTEGERS_PER_STEP);
            }
            case DECIMAL -> {
                room(column, row, largest(column));
                yield new BigDecimal(
                        BigInteger.valueOf(1 + step * INTEGERS_PER_STEP + random.below(INTEGERS_PER_STEP)),
                        column.scale());
            }
            case DOUBLE -> step + random.below(8) / 8.0;
            case TIMESTAMP -> instant(column, step, random);
            case LOCAL_TIMESTAMP -> LocalDateTime.ofInstant(instant(column, step, random), ZoneOffset.UTC);
            case DATE -> {
                room(column, row, ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY));
                yield FIRST_DAY.plusDays(step);
            }
            case TEXT -> {
                room(column, row, column.length() < 12 ? 0 : 999_999_999_999L);
                yield String.format(Locale.ROOT, "%012d", step);
            }
            case BOOL, TIME, BINARY, JSON -> throw new IllegalStateException(column + " has no order");
        };
    }

    private static Instant instant(GeneratedColumn column, long step, CellRandom random) {
        return column.cut(FIRST_INSTANT
                .plusSeconds(step * SECONDS_PER_STEP)
                .plus(random.below(SECONDS_PER_STEP * 1_000_000L), ChronoUnit.MICROS));
    }

    private static long largest(GeneratedColumn column) {
        return BigInteger.TEN
                                .pow(column.digits())
                                .min(BigInteger.valueOf(Long.MAX_VALUE))
                                .longValue()
                        / INTEGERS_PER_STEP
                - 1;
    }

    private static void room(GeneratedColumn column, long row, long different) {
        if (row >= different) {
            throw new IllegalArgumentException("'" + column.name() + "' is " + column.typeText()
                    + ", in which values cannot rise up to row " + (row + 1)
                    + ". Ask for fewer rows, or give the column a larger type.");
        }
    }
}
