package dev.pipette.postgres;

import dev.pipette.schema.Column;
import dev.pipette.spi.RowBatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes values in the binary form that PostgreSQL's COPY reads: the length in bytes as a 32-bit integer, then the bytes,
 * all big-endian; -1 for NULL. The form of each type is what its {@code _recv} function reads; see "COPY, Binary Format"
 * in PostgreSQL's manual, and {@code timestamp.c}, {@code date.c}, {@code numeric.c}, {@code jsonb.c} in {@code
 * src/backend/utils/adt}.
 */
interface CopyEncoding {
    /** Microseconds from 1970 to 2000, where PostgreSQL begins to count. */
    long EPOCH_MICROS = 946_684_800_000_000L;

    /** Days from 1970 to 2000. */
    int EPOCH_DAYS = 10_957;

    /** Writes a value that is not null, its length first. */
    void write(CopyBuffer out, RowBatch batch, int column, int row);

    static CopyEncoding of(Column column) {
        return switch (column.dataType().orElseThrow()) {
            case BOOL ->
                (out, batch, at, row) -> {
                    out.putInt(1);
                    out.put(batch.bool(at, row) ? 1 : 0);
                };
            case BIGINT, TIME ->
                (out, batch, at, row) -> {
                    out.putInt(Long.BYTES);
                    out.putLong(batch.integer(at, row));
                };
            case DOUBLE ->
                (out, batch, at, row) -> {
                    out.putInt(Long.BYTES);
                    out.putLong(Double.doubleToRawLongBits(batch.floating(at, row)));
                };
            case TIMESTAMP ->
                (out, batch, at, row) -> {
                    out.putInt(Long.BYTES);
                    out.putLong(timestamp(batch.integer(at, row)));
                };
            case DATE ->
                (out, batch, at, row) -> {
                    out.putInt(Integer.BYTES);
                    out.putInt(date(batch.integer(at, row)));
                };
            case DECIMAL, WEI -> (out, batch, at, row) -> numeric(out, batch.decimal(at, row));
            case TEXT ->
                (out, batch, at, row) -> out.putSized(batch.text(at, row).getBytes(StandardCharsets.UTF_8));
            case JSON ->
                (out, batch, at, row) -> {
                    byte[] text = batch.text(at, row).getBytes(StandardCharsets.UTF_8);
                    out.putInt(text.length + 1);
                    out.put(1); // the version of jsonb's binary form
                    out.putBytes(text);
                };
            case BINARY -> (out, batch, at, row) -> out.putSized(batch.bytes(at, row));
        };
    }

    /** What is before 2000 by more than a long holds is sent as the least finite number, which PostgreSQL refuses. */
    private static long timestamp(long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return micros; // infinity and -infinity
        }
        return micros < Long.MIN_VALUE + 1 + EPOCH_MICROS ? Long.MIN_VALUE + 1 : micros - EPOCH_MICROS;
    }

    private static int date(long days) {
        if (days == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        if (days == Long.MIN_VALUE) {
            return Integer.MIN_VALUE;
        }
        return (int) Math.max(days - EPOCH_DAYS, Integer.MIN_VALUE + 1);
    }

    /** Digits of base 10,000 from the highest on, aligned at the point: count, weight of the first, sign, scale, digits. */
    private static void numeric(CopyBuffer out, BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int scale = plain.scale();
        int fraction = (scale + 3) / 4;
        BigInteger aligned = plain.unscaledValue().abs();
        for (int missing = fraction * 4 - scale; missing > 0; missing--) {
            aligned = aligned.multiply(BigInteger.TEN);
        }
        short[] digits = new short[12 + aligned.bitLength() / 13];
        int count = 0; // from the lowest on
        int dropped = 0; // zeros at the end
        while (aligned.signum() != 0) {
            long part;
            int parts;
            if (aligned.bitLength() < Long.SIZE) {
                part = aligned.longValue();
                parts = 0;
                aligned = BigInteger.ZERO;
            } else {
                BigInteger[] split = aligned.divideAndRemainder(NUMERIC_PART);
                aligned = split[0];
                part = split[1].longValue();
                parts = NUMERIC_PART_DIGITS;
            }
            for (int done = 0; part != 0 || done < parts; done++) {
                short digit = (short) (part % NUMERIC_BASE);
                part /= NUMERIC_BASE;
                if (count == 0 && digit == 0) {
                    dropped++;
                } else {
                    digits[count++] = digit;
                }
            }
        }
        while (count > 0 && digits[count - 1] == 0) {
            count--;
        }
        out.putInt(8 + 2 * count);
        out.putShort(count);
        out.putShort(count == 0 ? 0 : count + dropped - fraction - 1);
        out.putShort(plain.signum() < 0 ? NUMERIC_NEGATIVE : 0);
        out.putShort(scale);
        for (int at = count - 1; at >= 0; at--) {
            out.putShort(digits[at]);
        }
    }

    /** The sign of a negative number. */
    int NUMERIC_NEGATIVE = 0x4000;

    /** The base of the digits. */
    int NUMERIC_BASE = 10_000;

    /** Digits that are computed at once. */
    int NUMERIC_PART_DIGITS = 4;

    /** 10,000 to the power of these. */
    BigInteger NUMERIC_PART = BigInteger.valueOf(10_000_000_000_000_000L);
}
