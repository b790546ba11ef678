package dev.pipette.testing.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Values of no special kind, small ones as often as large ones. */
final class RandomValues {
    private static final int TEXT_LENGTH = 24;
    private static final int BYTES = 32;
    private static final long FIRST_SECOND =
            Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
    private static final long SECONDS = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond() - FIRST_SECOND;
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    /** Letters first: most text is plain. */
    private static final int[] CHARACTERS =
            "aaabcdeeefghiiijklmnooopqrstuuuvwxyz     ABCXYZ0123456789.,-_/'\"%\u00E4\u00DF\u0142\u65E5\uD83D\uDC18"
                    .codePoints()
                    .toArray();

    private RandomValues() {}

    static Object of(GeneratedColumn column, CellRandom random) {
        return switch (column.type()) {
            case BOOL -> random.below(2) == 0;
            case BIGINT -> random.next() >> (Long.SIZE - column.bits() + random.below(column.bits()));
            case DECIMAL -> decimal(column, random);
            case DOUBLE -> floating(random);
            case TIMESTAMP -> column.cut(instant(random));
            case LOCAL_TIMESTAMP -> column.cut(LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC));
            case DATE -> LocalDate.ofInstant(instant(random), ZoneOffset.UTC);
            case TIME -> column.cut(LocalTime.ofNanoOfDay(random.below(MICROS_OF_DAY) * 1_000));
            case BINARY -> bytes(random, random.below(Math.min(BYTES, column.length()) + 1));
            case JSON -> JsonData.random(random);
            case TEXT -> text(random, Math.min(TEXT_LENGTH, column.length()));
        };
    }

    private static BigDecimal decimal(GeneratedColumn column, CellRandom random) {
        StringBuilder digits = new StringBuilder("0");
        int count = random.below(column.digits() + 1);
        for (int digit = 0; digit < count; digit++) {
            digits.append(random.below(10));
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        return new BigDecimal(random.below(2) == 0 ? unscaled : unscaled.negate(), column.scale());
    }

    private static double floating(CellRandom random) {
        if (random.below(2) == 0) {
            return (random.below(2_000_000_000L) - 1_000_000_000L) / 1_000.0;
        }
        double any = Double.longBitsToDouble(random.next());
        return Double.isFinite(any) ? any : random.fraction();
    }

    private static Instant instant(CellRandom random) {
        Instant second = Instant.ofEpochSecond(FIRST_SECOND + random.below(SECONDS));
        return random.below(4) == 0 ? second : second.plus(random.below(1_000_000L), ChronoUnit.MICROS);
    }

    static byte[] bytes(CellRandom random, int count) {
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++) {
            bytes[index] = (byte) random.next();
        }
        return bytes;
    }

    /** Text of at most this many code points. */
    static String text(CellRandom random, int longest) {
        StringBuilder text = new StringBuilder();
        int count = random.below(longest + 1);
        for (int index = 0; index < count; index++) {
            text.appendCodePoint(CHARACTERS[random.below(CHARACTERS.length)]);
        }
        return text.toString();
    }
}
