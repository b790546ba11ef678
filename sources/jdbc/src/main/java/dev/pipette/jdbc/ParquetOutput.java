package dev.pipette.jdbc;

import dev.pipette.schema.ValueType;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A Parquet file that is made a group of rows at a time: pages of plain values, not compressed, because it is read once and at once.
 * After the specification of Apache Parquet 2 (parquet.thrift, Encodings.md) and of Thrift's compact protocol.
 */
final class ParquetOutput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Digits of a decimal in 64 bits. */
    private static final int LONG_DIGITS = 18;

    private static final int DECIMAL_BYTES = 16;

    /** Bytes of a buffer that is kept for the next group. A group is written over when all of it was read. */
    private static final int LARGEST = 1 << 26;

    /** parquet.thrift: Type. */
    private static final int BOOLEAN = 0;

    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTE_ARRAY = 6;
    private static final int FIXED_LEN_BYTE_ARRAY = 7;

    /** parquet.thrift: Encoding. */
    private static final int PLAIN = 0;

    private static final int RLE = 3;

    private final Buffer[] buffers;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final List<Group> groups = new ArrayList<>();

    /** Columns beside those of decimals, in the order in which the first value of each came. */
    private final List<Beside> beside = new ArrayList<>();

    private int rowsOfGroup;
    private long rows;
    private long position;

    /**
     * A column.
     *
     * @param precision of a decimal
     * @param scale of a decimal
     */
    record Column(String name, ValueType type, int precision, int scale) {
        int physical() {
            return switch (type) {
                case BOOL -> BOOLEAN;
                case DATE -> INT32;
                case BIGINT, TIME, TIMESTAMP, LOCAL_TIMESTAMP -> INT64;
                case DECIMAL -> precision <= LONG_DIGITS ? INT64 : FIXED_LEN_BYTE_ARRAY;
                case DOUBLE -> DOUBLE;
                case BINARY, JSON, TEXT -> BYTE_ARRAY;
            };
        }
    }

    /** Bytes that are to be read; what is read of them is counted. */
    private static final class Part {
        private final byte[] bytes;
        private final int end;
        private int at;

        Part(byte[] bytes, int end) {
            this.bytes = bytes;
            this.end = end;
        }
    }

    /** Where the columns of a group are: for each its position and its length. */
    private record Group(List<Chunk> chunks, int rows) {}

    private record Chunk(long position, long length) {}

    /** A column of doubles that few rows have a value of. */
    private static final class Beside {
        private final int column;
        private final Buffer buffer;
        private int marked;

        Beside(int column, String name) {
            this.column = column;
            this.buffer = new Buffer(new Column(name, ValueType.DOUBLE, 0, 0));
        }

        /** The rows before this one have no value. */
        void nullsTo(int row) {
            for (; marked < row; marked++) {
                buffer.mark(marked, false);
            }
        }
    }

    /** The values of one column in a group. */
    private static final class Buffer {
        private final Column column;
        private final int physical;
        private byte[] values = new byte[1 << 16];
        private int size;
        private byte[] present = new byte[1 << 10];
        private int nulls;
        private int bits;

        Buffer(Column column) {
            this.column = column;
            this.physical = column.physical();
        }

        /** Makes room, and returns where it begins. */
        int room(int bytes) {
            int at = size;
            size = Math.addExact(size, bytes);
            if (size > values.length) {
                values = Arrays.copyOf(
                        values, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(size, values.length * 2L)));
            }
            return at;
        }

        void mark(int row, boolean value) {
            int index = row >> 3;
            if (index == present.length) {
                present = Arrays.copyOf(present, present.length * 2);
            }
            if (value) {
                present[index] |= (byte) (1 << (row & 7));
            } else {
                nulls++;
            }
        }

        void clear() {
            Arrays.fill(present, (byte) 0);
            values = values.length > LARGEST ? new byte[1 << 16] : values;
            size = 0;
            nulls = 0;
            bits = 0;
        }
    }

    ParquetOutput(List<Column> columns) {
        this.buffers = columns.stream().map(Buffer::new).toArray(Buffer[]::new);
        put(MAGIC, MAGIC.length);
    }

    /** The rows of the group that is being made. */
    int rows() {
        return rowsOfGroup;
    }

    /** The bytes of its values. */
    long size() {
        long size = 0;
        for (Buffer buffer : buffers) {
            size += buffer.size;
        }
        return size;
    }

    void setNull(int column) {
        buffers[column].mark(rowsOfGroup, false);
    }

    void setBoolean(int column, boolean value) {
        Buffer buffer = buffers[column];
        buffer.mark(rowsOfGroup, true);
        if ((buffer.bits & 7) == 0) {
            buffer.values[buffer.room(1)] = 0;
        }
        if (value) {
            buffer.values[buffer.bits >> 3] |= (byte) (1 << (buffer.bits & 7));
        }
        buffer.bits++;
    }

    void setInt(int column, int value) {
        Buffer buffer = buffers[column];
        buffer.mark(rowsOfGroup, true);
        int at = buffer.room(Integer.BYTES);
        INT.set(buffer.values, at, value);
    }

    /** Also the bits of a double. */
    void setLong(int column, long value) {
        Buffer buffer = buffers[column];
        buffer.mark(rowsOfGroup, true);
        int at = buffer.room(Long.BYTES);
        LONG.set(buffer.values, at, value);
    }

    /** A decimal, as the two halves of a number of 128 bits in units of its scale. */
    void setDecimal(int column, long high, long low) {
        Buffer buffer = buffers[column];
        if (buffer.physical == INT64) {
            setLong(column, low);
            return;
        }
        buffer.mark(rowsOfGroup, true);
        int at = buffer.room(DECIMAL_BYTES);
        BIG_LONG.set(buffer.values, at, high);
        BIG_LONG.set(buffer.values, at + Long.BYTES, low);
    }

    void setBytes(int column, byte[] from, int offset, int length) {
        Buffer buffer = buffers[column];
        buffer.mark(rowsOfGroup, true);
        int at = buffer.room(Integer.BYTES + length);
        INT.set(buffer.values, at, length);
        System.arraycopy(from, offset, buffer.values, at + Integer.BYTES, length);
    }

    /** NaN or an infinity of a column of decimals: a double in the column of this name, and no decimal. */
    void setBeside(int column, String name, double value) {
        setNull(column);
        Beside other = beside.stream()
                .filter(one -> one.column == column)
                .findFirst()
                .orElseGet(() -> {
                    Beside added = new Beside(column, name);
                    beside.add(added);
                    return added;
                });
        other.nullsTo(rowsOfGroup);
        other.buffer.mark(rowsOfGroup, true);
        other.marked = rowsOfGroup + 1;
        int at = other.buffer.room(Double.BYTES);
        LONG.set(other.buffer.values, at, Double.doubleToLongBits(value));
    }

    void endRow() {
        rowsOfGroup++;
    }

    /** Writes the group; the next row begins another one. */
    void endGroup() {
        List<Chunk> chunks = new ArrayList<>();
        for (Buffer buffer : buffers) {
            chunks.add(chunk(buffer, rowsOfGroup));
        }
        for (Beside other : beside) {
            other.nullsTo(rowsOfGroup);
            chunks.add(chunk(other.buffer, rowsOfGroup));
            other.marked = 0;
        }
        groups.add(new Group(chunks, rowsOfGroup));
        rows += rowsOfGroup;
        rowsOfGroup = 0;
    }

    /** Writes the values of a column in a group. */
    private Chunk chunk(Buffer buffer, int count) {
        long begin = position;
        byte[] levels = levels(buffer, count);
        Thrift header = new Thrift();
        header.i32(1, 0); // a page of data
        header.i32(2, Math.addExact(levels.length, buffer.size));
        header.i32(3, levels.length + buffer.size);
        header.struct(5);
        header.i32(1, count);
        header.i32(2, PLAIN);
        header.i32(3, RLE);
        header.i32(4, RLE);
        header.stop();
        header.stop();
        byte[] head = header.bytes();
        put(head, head.length);
        put(levels, levels.length);
        put(buffer.values, buffer.size);
        buffer.clear();
        return new Chunk(begin, position - begin);
    }

    /** Which rows have a value: one run, of bits where some have none. */
    private static byte[] levels(Buffer buffer, int count) {
        Thrift run = new Thrift();
        if (buffer.nulls == 0 || buffer.nulls == count) {
            run.varint((long) count << 1);
            run.raw(new byte[] {(byte) (buffer.nulls == 0 ? 1 : 0)}, 1);
        } else {
            int bytes = (count + 7) >> 3;
            run.varint((long) bytes << 1 | 1);
            run.raw(buffer.present, bytes);
        }
        byte[] encoded = run.bytes();
        byte[] levels = new byte[Integer.BYTES + encoded.length];
        INT.set(levels, 0, encoded.length);
        System.arraycopy(encoded, 0, levels, Integer.BYTES, encoded.length);
        return levels;
    }

    /** Writes the end of the file. */
    void end() {
        for (Group group : groups) {
            // a group that was written before the first value of the column
            while (group.chunks.size() < buffers.length + beside.size()) {
                Buffer none = new Buffer(beside.get(group.chunks.size() - buffers.length).buffer.column);
                none.nulls = group.rows;
                group.chunks.add(chunk(none, group.rows));
            }
        }
        List<Column> columns = columns();
        Thrift footer = new Thrift();
        footer.i32(1, 2);
        footer.list(2, Thrift.STRUCT, columns.size() + 1);
        footer.begin();
        footer.text(4, "schema");
        footer.i32(5, columns.size());
        footer.stop();
        columns.forEach(column -> element(footer, column));
        footer.i64(3, rows);
        footer.list(4, Thrift.STRUCT, groups.size());
        for (Group group : groups) {
            group(footer, group, columns);
        }
        footer.text(6, "Pipette");
        footer.stop();
        byte[] bytes = footer.bytes();
        put(bytes, bytes.length);
        byte[] length = new byte[Integer.BYTES];
        INT.set(length, 0, bytes.length);
        put(length, length.length);
        put(MAGIC, MAGIC.length);
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Buffer buffer : buffers) {
            columns.add(buffer.column);
        }
        beside.forEach(other -> columns.add(other.buffer.column));
        return columns;
    }

    private static void group(Thrift footer, Group group, List<Column> columns) {
        long size = 0;
        footer.begin();
        footer.list(1, Thrift.STRUCT, columns.size());
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            Chunk chunk = group.chunks.get(index);
            size += chunk.length;
            footer.begin();
            footer.i64(2, chunk.position);
            footer.struct(3);
            footer.i32(1, column.physical());
            footer.list(2, Thrift.I32, 2);
            footer.zigzag(PLAIN);
            footer.zigzag(RLE);
            footer.list(3, Thrift.BINARY, 1);
            footer.text(column.name());
            footer.i32(4, 0); // not compressed
            footer.i64(5, group.rows);
            footer.i64(6, chunk.length);
            footer.i64(7, chunk.length);
            footer.i64(9, chunk.position);
            footer.stop();
            footer.stop();
        }
        footer.i64(2, size);
        footer.i64(3, group.rows);
        footer.stop();
    }

    /** parquet.thrift: SchemaElement, with ConvertedType (6) and LogicalType (10). */
    private static void element(Thrift footer, Column column) {
        footer.begin();
        footer.i32(1, column.physical());
        if (column.physical() == FIXED_LEN_BYTE_ARRAY) {
            footer.i32(2, DECIMAL_BYTES);
        }
        footer.i32(3, 1); // OPTIONAL
        footer.text(4, column.name());
        switch (column.type()) {
            case TEXT -> {
                footer.i32(6, 0);
                footer.struct(10);
                footer.empty(1);
                footer.stop();
            }
            case JSON -> {
                footer.i32(6, 19);
                footer.struct(10);
                footer.empty(12);
                footer.stop();
            }
            case DECIMAL -> {
                footer.i32(6, 5);
                footer.i32(7, column.scale());
                footer.i32(8, column.precision());
                footer.struct(10);
                footer.struct(5);
                footer.i32(1, column.scale());
                footer.i32(2, column.precision());
                footer.stop();
                footer.stop();
            }
            case DATE -> {
                footer.i32(6, 6);
                footer.struct(10);
                footer.empty(6);
                footer.stop();
            }
            case TIME -> time(footer, 7, false);
            case TIMESTAMP -> time(footer, 8, true);
            case LOCAL_TIMESTAMP -> time(footer, 8, false);
            case BOOL, BIGINT, DOUBLE, BINARY -> {
                // the physical type says it
            }
        }
        footer.stop();
    }

    /** A time or a timestamp in microseconds, in UTC or in no zone. */
    private static void time(Thrift footer, int logical, boolean utc) {
        if (utc) {
            footer.i32(6, 10);
        }
        footer.struct(10);
        footer.struct(logical);
        footer.bool(1, utc);
        footer.struct(2);
        footer.empty(2);
        footer.stop();
        footer.stop();
        footer.stop();
    }

    private void put(byte[] bytes, int length) {
        waiting.add(new Part(bytes, length));
        position += length;
    }

    /** Whether there is something to read. */
    boolean hasBytes() {
        while (!waiting.isEmpty() && waiting.peek().at == waiting.peek().end) {
            waiting.remove();
        }
        return !waiting.isEmpty();
    }

    /** Reads what is there, at least one byte. */
    int read(byte[] into, int offset, int length) {
        int read = 0;
        while (read < length && hasBytes()) {
            Part part = waiting.element();
            int count = Math.min(length - read, part.end - part.at);
            System.arraycopy(part.bytes, part.at, into, offset + read, count);
            part.at += count;
            read += count;
        }
        return read;
    }

    /** Thrift's compact protocol. */
    private static final class Thrift {
        static final int I32 = 5;
        static final int I64 = 6;
        static final int BINARY = 8;
        static final int LIST = 9;
        static final int STRUCT = 12;

        private static final int TRUE = 1;
        private static final int FALSE = 2;
        private static final int SHORT_LIST = 15;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Deque<Integer> outer = new ArrayDeque<>();
        private int field;

        private void field(int number, int type) {
            int delta = number - field;
            if (delta > 0 && delta < 16) {
                out.write(delta << 4 | type);
            } else {
                out.write(type);
                zigzag(number);
            }
            field = number;
        }

        void i32(int number, int value) {
            field(number, I32);
            zigzag(value);
        }

        void i64(int number, long value) {
            field(number, I64);
            zigzag(value);
        }

        void bool(int number, boolean value) {
            field(number, value ? TRUE : FALSE);
        }

        void text(int number, String value) {
            field(number, BINARY);
            text(value);
        }

        void text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            varint(bytes.length);
            out.write(bytes, 0, bytes.length);
        }

        void list(int number, int type, int size) {
            field(number, LIST);
            if (size < SHORT_LIST) {
                out.write(size << 4 | type);
            } else {
                out.write(SHORT_LIST << 4 | type);
                varint(size);
            }
        }

        void struct(int number) {
            field(number, STRUCT);
            begin();
        }

        /** A structure without a field. */
        void empty(int number) {
            struct(number);
            stop();
        }

        /** An element of a list. */
        void begin() {
            outer.push(field);
            field = 0;
        }

        void stop() {
            out.write(0);
            field = outer.isEmpty() ? 0 : outer.pop();
        }

        void zigzag(long value) {
            varint(value << 1 ^ value >> 63);
        }

        void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        void raw(byte[] bytes, int length) {
            out.write(bytes, 0, length);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
