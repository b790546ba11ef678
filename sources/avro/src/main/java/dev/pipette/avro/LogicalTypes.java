package dev.pipette.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What values of a plain type mean by their logical type: the specification of Avro 1.12, "Logical Types". */
final class LogicalTypes {
    private static final int DURATION_BYTES = 12;
    private static final int UUID_BYTES = 16;

    private LogicalTypes() {}

    /**
     * The reader of a logical type; empty where there is none, or one that the plain type cannot have, which the
     * specification says to ignore.
     *
     * @param plain the name of the plain type
     * @param size in bytes, of a fixed type
     */
    static Optional<ValueReader> of(JsonNode schema, String plain, int size) {
        String name = schema.path("logicalType").asString("");
        return switch (plain) {
            case "int" -> ofInt(name);
            case "long" -> ofLong(name);
            case "bytes" ->
                name.equals("big-decimal")
                        ? Optional.of(LogicalTypes::bigDecimal)
                        : decimal(schema, name, Integer.MAX_VALUE).map(scale -> in -> number(in.counted(), scale));
            case "fixed" -> ofFixed(schema, name, size);
            default -> Optional.empty();
        };
    }

    private static Optional<ValueReader> ofInt(String name) {
        return switch (name) {
            case "date" -> Optional.of(in -> LocalDate.ofEpochDay(in.integer()));
            case "time-millis" -> Optional.of(in -> time(in.integer(), ChronoUnit.MILLIS));
            default -> Optional.empty();
        };
    }

    private static Optional<ValueReader> ofLong(String name) {
        return switch (name) {
            case "time-micros" -> Optional.of(in -> time(in.number(), ChronoUnit.MICROS));
            case "timestamp-millis" -> Optional.of(in -> instant(in.number(), ChronoUnit.MILLIS));
            case "timestamp-micros" -> Optional.of(in -> instant(in.number(), ChronoUnit.MICROS));
            case "timestamp-nanos" -> Optional.of(in -> instant(in.number(), ChronoUnit.NANOS));
            case "local-timestamp-millis" -> Optional.of(in -> local(in.number(), ChronoUnit.MILLIS));
            case "local-timestamp-micros" -> Optional.of(in -> local(in.number(), ChronoUnit.MICROS));
            case "local-timestamp-nanos" -> Optional.of(in -> local(in.number(), ChronoUnit.NANOS));
            default -> Optional.empty();
        };
    }

    private static Optional<ValueReader> ofFixed(JsonNode schema, String name, int size) {
        if (name.equals("uuid") && size == UUID_BYTES) {
            return Optional.of(in -> {
                ByteBuffer bytes = ByteBuffer.wrap(in.fixed(UUID_BYTES));
                return new UUID(bytes.getLong(), bytes.getLong());
            });
        }
        if (name.equals("duration") && size == DURATION_BYTES) {
            return Optional.of(in -> duration(in.fixed(DURATION_BYTES)));
        }
        return decimal(schema, name, size).map(scale -> in -> number(in.fixed(size), scale));
    }

    /** The scale of a decimal that is declared as the specification asks; its digits must fit into the size. */
    private static Optional<Integer> decimal(JsonNode schema, String name, int size) {
        int precision = schema.path("precision").asInt(0);
        int scale = schema.path("scale").asInt(0);
        boolean fits = precision <= Math.floor(Math.log10(2) * (8.0 * size - 1));
        return name.equals("decimal") && precision > 0 && scale >= 0 && scale <= precision && fits
                ? Optional.of(scale)
                : Optional.empty();
    }

    private static BigDecimal number(byte[] unscaled, int scale) throws CorruptException {
        if (unscaled.length == 0) {
            throw new CorruptException("a decimal has no bytes");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private static BigDecimal bigDecimal(BlockBytes in) throws CorruptException {
        BlockBytes inside = new BlockBytes(in.counted());
        byte[] unscaled = inside.counted();
        return number(unscaled, inside.integer());
    }

    private static LocalTime time(long count, ChronoUnit unit) throws CorruptException {
        long most = ChronoUnit.DAYS.getDuration().toNanos() / unit.getDuration().toNanos();
        if (count < 0 || count >= most) {
            throw new CorruptException("the time of day " + count + " ("
                    + unit.toString().toLowerCase(java.util.Locale.ROOT) + ") is not within a day");
        }
        return LocalTime.ofNanoOfDay(count * unit.getDuration().toNanos());
    }

    private static Instant instant(long count, ChronoUnit unit) {
        return Instant.EPOCH.plus(count, unit);
    }

    private static LocalDateTime local(long count, ChronoUnit unit) {
        return LocalDateTime.ofInstant(instant(count, unit), ZoneOffset.UTC);
    }

    /** Months, days and milliseconds as ISO 8601 has them: {@code P14M3DT1.5S}. */
    private static String duration(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long months = Integer.toUnsignedLong(bytes.getInt());
        long days = Integer.toUnsignedLong(bytes.getInt());
        Duration time = Duration.ofMillis(Integer.toUnsignedLong(bytes.getInt()));
        if (months == 0 && days == 0) {
            return time.toString();
        }
        String date = "P" + (months == 0 ? "" : months + "M") + (days == 0 ? "" : days + "D");
        return time.isZero() ? date : date + time.toString().substring(1);
    }
}
