package dev.pipette.avro;

import dev.pipette.error.PipetteException;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of an Avro file, of which one block at a time is in memory. */
final class AvroRows implements Iterator<Map<String, Object>> {
    private final Container container;
    private @Nullable BlockBytes block;
    private long left;
    private long row;

    private AvroRows(Container container) {
        this.container = container;
    }

    /**
     * Opens the rows of a file.
     *
     * @throws PipetteException SOURCE_MISSING or SOURCE_UNREADABLE
     */
    static Stream<Map<String, Object>> open(SourceFile file) throws IOException {
        Container container = Container.open(file);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(new AvroRows(container), Spliterator.ORDERED), false)
                .onClose(() -> close(container));
    }

    private static void close(Container container) {
        try {
            container.close();
        } catch (IOException closed) {
            // nothing was written
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (left == 0) {
                endBlock();
                Optional<Container.Block> next = container.next();
                if (next.isEmpty()) {
                    return false;
                }
                block = next.get().bytes();
                left = next.get().rows();
            }
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void endBlock() {
        BlockBytes ended = block;
        block = null;
        if (ended != null && ended.remaining() > 0) {
            CorruptException problem =
                    new CorruptException(ended.remaining() + " bytes are left behind its last row, row " + row);
            throw container.damaged(String.valueOf(problem.getMessage()), problem);
        }
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        left--;
        row++;
        try {
            @SuppressWarnings("unchecked") // rows are records
            Map<String, Object> read = (Map<String, Object>)
                    Objects.requireNonNull(container.rows().read(Objects.requireNonNull(block)));
            return read;
        } catch (CorruptException | DateTimeException | ArithmeticException failed) {
            throw container.damaged("row " + row + " of the file, " + failed.getMessage(), failed);
        }
    }
}
