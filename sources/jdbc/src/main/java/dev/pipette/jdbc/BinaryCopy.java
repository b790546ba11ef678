package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * {@code COPY (SELECT ..) TO STDOUT (FORMAT binary)} of PostgreSQL as a Parquet file, which Pipette passes on without looking at a
 * value. Row by row the bytes are put in the order of Parquet: no value becomes an object of Java. PostgreSQL's documentation, "COPY",
 * "Binary Format", and the {@code _send} functions of its types.
 */
final class BinaryCopy extends InputStream {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** {@code PGCOPY\n\377\r\n\0}, flags. */
    private static final int HEADER = 11 + Integer.BYTES;

    private static final int NULL = -1;

    /** Days and microseconds from 1970, which Parquet counts from, to 2000, which PostgreSQL does. */
    private static final int DAYS = 10_957;

    private static final long MICROS = DAYS * 86_400_000_000L;

    /** Of a group; many small groups are read slowly, and large ones are held in memory. */
    private static final int ROWS_OF_GROUP = 122_880;

    private static final long BYTES_OF_GROUP = 32L << 20;

    private final Selection selection;
    private final Connection connection;
    private final CopyOut copy;
    private final ColumnInfo[] columns;
    private final Form[] forms;
    private final ParquetOutput output;
    private boolean begun;
    private boolean ended;
    private long rows;

    /** How a value is written by PostgreSQL. */
    private enum Form {
        BOOL,
        INT2,
        INT4,
        OID,
        INT8,
        FLOAT8,
        NUMERIC,
        DATE,
        TIME,
        TIMESTAMP,
        BYTES,
        JSONB
    }

    private BinaryCopy(Selection selection, Connection connection, CopyOut copy) {
        this.selection = selection;
        this.connection = connection;
        this.copy = copy;
        this.columns = selection.readings().keySet().toArray(ColumnInfo[]::new);
        this.forms = new Form[columns.length];
        List<ParquetOutput.Column> written = new ArrayList<>();
        int index = 0;
        for (Map.Entry<ColumnInfo, ColumnReading> entry : selection.readings().entrySet()) {
            forms[index++] = form(entry.getKey(), entry.getValue());
            written.add(new ParquetOutput.Column(
                    entry.getKey().name(),
                    entry.getValue().type().orElseThrow(),
                    entry.getValue().precision().orElse(0),
                    entry.getValue().scale().orElse(0)));
        }
        this.output = new ParquetOutput(written);
    }

    private static Form form(ColumnInfo column, ColumnReading reading) {
        if (!reading.isPlain()) {
            return reading.type().filter(ValueType.DOUBLE::equals).isPresent() ? Form.FLOAT8 : Form.BYTES;
        }
        return switch (column.type()) {
            case "BOOL" -> Form.BOOL;
            case "INT2" -> Form.INT2;
            case "INT4" -> Form.INT4;
            case "OID" -> Form.OID;
            case "INT8" -> Form.INT8;
            case "FLOAT8" -> Form.FLOAT8;
            case "NUMERIC" -> Form.NUMERIC;
            case "DATE" -> Form.DATE;
            case "TIME" -> Form.TIME;
            case "TIMESTAMP", "TIMESTAMPTZ" -> Form.TIMESTAMP;
            case "JSONB" -> Form.JSONB;
            default -> Form.BYTES; // text, json, bytea
        };
    }

    /** Why COPY cannot carry the columns exactly; empty where it can. */
    static Optional<String> objection(Selection selection) {
        List<String> numbers = selection.readings().entrySet().stream()
                .filter(entry -> entry.getValue().type().isEmpty())
                .map(entry -> entry.getKey().name())
                .toList();
        if (!numbers.isEmpty()) {
            return Optional.of((numbers.size() == 1 ? "column " : "columns ") + String.join(", ", numbers)
                    + (numbers.size() == 1 ? " has" : " have")
                    + " numbers of any size (numeric without a size that decimal(38, ..) holds)");
        }
        List<String> names = selection.names().stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList();
        return names.stream().distinct().count() < names.size()
                ? Optional.of("the names of two columns differ only in capital and small letters")
                : Optional.empty();
    }

    /** Opens the file. */
    static InputStream open(Selection selection) {
        Connection connection = selection.connections().open();
        try {
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + selection.select() + ") TO STDOUT (FORMAT binary)");
            return new BinaryCopy(selection, connection, copy);
        } catch (SQLException failed) {
            Connections.close(connection);
            throw selection.connections().problems().brokeOff(selection.what(), 0, failed);
        } catch (RuntimeException failed) {
            Connections.close(connection);
            throw failed;
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        while (!output.hasBytes()) {
            if (ended) {
                return -1;
            }
            group();
        }
        return output.read(into, offset, length);
    }

    /** Reads rows until a group is full, or there are no more. */
    private void group() {
        while (output.rows() < ROWS_OF_GROUP && output.size() < BYTES_OF_GROUP) {
            byte[] message = message();
            if (message == null) {
                ended = true;
                break;
            }
            tuples(message);
        }
        if (output.rows() > 0) {
            output.endGroup();
        }
        if (ended) {
            output.end();
        }
    }

    private byte @org.jspecify.annotations.Nullable [] message() {
        try {
            return copy.readFromCopy();
        } catch (SQLException failed) {
            throw selection.connections().problems().brokeOff(selection.what(), rows, failed);
        }
    }

    private void tuples(byte[] message) {
        int at = 0;
        if (!begun) {
            begun = true;
            at = HEADER + Integer.BYTES + (int) INT.get(message, HEADER);
        }
        while (at < message.length) {
            int fields = (short) SHORT.get(message, at);
            at += Short.BYTES;
            if (fields < 0) {
                return; // the trailer
            }
            for (int index = 0; index < fields; index++) {
                int length = (int) INT.get(message, at);
                at += Integer.BYTES;
                if (length == NULL) {
                    output.setNull(index);
                } else {
                    value(index, message, at, length);
                    at += length;
                }
            }
            rows++;
            output.endRow();
        }
    }

    private void value(int index, byte[] message, int at, int length) {
        switch (forms[index]) {
            case BOOL -> output.setBoolean(index, message[at] != 0);
            case INT2 -> output.setLong(index, (short) SHORT.get(message, at));
            case INT4 -> output.setLong(index, (int) INT.get(message, at));
            case OID -> output.setLong(index, (int) INT.get(message, at) & 0xFFFF_FFFFL);
            case INT8, FLOAT8, TIME -> output.setLong(index, (long) LONG.get(message, at));
            case DATE -> {
                int day = (int) INT.get(message, at);
                output.setInt(
                        index,
                        day == Integer.MAX_VALUE ? day : day == Integer.MIN_VALUE ? -Integer.MAX_VALUE : day + DAYS);
            }
            case TIMESTAMP -> {
                long micros = (long) LONG.get(message, at);
                output.setLong(
                        index,
                        micros == Long.MAX_VALUE
                                ? micros
                                : micros == Long.MIN_VALUE ? -Long.MAX_VALUE : micros + MICROS);
            }
            case NUMERIC -> numeric(index, message, at);
            case BYTES -> output.setBytes(index, message, at, length);
            case JSONB -> output.setBytes(index, message, at + 1, length - 1); // a version before the text
        }
    }

    private static final int GROUP = 10_000;
    private static final int DIGITS_OF_GROUP = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;

    /** Groups of four decimal digits, each at a power of 10,000, as a number of units of the column's scale. */
    private void numeric(int index, byte[] message, int at) {
        int groups = (short) SHORT.get(message, at);
        int weight = (short) SHORT.get(message, at + 2);
        int sign = (short) SHORT.get(message, at + 4) & 0xFFFF;
        if (sign > NEGATIVE) {
            nonFinite(index, sign);
            return;
        }
        long high = 0;
        long low = 0;
        int scale = columns[index].scale();
        int place = (weight - groups + 1) * DIGITS_OF_GROUP + scale; // digits behind the last group, in units
        for (int group = 0; group < groups; group++) {
            int digits = (short) SHORT.get(message, at + 8 + group * Short.BYTES);
            int factor = GROUP;
            if (group == groups - 1 && place < 0) {
                factor = power(DIGITS_OF_GROUP + place);
                digits /= power(-place);
            }
            high = high * factor + Math.unsignedMultiplyHigh(low, factor);
            low *= factor;
            low += digits;
            high += Long.compareUnsigned(low, digits) < 0 ? 1 : 0;
        }
        for (int rest = groups == 0 ? 0 : Math.max(0, place); rest > 0; rest -= DIGITS_OF_GROUP) {
            int factor = power(Math.min(rest, DIGITS_OF_GROUP));
            high = high * factor + Math.unsignedMultiplyHigh(low, factor);
            low *= factor;
        }
        if (sign == NEGATIVE) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        output.setDecimal(index, high, low);
    }

    private void nonFinite(int index, int sign) {
        ColumnInfo column = columns[index];
        if (!column.nullable().orElse(true)) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    selection.what() + ", row " + (rows + 1) + ": column '" + column.name()
                            + "' is NaN or infinity, decimal(" + column.precision() + ", " + column.scale()
                            + ") has neither, and the column is NOT NULL. Nothing of it was loaded. Read it with .byRows(),"
                            + " and declare another type: .column(\"" + column.name() + "\", float64()) or text().");
        }
        output.setBeside(
                index,
                NonFinite.beside(column.name()),
                sign == NAN ? Double.NaN : sign == INFINITY ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }

    private static int power(int exponent) {
        return switch (exponent) {
            case 0 -> 1;
            case 1 -> 10;
            case 2 -> 100;
            case 3 -> 1_000;
            default -> GROUP;
        };
    }

    @Override
    public void close() {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException alreadyLost) {
            // nothing is written: there is nothing to lose
        } finally {
            Connections.close(connection);
        }
    }
}
