package dev.pipette.postgres;

import dev.pipette.schema.Column;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.RowBatch;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends the rows of a package by {@code COPY .. FROM STDIN} in the binary form, which the server need not parse. */
final class BinaryCopy {
    /** "PGCOPY\n", 0xff, "\r\n\0", then no flags and no header extension. */
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int MESSAGE = 256 << 10;

    private BinaryCopy() {}

    /**
     * Copies all rows.
     *
     * @param table quoted, with its schema
     * @return how many rows
     * @throws DataAccessException when the server refuses a row, or the connection breaks
     */
    static long send(Connection connection, String table, PackagedRows rows) {
        String columns =
                rows.columns().stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        String sql = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
        try {
            CopyIn copy = UnreadAnswer.answer(
                    () -> connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
            try {
                Sender sender = new Sender(copy, rows.columns());
                rows.read(sender::send);
                sender.end();
                return copy.getHandledRowCount();
            } catch (SQLException | RuntimeException failed) {
                cancel(copy, failed);
                throw failed;
            }
        } catch (SQLException failed) {
            throw new DataAccessException("COPY", failed);
        }
    }

    /** The first failure is the one to report: where the connection is gone, cancelling fails as well. */
    private static void cancel(CopyIn copy, Exception failed) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static final class Sender {
        private final CopyIn copy;
        private final CopyEncoding[] encodings;
        private final CopyBuffer buffer = new CopyBuffer(MESSAGE + MESSAGE / 4);

        Sender(CopyIn copy, List<Column> columns) {
            this.copy = copy;
            this.encodings = columns.stream().map(CopyEncoding::of).toArray(CopyEncoding[]::new);
            buffer.putBytes(HEADER);
        }

        void send(RowBatch batch) {
            for (int row = 0; row < batch.rows(); row++) {
                buffer.putShort(encodings.length);
                for (int column = 0; column < encodings.length; column++) {
                    if (batch.isNull(column, row)) {
                        buffer.putInt(-1);
                    } else {
                        encodings[column].write(buffer, batch, column, row);
                    }
                }
                if (buffer.length() >= MESSAGE) {
                    flush();
                }
            }
        }

        private void flush() {
            try {
                copy.writeToCopy(buffer.bytes(), 0, buffer.length());
                buffer.clear();
            } catch (SQLException failed) {
                throw new DataAccessException("COPY", failed);
            }
        }

        void end() throws SQLException {
            buffer.putShort(-1);
            flush();
            UnreadAnswer.answer(copy::endCopy);
        }
    }
}
