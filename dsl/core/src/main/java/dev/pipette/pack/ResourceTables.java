package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** The tables that one resource fills in an open package; for one thread. */
public final class ResourceTables {
    /** Of waiting values; twice as many may be on their way into segments. */
    private static final long BUFFERED_BYTES = 24L << 20;

    private static final int BUFFERED_ROWS = 122_880;
    private static final int WRITERS = 2;

    private final DuckEngine engine;
    private final Path folder;
    private final String root;
    private final Map<String, TableBuffer> tables = new LinkedHashMap<>();
    private final List<ColumnarPart> columnar = new ArrayList<>();

    /** Segments are written beside extraction, so that rows are made on one processor and encoded on another. */
    private final ExecutorService writer = Executors.newFixedThreadPool(
            WRITERS, Thread.ofPlatform().daemon().name("pipette-pack-", 0).factory());

    private long bytes;

    /**
     * A columnar file of the root table, before the package knows what is in it.
     *
     * @param named the file that it was, for errors
     */
    record ColumnarPart(Path file, Path named, boolean inside, FileContent.Kind kind, String delimiter) {}

    ResourceTables(DuckEngine engine, Path folder, String root) {
        this.engine = engine;
        this.folder = folder;
        this.root = root;
        tables.put(root, new TableBuffer(root, Optional.empty(), this::added));
    }

    /** The root table. */
    public TableBuffer rootTable() {
        return java.util.Objects.requireNonNull(tables.get(root));
    }

    /**
     * The table of this name, made at first use.
     *
     * @throws PipetteException NAME_COLLISION when another parent has a nested table of this name
     */
    public TableBuffer nestedTable(String name, TableBuffer parent) {
        TableBuffer table = tables.get(name);
        if (table == null) {
            table = new TableBuffer(name, Optional.of(parent), this::added);
            tables.put(name, table);
        } else if (table.parent().filter(known -> known == parent).isEmpty()) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "two lists of resource table " + root + " become the table " + name + ", one inside "
                            + table.parent().map(TableBuffer::name).orElse("(root)") + " and one inside "
                            + parent.name() + ". Rename one of them with .map(..).");
        }
        return table;
    }

    /** Ends a row of the root table: writes segments where enough rows wait. */
    public void rowEnded() {
        if (bytes < BUFFERED_BYTES && rootTable().rows() < BUFFERED_ROWS) {
            return;
        }
        for (TableBuffer table : tables.values()) {
            if (table.bytes() > BUFFERED_BYTES / 8 || table.rows() >= BUFFERED_ROWS) {
                flush(table);
            }
        }
        if (bytes >= BUFFERED_BYTES) {
            tables.values().forEach(this::flush);
        }
    }

    private void flush(TableBuffer table) {
        bytes -= table.bytes();
        table.flush(engine, folder, writer);
    }

    private void added(int more) {
        bytes += more;
    }

    /**
     * Takes a columnar file as it stands. Compressed text is inflated into the package, because DuckDB would inflate it
     * on one thread for each of the two times it is read.
     */
    public void columnar(FileContent.Columnar content) {
        if (!content.gzip()) {
            columnar.add(new ColumnarPart(
                    content.file().toAbsolutePath().normalize(),
                    content.file(),
                    false,
                    content.kind(),
                    content.delimiter()));
            return;
        }
        Path inflated = folder.resolve(TableBuffer.fileName(root) + "." + columnar.size() + ".inflated");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(content.file()), 1 << 16);
                OutputStream out = Files.newOutputStream(inflated)) {
            in.transferTo(out);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    content.file() + " cannot be inflated: " + failed.getMessage()
                            + ". Nothing of it was loaded. Fetch the file again; it may be cut short.",
                    failed);
        }
        columnar.add(new ColumnarPart(inflated, content.file(), true, content.kind(), content.delimiter()));
    }

    /** Writes what waits; nothing can be added after it. */
    void close() {
        tables.values().forEach(this::flush);
        tables.values().forEach(TableBuffer::awaitWritten);
        writer.close();
    }

    /** Ends the writing of segments that nobody will load. */
    void abandon() {
        writer.shutdownNow();
        writer.close();
    }

    Map<String, TableBuffer> tables() {
        return tables;
    }

    List<ColumnarPart> columnarParts() {
        return columnar;
    }

    /** The types of columns of a table that were said, for a reader. */
    static Map<String, ValueType> said(List<ResourceLoad.Hint> hints) {
        Map<String, ValueType> said = new LinkedHashMap<>();
        hints.forEach(hint -> said.put(hint.column(), hint.type()));
        return said;
    }
}
