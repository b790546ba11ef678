package dev.pipette.pack;

import dev.pipette.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;

/** The waiting rows of one table of a package. */
public final class TableBuffer {
    static final String ORDINAL = "_ordinal";
    static final String ROOT = "_root";
    static final String PARENT = "_parent";
    static final String INDEX = "_index";
    private static final int LONGEST_FILE_NAME = 120;

    private final String name;
    private final Optional<TableBuffer> parent;
    private final Map<String, ColumnBuffer> columns = new LinkedHashMap<>();
    private final Consumer<Integer> added;
    private final List<Segment> segments = new ArrayList<>();
    private final ValueBuffer ordinals = new ValueBuffer(ValueType.BIGINT);
    private final ValueBuffer roots = new ValueBuffer(ValueType.BIGINT);
    private final ValueBuffer parents = new ValueBuffer(ValueType.BIGINT);
    private final ValueBuffer indexes = new ValueBuffer(ValueType.BIGINT);
    private int row = -1;
    private long nextOrdinal;
    private long bytes;

    /** A written part of the table. */
    record Segment(String file, long rows, List<Field> fields) {}

    /** A column of a segment: which column of the table, which type, under which name in the file. */
    record Field(String column, ValueType type, String field) {}

    TableBuffer(String name, Optional<TableBuffer> parent, Consumer<Integer> added) {
        this.name = name;
        this.parent = parent;
        this.added = added;
    }

    /** The normalized name. */
    public String name() {
        return name;
    }

    /** The table that this one is nested in. */
    public Optional<TableBuffer> parent() {
        return parent;
    }

    /** Begins a row of a root table and returns its ordinal, counted from 0 over the package. */
    public long beginRow() {
        row++;
        long ordinal = nextOrdinal++;
        added(ordinals.setLong(row, ordinal));
        return ordinal;
    }

    /**
     * Begins a row of a nested table and returns its ordinal.
     *
     * @param root ordinal of the row of the root table that it belongs to
     * @param parentOrdinal ordinal of its parent row
     * @param index its place in the parent's list, from 0
     */
    public long beginRow(long root, long parentOrdinal, long index) {
        long ordinal = beginRow();
        added(roots.setLong(row, root) + parents.setLong(row, parentOrdinal) + indexes.setLong(row, index));
        return ordinal;
    }

    /** The column of this normalized name. */
    public ColumnBuffer column(String column) {
        ColumnBuffer buffer = columns.get(column);
        if (buffer == null) {
            buffer = new ColumnBuffer(this, column);
            columns.put(column, buffer);
        }
        return buffer;
    }

    /** The ordinal that the next row will have. */
    public long nextOrdinal() {
        return nextOrdinal;
    }

    int row() {
        return row;
    }

    void added(int more) {
        bytes += more;
        added.accept(more);
    }

    long bytes() {
        return bytes;
    }

    int rows() {
        return row + 1;
    }

    Map<String, ColumnBuffer> columns() {
        return columns;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Writes the waiting rows as a Parquet segment and begins anew. */
    void flush(DuckEngine engine, java.nio.file.Path folder) {
        if (row < 0) {
            return;
        }
        String file = fileName(name) + "." + segments.size() + ".parquet";
        List<Field> fields = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        List<ValueBuffer> buffers = new ArrayList<>();
        selected.add("f0 AS " + ORDINAL);
        buffers.add(ordinals);
        if (parent.isPresent()) {
            selected.add("f1 AS " + ROOT);
            selected.add("f2 AS " + PARENT);
            selected.add("f3 AS " + INDEX);
            buffers.addAll(List.of(roots, parents, indexes));
        }
        for (ColumnBuffer column : columns.values()) {
            column.values().forEach((type, buffer) -> {
                if (!buffer.isEmpty()) {
                    String field = "c" + fields.size();
                    selected.add(buffer.stored("f" + buffers.size()) + " AS " + field);
                    fields.add(new Field(column.name(), type, field));
                    buffers.add(buffer);
                }
            });
        }
        engine.execute(
                "COPY (SELECT " + String.join(", ", selected) + " FROM java_scan(?)) TO "
                        + Sql.literal(folder.resolve(file).toString())
                        + " (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)",
                new BufferScan(buffers, rows()));
        segments.add(new Segment(file, rows(), List.copyOf(fields)));
        columns.values().forEach(ColumnBuffer::clear);
        List.of(ordinals, roots, parents, indexes).forEach(ValueBuffer::clear);
        row = -1;
        bytes = 0;
    }

    /** A file name that begins like a table's, and is as short as file systems want it: names may be longer. */
    static String fileName(String table) {
        if (table.length() <= LONGEST_FILE_NAME) {
            return table;
        }
        String digest =
                UUID.nameUUIDFromBytes(table.getBytes(StandardCharsets.UTF_8)).toString();
        return table.substring(0, LONGEST_FILE_NAME - digest.length()) + digest;
    }

    /** Hands the buffers to DuckDB, in order. */
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
