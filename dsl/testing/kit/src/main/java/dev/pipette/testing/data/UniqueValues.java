package dev.pipette.testing.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Values of keys: another one for each row, and none that {@link EdgeValues} has. */
final class UniqueValues {
    /** Beyond the ends of 16 and 32 bits, and far from 2^53. */
    private static final long FIRST_OF_64_BITS = 10_000_000_000L;

    private static final long FIRST_OF_32_BITS = 1_000_000;
    private static final long FIRST_OF_16_BITS = 100;
    private static final LocalDate FIRST_DAY = LocalDate.of(2100, 3, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 30);
    private static final LocalTime FIRST_TIME = LocalTime.of(3, 0);
    private static final long MICROS_TO_NOON = 9 * 3_600_000_000L;

    private UniqueValues() {}

    /**
     * The value of a row.
     *
     * @param row from 0
     */
    static Object of(GeneratedColumn column, long row, CellRandom random) {
        return switch (column.type()) {
            case BIGINT -> integer(column, row);
            case DECIMAL -> decimal(column, row);
            case DOUBLE -> 1_000_000.25 + row;
            case TIMESTAMP -> instant(column, row, random);
            case LOCAL_TIMESTAMP -> LocalDateTime.ofInstant(instant(column, row, random), ZoneOffset.UTC);
            case DATE -> {
                room(column, row, ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY));
                yield FIRST_DAY.plusDays(row);
            }
            case TIME -> {
                room(column, row, MICROS_TO_NOON / column.microsPerStep());
                yield FIRST_TIME.plus(row * column.microsPerStep(), ChronoUnit.MICROS);
            }
            case BINARY -> bytes(column, row, random);
            case TEXT -> text(column, row, random);
            case BOOL, JSON -> throw new IllegalStateException(column + " has no unique values");
        };
    }

    private static long integer(GeneratedColumn column, long row) {
        long first = switch (column.bits()) {
            case Short.SIZE -> FIRST_OF_16_BITS;
            case Integer.SIZE -> FIRST_OF_32_BITS;
            default -> FIRST_OF_64_BITS;
        };
        // the largest one is an edge value
        room(column, row, (column.bits() == Long.SIZE ? 1L << 52 : column.largest()) - first);
        return first + row;
    }

    /** Below -1, because the edge values are at the ends and round 0. */
    private static BigDecimal decimal(GeneratedColumn column, long row) {
        BigInteger different = BigInteger.TEN.pow(column.digits()).subtract(BigInteger.valueOf(3));
        room(column, row, different.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
        return new BigDecimal(BigInteger.valueOf(-2 - row), column.scale());
    }

    private static Instant instant(GeneratedColumn column, long row, CellRandom random) {
        Instant first = FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC);
        return column.cut(first.plusSeconds(row).plus(random.below(1_000_000L), ChronoUnit.MICROS));
    }

    /** 12 bytes, of which no edge value has as many; fewer where the column has no room. */
    private static byte[] bytes(GeneratedColumn column, long row, CellRandom random) {
        room(column, row, column.length() < Long.BYTES ? 0 : Long.MAX_VALUE);
        int more = Math.min(4, column.length() - Long.BYTES);
        return ByteBuffer.allocate(Long.BYTES + more)
                .putLong(row + 1)
                .put(RandomValues.bytes(random, more))
                .array();
    }

    private static String text(GeneratedColumn column, long row, CellRandom random) {
        String number = "k" + Long.toString(row, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
        room(column, row, number.length() > column.length() ? row : Long.MAX_VALUE);
        int room = Math.min(12, column.length() - number.length() - 1);
        return room > 0 ? number + ":" + RandomValues.text(random, room) : number;
    }

    private static void room(GeneratedColumn column, long row, long different) {
        if (row >= different) {
            throw new IllegalArgumentException("the key '" + column.name() + "' is " + column.typeText()
                    + ", which has no other value for row " + (row + 1)
                    + ". Ask for fewer rows, or give the column a larger type.");
        }
    }
}
