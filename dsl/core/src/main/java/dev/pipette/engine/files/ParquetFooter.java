package dev.pipette.engine.files;

import dev.pipette.engine.disk.PrivateFiles;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The part of a Parquet file's footer that says of which columns DuckDB would make doubles though they hold exact numbers:
 * decimals of more than 38 digits. In a copy of the file they are bytes, which is what they are stored as: the fields of the
 * footer that make them decimals get numbers there that have no meaning.
 *
 * <p>The footer is a struct of Thrift's compact protocol; see {@code parquet.thrift} of Apache's parquet-format, and
 * {@code thrift-compact-protocol.md} of Apache Thrift.
 *
 * @param scales of the columns without others inside, in their order: digits after the point of a decimal that DuckDB would
 *     not keep, and -1 for all others
 * @param changes the bytes to change in a copy, one for each of these columns
 * @param schema the same text for files whose columns have the same names and types in the same order; empty where it is not
 *     known
 */
record ParquetFooter(List<Integer> scales, List<Change> changes, String schema) {
    private static final ParquetFooter UNKNOWN = new ParquetFooter(List.of(), List.of(), "");

    private static final int TRAILER = 8;
    private static final int MAGIC = 0x31524150; // PAR1

    // types of the compact protocol
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    // fields of FileMetaData and SchemaElement
    private static final int SCHEMA = 2;
    private static final int CHILDREN = 5;
    private static final int CONVERTED_TYPE = 6;
    private static final int SCALE = 7;
    private static final int PRECISION = 8;
    private static final int LOGICAL_TYPE = 10;

    /** DECIMAL as a converted type, and as a field of a logical type. */
    private static final int DECIMAL = 5;

    /**
     * The largest step from one field to the next that fits into its header; after it is no field that has a meaning.
     */
    private static final int BEYOND = 0xf << 4;

    private static final int MOST_DIGITS = 38;

    /** A byte of the file and what it becomes. */
    record Change(long at, byte value) {}

    /** Reads a file; one that is not whole has no such columns, and DuckDB says what is wrong with it. */
    static ParquetFooter of(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer trailer = read(channel, channel.size() - TRAILER, TRAILER);
            int length = trailer.getInt();
            if (trailer.getInt() != MAGIC || length < 0 || length > channel.size() - TRAILER) {
                return UNKNOWN;
            }
            long begin = channel.size() - TRAILER - length;
            return new Reader(read(channel, begin, length), begin).footer();
        } catch (IOException | BufferUnderflowException | IllegalArgumentException | IllegalStateException broken) {
            return UNKNOWN;
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // until it is full
        }
        return bytes.flip();
    }

    /** Whether there are such columns. */
    boolean hasWideDecimals() {
        return !changes.isEmpty();
    }

    /** Writes a copy of the file in which they are bytes. */
    void copy(Path file, Path to) throws IOException {
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.USUAL.narrow(to); // a copy has the permissions of its file
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            for (Change change : changes) {
                channel.write(ByteBuffer.wrap(new byte[] {change.value()}), change.at());
            }
        }
    }

    /** Reads the footer up to the end of the schema. */
    private static final class Reader {
        private final ByteBuffer bytes;
        private final long begin;
        private final List<Integer> scales = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        Reader(ByteBuffer bytes, long begin) {
            this.bytes = bytes;
            this.begin = begin;
        }

        ParquetFooter footer() {
            int field = 0;
            while (true) {
                int header = bytes.get() & 0xff;
                if (header == STOP) {
                    return UNKNOWN;
                }
                field = field(header, field);
                if (field == SCHEMA) {
                    int elements = size();
                    for (int element = 0; element < elements; element++) {
                        element();
                    }
                    return new ParquetFooter(List.copyOf(scales), List.copyOf(changes), schema());
                }
                skip(header & 0xf);
            }
        }

        private String schema() {
            byte[] read = new byte[bytes.position()];
            bytes.get(0, read);
            return UUID.nameUUIDFromBytes(read).toString();
        }

        private int field(int header, int before) {
            return header >> 4 == 0 ? (int) zigzag() : before + (header >> 4);
        }

        private int size() {
            int header = bytes.get() & 0xff;
            return header >> 4 == 0xf ? (int) varint() : header >> 4;
        }

        private void element() {
            int field = 0;
            int scale = 0;
            long precision = 0;
            boolean group = false;
            List<Change> decimal = new ArrayList<>();
            for (int header = bytes.get() & 0xff; header != STOP; header = bytes.get() & 0xff) {
                Change meaningless = new Change(begin + bytes.position() - 1, (byte) (BEYOND | header & 0xf));
                field = field(header, field);
                switch (field) {
                    case CHILDREN -> group = zigzag() > 0;
                    case SCALE -> scale = (int) zigzag();
                    case PRECISION -> precision = zigzag();
                    case CONVERTED_TYPE -> {
                        if (zigzag() == DECIMAL) {
                            decimal.add(meaningless);
                        }
                    }
                    case LOGICAL_TYPE -> {
                        if ((bytes.get(bytes.position()) & 0xff) == (DECIMAL << 4 | STRUCT)) {
                            decimal.add(meaningless);
                        }
                        skip(STRUCT);
                    }
                    default -> skip(header & 0xf);
                }
            }
            if (!group) {
                boolean wide = precision > MOST_DIGITS && !decimal.isEmpty();
                scales.add(wide ? scale : -1);
                if (wide) {
                    changes.add(decimal.getFirst());
                }
            }
        }

        private void skip(int type) {
            switch (type) {
                case TRUE, FALSE -> {
                    // the type is the value
                }
                case BYTE -> bytes.get();
                case DOUBLE -> bytes.getLong();
                case BINARY -> {
                    int length = (int) varint();
                    bytes.position(bytes.position() + length);
                }
                case LIST, SET -> {
                    int element = bytes.get(bytes.position()) & 0xf;
                    for (int left = size(); left > 0; left--) {
                        skip(element == TRUE || element == FALSE ? BYTE : element);
                    }
                }
                case MAP -> throw new IllegalStateException("there is none before the end of the schema");
                case STRUCT -> {
                    for (int header = bytes.get() & 0xff; header != STOP; header = bytes.get() & 0xff) {
                        field(header, 0);
                        skip(header & 0xf);
                    }
                }
                default -> varint();
            }
        }

        private long zigzag() {
            long number = varint();
            return number >>> 1 ^ -(number & 1);
        }

        private long varint() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes.get();
                number |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return number;
                }
            }
        }
    }
}
