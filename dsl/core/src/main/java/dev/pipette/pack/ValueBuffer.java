package dev.pipette.pack;

import dev.pipette.schema.ValueType;
import java.util.Arrays;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column and one type for one segment. Grows to the last row that has a value, so a column that only
 * one row has costs little.
 */
final class ValueBuffer {
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final String[] NO_TEXTS = {};

    private final ValueType type;
    private long[] longs = NO_LONGS;
    private double[] doubles = NO_DOUBLES;
    private @Nullable String[] texts = NO_TEXTS;

    /** One bit for each row that has a value. */
    private long[] present = NO_LONGS;

    private int count;

    /** Whether infinity is among the dates or timestamps, of which DuckDB's functions make none. */
    private boolean endless;

    ValueBuffer(ValueType type) {
        this.type = type;
    }

    /** The number of rows that have a value. */
    int count() {
        return count;
    }

    /** Sets an integer, a truth value (0, 1), microseconds or days; returns the bytes it costs. */
    int setLong(int row, long value) {
        if (row >= longs.length) {
            longs = Arrays.copyOf(longs, capacity(row, longs.length));
        }
        longs[row] = value;
        mark(row);
        return 9;
    }

    /** Sets infinity of dates or timestamps, as DuckDB counts it. */
    int setEndless(int row, boolean future) {
        endless = true;
        long most = type == ValueType.DATE ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return setLong(row, future ? most : -most);
    }

    int setDouble(int row, double value) {
        if (row >= doubles.length) {
            doubles = Arrays.copyOf(doubles, capacity(row, doubles.length));
        }
        doubles[row] = value;
        mark(row);
        return 9;
    }

    int setText(int row, String value) {
        if (row >= texts.length) {
            texts = Arrays.copyOf(texts, capacity(row, texts.length));
        }
        texts[row] = value;
        mark(row);
        return 32 + value.length();
    }

    private void mark(int row) {
        int word = row >> 6;
        if (word >= present.length) {
            present = Arrays.copyOf(present, capacity(word, present.length));
        }
        present[word] |= 1L << row;
        count++;
    }

    private boolean has(int row) {
        int word = row >> 6;
        return word < present.length && (present[word] >>> row & 1) != 0;
    }

    private static int capacity(int row, int now) {
        return Math.max(row + 1, Math.max(64, now + (now >> 1)));
    }

    /** The type of the column that java_scan hands over. */
    DuckDBColumnType scanType() {
        return switch (type) {
            case BOOL, BIGINT, TIMESTAMP, LOCAL_TIMESTAMP, DATE, TIME -> DuckDBColumnType.BIGINT;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case DECIMAL, BINARY, JSON, TEXT -> DuckDBColumnType.VARCHAR;
        };
    }

    /** What the segment stores of the scanned column. */
    String stored(String scanned) {
        return switch (type) {
            case BOOL -> "CAST(" + scanned + " AS BOOLEAN)";
            case TIMESTAMP -> endless(scanned, Long.MAX_VALUE, "TIMESTAMPTZ", "make_timestamptz(" + scanned + ")");
            case LOCAL_TIMESTAMP -> endless(scanned, Long.MAX_VALUE, "TIMESTAMP", "make_timestamp(" + scanned + ")");
            case DATE ->
                endless(scanned, Integer.MAX_VALUE, "DATE", "DATE '1970-01-01' + CAST(" + scanned + " AS INTEGER)");
            case TIME -> "CAST(make_timestamp(" + scanned + ") AS TIME)";
            case BINARY -> "unhex(" + scanned + ")";
            case BIGINT, DOUBLE, DECIMAL, JSON, TEXT -> scanned;
        };
    }

    private String endless(String scanned, long most, String duckType, String finite) {
        return endless
                ? "CASE " + scanned + " WHEN " + most + " THEN " + duckType + " 'infinity' WHEN " + -most + " THEN "
                        + duckType + " '-infinity' ELSE " + finite + " END"
                : finite;
    }

    /** Writes rows {@code from} to {@code from + rows} into a chunk's column. */
    void write(DuckDBDataChunkWriter chunk, int column, int from, int rows) {
        DuckDBWritableVector vector = chunk.vector(column);
        switch (scanType()) {
            case BIGINT -> {
                for (int row = 0; row < rows; row++) {
                    if (has(from + row)) {
                        vector.setLong(row, longs[from + row]);
                    } else {
                        vector.setNull(row);
                    }
                }
            }
            case DOUBLE -> {
                for (int row = 0; row < rows; row++) {
                    if (has(from + row)) {
                        vector.setDouble(row, doubles[from + row]);
                    } else {
                        vector.setNull(row);
                    }
                }
            }
            default -> {
                String[] batch = new String[rows];
                int values = Math.min(rows, texts.length - from);
                if (values > 0) {
                    System.arraycopy(texts, from, batch, 0, values); // rows without a value are null in both
                }
                vector.setStrings(0, batch);
            }
        }
    }

    /** Forgets the rows and keeps the room. */
    void clear() {
        Arrays.fill(present, 0);
        Arrays.fill(texts, null);
        count = 0;
        endless = false;
    }
}
