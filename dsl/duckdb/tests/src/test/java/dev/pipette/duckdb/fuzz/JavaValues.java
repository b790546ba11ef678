package dev.pipette.duckdb.fuzz;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes values of every Java type that a row may hold, the ends of their ranges included. */
record JavaValues(Random random) {
    private static final List<Object> ENDS = List.of(
            Instant.MAX,
            Instant.MIN,
            Instant.EPOCH.minusNanos(1),
            LocalDateTime.MAX,
            LocalDateTime.of(0, 1, 1, 0, 0),
            LocalDate.MAX,
            LocalDate.of(10_000, 1, 1),
            LocalDate.of(0, 1, 1),
            OffsetDateTime.MAX,
            new BigDecimal("1E+1000000000"),
            new BigDecimal("1E-1000000000"),
            new BigDecimal("-99999999999999999999999999999999999999"),
            BigInteger.TEN.pow(10_000),
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            -0.0,
            Float.MAX_VALUE,
            Float.NaN,
            new Date(Long.MAX_VALUE),
            new Date(Long.MIN_VALUE),
            new byte[0]);

    Object scalar() {
        return switch (random.nextInt(20)) {
            case 0 -> Fuzz.pick(random, ENDS);
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> (short) random.nextInt();
            case 4 -> (byte) random.nextInt();
            case 5 -> random.nextDouble() * random.nextInt();
            case 6 -> random.nextFloat();
            case 7 -> new BigInteger(random.nextInt(200), random);
            case 8 -> new BigDecimal(new BigInteger(random.nextInt(150), random), random.nextInt(60) - 20);
            case 9 -> random.nextBoolean();
            case 10 -> instant();
            case 11 -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case 12 -> LocalDate.ofEpochDay(random.nextInt(1_000_000) - 700_000);
            case 13 -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
            case 14 -> ZonedDateTime.ofInstant(instant(), ZoneId.of("Asia/Tokyo"));
            case 15 -> instant().atOffset(ZoneOffset.ofHoursMinutes(-3, -30));
            case 16 -> bytes();
            case 17 -> UUID.nameUUIDFromBytes(bytes());
            default -> Texts.nasty(random);
        };
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt() * 60L, random.nextInt(1_000_000_000));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A row of anything, broken text and types that no column has included. */
    Map<String, @Nullable Object> wild(int depth) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int keys = random.nextInt(5); keys > 0; keys--) {
            row.put(Texts.nasty(random), wildValue(depth));
        }
        return row;
    }

    private @Nullable Object wildValue(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 9)) {
            case 0, 1, 2 -> scalar();
            case 3 -> random.nextInt(20) > 0 ? null : (Object) "broken \ud83d";
            case 4 -> random.nextInt(20) > 0 ? (Object) Optional.of(scalar()) : new Object();
            case 5, 6 -> wild(depth + 1);
            case 7 -> new Object[] {scalar(), wildValue(depth + 1)};
            default -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int size = random.nextInt(4); size > 0; size--) {
                    list.add(wildValue(depth + 1));
                }
                yield list;
            }
        };
    }
}
