package dev.pipette.engine.pack;

import dev.pipette.schema.ValueType;
import java.util.Arrays;
import java.util.Objects;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column and one type for one segment, each with its row. It costs what its values cost, wherever their
 * rows are: thousands of columns that one row each has need hardly any memory.
 */
final class ValueBuffer {
    private static final int[] NO_ROWS = {};
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final String[] NO_TEXTS = {};
    private static final int FIRST_CAPACITY = 4;

    /** Bytes of a value and of its row. */
    private static final int NUMBER_BYTES = 12;

    /** Bytes of a text without its characters, and of its row. */
    private static final int TEXT_BYTES = 36;

    private final ValueType type;

    /** Ascending: rows are filled one after the other. */
    private int[] rows = NO_ROWS;

    private long[] longs = NO_LONGS;
    private double[] doubles = NO_DOUBLES;
    private @Nullable String[] texts = NO_TEXTS;
    private int count;

    /** The first value that was not written yet. */
    private int next;

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
        if (count == longs.length) {
            longs = Arrays.copyOf(longs, capacity());
        }
        longs[count] = value;
        mark(row);
        return NUMBER_BYTES;
    }

    /** Sets infinity of dates or timestamps, as DuckDB counts it. */
    int setEndless(int row, boolean future) {
        endless = true;
        long most = type == ValueType.DATE ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return setLong(row, future ? most : -most);
    }

    int setDouble(int row, double value) {
        if (count == doubles.length) {
            doubles = Arrays.copyOf(doubles, capacity());
        }
        doubles[count] = value;
        mark(row);
        return NUMBER_BYTES;
    }

    int setText(int row, String value) {
        if (count == texts.length) {
            texts = Arrays.copyOf(texts, capacity());
        }
        texts[count] = value;
        mark(row);
        return TEXT_BYTES + value.length();
    }

    private void mark(int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, capacity());
        }
        rows[count++] = row;
    }

    private int capacity() {
        return Math.max(FIRST_CAPACITY, count + (count >> 1));
    }

    /** The type of the column that java_scan passes. */
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

    /** Writes rows {@code from} to {@code from + batch} into a chunk's column; batches follow each other. */
    void write(DuckDBDataChunkWriter chunk, int column, int from, int batch) {
        DuckDBWritableVector vector = chunk.vector(column);
        switch (scanType()) {
            case BIGINT -> {
                for (int row = 0; row < batch; row++) {
                    if (isNext(from + row)) {
                        vector.setLong(row, longs[next++]);
                    } else {
                        vector.setNull(row);
                    }
                }
            }
            case DOUBLE -> {
                for (int row = 0; row < batch; row++) {
                    if (isNext(from + row)) {
                        vector.setDouble(row, doubles[next++]);
                    } else {
                        vector.setNull(row);
                    }
                }
            }
            default -> {
                @Nullable String[] values = new String[batch];
                while (next < count && rows[next] < from + batch) {
                    values[rows[next] - from] = texts[next++];
                }
                vector.setStrings(0, values);
            }
        }
    }

    private boolean isNext(int row) {
        return next < count && rows[next] == row;
    }

    /** Moves the values from a row on to an empty buffer, of which this row is the first. */
    void moveFrom(int row, ValueBuffer into) {
        int found = Arrays.binarySearch(rows, 0, count, row);
        int first = found < 0 ? -found - 1 : found;
        for (int index = first; index < count; index++) {
            int moved = rows[index] - row;
            switch (scanType()) {
                case BIGINT -> into.setLong(moved, longs[index]);
                case DOUBLE -> into.setDouble(moved, doubles[index]);
                default -> into.setText(moved, Objects.requireNonNull(texts[index]));
            }
        }
        into.endless = endless;
        Arrays.fill(texts, Math.min(first, texts.length), Math.min(count, texts.length), null);
        count = first;
    }

    /** The bytes that its values cost. */
    long bytes() {
        return switch (scanType()) {
            case BIGINT, DOUBLE -> (long) count * NUMBER_BYTES;
            default ->
                Arrays.stream(texts, 0, count)
                        .mapToLong(text ->
                                TEXT_BYTES + Objects.requireNonNull(text).length())
                        .sum();
        };
    }

    /** Forgets the rows and keeps the room. */
    void clear() {
        Arrays.fill(texts, 0, Math.min(count, texts.length), null);
        count = 0;
        next = 0;
        endless = false;
    }
}
