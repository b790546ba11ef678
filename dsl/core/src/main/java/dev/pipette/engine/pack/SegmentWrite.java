package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.sql.Sql;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;

/**
 * Writes one Parquet segment from buffers, makes it durable, and clears the buffers.
 *
 * @param selected what the segment stores of the scanned columns {@code f0}, {@code f1} ..
 * @param buffers the scanned columns, in order
 */
record SegmentWrite(DuckEngine engine, Path file, List<String> selected, List<ValueBuffer> buffers, int rows)
        implements Runnable {
    /** Rows of a row group of DuckDB's tables: {@code DEFAULT_ROW_GROUP_SIZE} of its storage. */
    static final int ROW_GROUP = 122_880;

    private static final int CHUNK = 2_048;

    /**
     * Values of a row group, empty ones included: DuckDB holds them all before it writes them. Beyond its memory it spills them
     * again and again: 20,000 rows x 4,000 columns took minutes with 1 GB, and take seconds in smaller groups.
     */
    private static final int MOST_VALUES = 1 << 24;

    @Override
    public void run() {
        engine.execute(
                "COPY (SELECT " + String.join(", ", selected) + " FROM java_scan(?)) TO "
                        + Sql.literal(file.toString())
                        + " (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE "
                        + rowGroup(selected.size()) + ")",
                new BufferScan(buffers, rows));
        DurableFiles.take(file);
        buffers.forEach(ValueBuffer::clear);
    }

    /**
     * How many of some rows a segment takes: whole row groups, or such a part of one that segments of it make whole ones. DuckDB
     * makes row groups of a table from them in their order. Where it is left with many small ones, it makes larger ones of these
     * when the file is closed, which took as long as to insert the rows.
     */
    static int fillingGroups(int rows) {
        return rows < ROW_GROUP ? ROW_GROUP / Math.ceilDiv(ROW_GROUP, Math.max(1, rows)) : rows / ROW_GROUP * ROW_GROUP;
    }

    /** Rows of a group, whole chunks of DuckDB's. */
    static int rowGroup(int columns) {
        return Math.clamp(MOST_VALUES / columns / CHUNK * CHUNK, CHUNK, ROW_GROUP);
    }

    /** Passes the buffers to DuckDB, in order. */
    private static final class BufferScan implements DuckEngine.Scan {
        private final List<ValueBuffer> buffers;
        private final int rows;
        private int next;

        BufferScan(List<ValueBuffer> buffers, int rows) {
            this.buffers = buffers;
            this.rows = rows;
        }

        @Override
        public Map<String, DuckDBColumnType> columns() {
            Map<String, DuckDBColumnType> types = new LinkedHashMap<>();
            for (int index = 0; index < buffers.size(); index++) {
                types.put("f" + index, buffers.get(index).scanType());
            }
            return types;
        }

        @Override
        public int fill(DuckDBDataChunkWriter chunk, int capacity) {
            int count = Math.min(capacity, rows - next);
            for (int index = 0; count > 0 && index < buffers.size(); index++) {
                buffers.get(index).write(chunk, index, next, count);
            }
            next += Math.max(0, count);
            return Math.max(0, count);
        }
    }
}
