package dev.pipette.engine.pack;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.files.ColumnarPart;
import dev.pipette.engine.files.TakenColumns;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableFiles;
import dev.pipette.engine.slice.Appearance;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The tables that one slice of a resource fills in an open package; for one thread. */
public final class ResourceTables {
    /** Of waiting values of all slices of a resource; twice as many may be on their way into segments. */
    private static final long BUFFERED_BYTES = 24L << 20;

    private final DuckEngine engine;
    private final Path folder;
    private final String root;
    private final boolean chosen;
    private final Slice slice;
    private final String fileMark;
    private final long mostBytes;
    private final Map<String, TableBuffer> tables = new LinkedHashMap<>();
    private final List<ColumnarPart> columnar = new ArrayList<>();

    private final Executor writer;
    private final LineRejects lines;

    private long bytes;
    private int copies;
    private boolean keepsText;

    /**
     * The tables of one slice of a resource, still empty.
     *
     * @param root the root table of all rows
     * @param chosen whether each row chooses its root table instead
     * @param fileMark what the names of its files have that those of other resources with the same root table have not
     * @param sharing how many slices share the memory of a resource
     * @param writer writes segments beside extraction, those of all slices
     * @param limit of lines that cannot be read, of all slices
     */
    ResourceTables(
            DuckEngine engine,
            Path folder,
            String root,
            boolean chosen,
            String fileMark,
            Slice slice,
            int sharing,
            Executor writer,
            LineLimit limit) {
        this.engine = engine;
        this.folder = folder;
        this.root = root;
        this.chosen = chosen;
        this.slice = slice;
        this.fileMark = slice.position() == 0 ? fileMark : fileMark + "~" + slice.position();
        this.mostBytes = BUFFERED_BYTES / sharing;
        this.writer = writer;
        this.lines = new LineRejects(engine, folder, TableFiles.name(root) + this.fileMark, limit);
        if (!chosen) {
            rootTable(root);
        }
    }

    /** The name of the root table of all rows. */
    public String root() {
        return root;
    }

    /** Whether each row chooses its root table instead. */
    public boolean areChosen() {
        return chosen;
    }

    /**
     * The root table of this name, made at first use.
     *
     * @throws PipetteException NAME_COLLISION when a table has a nested one of this name
     */
    @CanIgnoreReturnValue
    public TableBuffer rootTable(String name) {
        TableBuffer table = tables.get(name);
        if (table == null) {
            table = new TableBuffer(name, Optional.empty(), slice.position(), fileMark, this::added);
            if (keepsText) {
                table.keepText();
            }
            tables.put(name, table);
        } else if (table.parent().isPresent()) {
            throw rootAndNested(name, table.parent().get().name());
        }
        return table;
    }

    /** Takes no text of a root table for a timestamp, whatever all texts of a column look like. */
    public void keepText() {
        keepsText = true;
        tables.values().stream().filter(table -> table.parent().isEmpty()).forEach(TableBuffer::keepText);
    }

    /**
     * The table of this name, made at first use.
     *
     * @throws PipetteException NAME_COLLISION when another parent has a nested table of this name
     */
    public TableBuffer nestedTable(String name, TableBuffer parent) {
        TableBuffer table = tables.get(name);
        if (table == null) {
            table = new TableBuffer(name, Optional.of(parent), slice.position(), fileMark, this::added);
            tables.put(name, table);
        } else if (chosen && table.parent().isEmpty()) {
            throw rootAndNested(name, parent.name());
        } else if (table.parent().filter(known -> known == parent).isEmpty()) {
            throw twoParents(
                    parent.root(), name, table.parent().map(TableBuffer::name).orElse("(root)"), parent.name());
        }
        return table;
    }

    /** The error for lists inside two tables that become the same table. */
    static PipetteException twoParents(String root, String name, String one, String other) {
        return new PipetteException(
                ErrorCode.NAME_COLLISION,
                "two lists of resource table " + root + " become the table " + name + ", one inside " + one
                        + " and one inside " + other + ". Rename one of them with .map(..).");
    }

    /** The error for a table that a row chose, and that is that of a list, too. */
    static PipetteException rootAndNested(String name, String parent) {
        return new PipetteException(
                ErrorCode.NAME_COLLISION,
                "a row chose table " + name + ", which a list inside table " + parent
                        + " becomes as well. Choose another name with .tableBy(..), or rename the list with .map(..).");
    }

    /** Takes the lines of files that cannot be read. */
    public LineRejects lines() {
        return lines;
    }

    /** Ends a row of a root table: writes segments where enough rows wait. */
    public void rowEnded(TableBuffer of) {
        if (bytes < mostBytes && of.rows() < SegmentWrite.ROW_GROUP) {
            return;
        }
        for (TableBuffer table : tables.values()) {
            if (table.bytes() > mostBytes / 8 || table.rows() >= SegmentWrite.ROW_GROUP) {
                flush(table);
            }
        }
        if (bytes >= mostBytes) {
            tables.values().forEach(this::flush);
        }
    }

    private void flush(TableBuffer table) {
        bytes -= table.bytes();
        table.flush(engine, folder, writer);
        bytes += table.bytes();
    }

    private void added(int more) {
        bytes += more;
    }

    /**
     * Takes a columnar file as it is, or its plain bytes into the package.
     *
     * @param taken which columns of the file are loaded, and under which names
     * @param made columns that its rows are given beside those of the file
     * @param bad takes lines that cannot be read while its bytes are copied; null where the first one is an error
     * @return the file that will be read
     */
    public FileContent.Columnar columnar(
            FileContent.Columnar content, TakenColumns taken, List<MadeColumn> made, @Nullable BadLines bad) {
        FileContent.Columnar plain = plain(content, bad);
        columnar.add(new ColumnarPart(
                plain.file().toAbsolutePath().normalize(),
                content.source().named(),
                content.source().place(),
                plain != content,
                content.kind(),
                content.dialect(),
                content.allText(),
                content.linesBefore(),
                taken,
                made));
        return plain;
    }

    /**
     * The file to read. Compressed text is inflated into the package, because DuckDB would inflate it on one thread for
     * each of the two times it is read; and what will be gone before the package is loaded is copied into it.
     *
     * @param bad takes lines that cannot be read; null where the first one is an error
     */
    public FileContent.Columnar plain(FileContent.Columnar content, @Nullable BadLines bad) {
        if (content.plain().isEmpty() && !content.source().movable()) {
            return content;
        }
        Path inside = folder.resolve(TableFiles.name(root) + fileMark + "." + copies++ + ".copy");
        if (content.plain().isPresent()) {
            PlainCopy.write(content.source().named(), content.plain().get(), inside, bad);
        } else {
            PlainCopy.move(content.source(), inside);
        }
        return content.in(SourceFile.copy(
                inside, content.source().named(), content.source().digest()));
    }

    /** Deletes what {@link #plain} made of the content, when its rows were read. */
    public void discard(FileContent.Columnar content, FileContent.Columnar plain) throws IOException {
        if (plain != content) {
            Files.deleteIfExists(plain.file());
        }
    }

    /** Writes what waits and returns what is known of each table, by its name; nothing can be added after it. */
    public Map<String, TableReceipt> filled() {
        tables.values().forEach(table -> table.flushAll(engine, folder, writer));
        tables.values().forEach(TableBuffer::awaitWritten);
        Map<String, TableReceipt> receipts = new LinkedHashMap<>();
        tables.forEach(
                (name, table) -> receipts.put(name, table.receipt(new Appearance(slice.position(), receipts.size()))));
        return receipts;
    }

    /** Deletes the files that it wrote. */
    void delete() throws IOException {
        lines.delete();
        for (TableBuffer table : tables.values()) {
            for (String file : table.files()) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
        for (ColumnarPart part : columnar) {
            if (part.inside()) {
                Files.deleteIfExists(part.file());
            }
        }
    }

    List<ColumnarPart> columnarParts() {
        return columnar;
    }

    /** The declared types of the columns of a table, for a reader. */
    static Map<String, ValueType> declaredTypes(List<ResourceLoad.Hint> hints) {
        Map<String, ValueType> declaredTypes = new LinkedHashMap<>();
        hints.forEach(hint -> declaredTypes.put(hint.column(), hint.type()));
        return declaredTypes;
    }
}
