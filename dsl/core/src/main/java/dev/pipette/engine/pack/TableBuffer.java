package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.manifest.OrdinalColumns;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.TableFiles;
import dev.pipette.engine.slice.Appearance;
import dev.pipette.engine.slice.ColumnReceipt;
import dev.pipette.engine.slice.Segment;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The waiting rows of one table of a package. */
public final class TableBuffer {
    /** At most this many segments of a table are written at a time; a further one waits. */
    private static final int SEGMENTS_IN_WRITING = 2;

    private final String name;
    private final Optional<TableBuffer> parent;
    private final int slice;
    private final String fileMark;
    private final Map<String, ColumnBuffer> columns = new LinkedHashMap<>();
    private final IntConsumer added;
    private final List<Segment> segments = new ArrayList<>();
    private final TypedValues ordinals = new TypedValues(ValueType.BIGINT);
    private final TypedValues roots = new TypedValues(ValueType.BIGINT);
    private final TypedValues parents = new TypedValues(ValueType.BIGINT);
    private final TypedValues indexes = new TypedValues(ValueType.BIGINT);
    private int row = -1;
    private long nextOrdinal;
    private long bytes;
    private boolean keepsText;
    private @Nullable Object claimant;
    private long claimedParent;
    private final Deque<Writing> writing = new ArrayDeque<>(SEGMENTS_IN_WRITING);

    /** A segment that is being written, and whose buffers it holds meanwhile. */
    private record Writing(FutureTask<?> task, List<TypedValues> owners, List<ValueBuffer> buffers) {}

    /**
     * A table without rows.
     *
     * @param slice position of the slice whose rows it takes
     * @param fileMark what the names of its files have behind its own
     */
    TableBuffer(String name, Optional<TableBuffer> parent, int slice, String fileMark, IntConsumer added) {
        this.slice = slice;
        this.name = name;
        this.parent = parent;
        this.fileMark = fileMark;
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

    /** The name of its root table. */
    String root() {
        return parent.map(TableBuffer::root).orElse(name);
    }

    /** Takes no text for a timestamp, whatever all texts of a column look like. */
    public void keepText() {
        keepsText = true;
    }

    /** Begins a row of a root table and returns its ordinal, counted from 0 over the package. */
    public long beginRow() {
        row++;
        long ordinal = nextOrdinal++;
        added(ordinals.waiting().setLong(row, ordinal));
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
        added(roots.waiting().setLong(row, root)
                + parents.waiting().setLong(row, parentOrdinal)
                + indexes.waiting().setLong(row, index));
        return ordinal;
    }

    /**
     * Lets one list of a parent row fill this table.
     *
     * @return the list that filled it first for this parent row; the given one unless there are two
     */
    public Object claimLists(Object list, long parentOrdinal) {
        if (claimant == null || claimedParent != parentOrdinal) {
            claimant = list;
            claimedParent = parentOrdinal;
        }
        return claimant;
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

    /** The names of its segments. */
    List<String> files() {
        return segments.stream().map(Segment::file).toList();
    }

    /**
     * What is known of the rows that the table took.
     *
     * @param first where the table was seen first
     */
    TableReceipt receipt(Appearance first) {
        Map<String, ColumnReceipt> receipts = new LinkedHashMap<>();
        columns.forEach(
                (column, buffer) -> receipts.put(column, buffer.receipt(new Appearance(slice, receipts.size()))));
        return TableReceipt.builder()
                .first(first)
                .root(parent.isEmpty())
                .parents(parent.map(holder -> Map.of(holder.name(), first)).orElse(Map.of()))
                .keepsText(keepsText)
                .columns(receipts)
                .segments(segments)
                .build();
    }

    /**
     * Has waiting rows written as a Parquet segment, as many as fill row groups of DuckDB together with those of other segments;
     * the rest waits on.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when an earlier segment could not be written
     */
    void flush(DuckEngine engine, Path folder, Executor writer) {
        flush(SegmentWrite.fillingGroups(rows()), engine, folder, writer);
    }

    /**
     * Has all waiting rows written as a Parquet segment.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when an earlier segment could not be written
     */
    void flushAll(DuckEngine engine, Path folder, Executor writer) {
        flush(rows(), engine, folder, writer);
    }

    private void flush(int written, DuckEngine engine, Path folder, Executor writer) {
        if (written == 0) {
            return;
        }
        if (writing.size() == SEGMENTS_IN_WRITING) {
            awaitOldest();
        }
        String file = TableFiles.name(name) + fileMark + "." + segments.size() + ".parquet";
        List<PackagePart.Field> fields = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        List<TypedValues> sources = new ArrayList<>();
        List<ValueBuffer> buffers = new ArrayList<>();
        places().forEach((column, values) -> {
            selected.add("f" + sources.size() + " AS " + column);
            sources.add(values);
            buffers.add(values.handOver(written));
        });
        for (ColumnBuffer column : columns.values()) {
            column.values().forEach((type, values) -> {
                ValueBuffer full = values.handOver(written);
                if (full.count() > 0) {
                    String field = "c" + fields.size();
                    selected.add(full.stored("f" + sources.size()) + " AS " + field);
                    fields.add(PackagePart.Field.read(column.name(), type, field));
                    sources.add(values);
                    buffers.add(full);
                }
            });
            column.segmentEnded();
        }
        var task = new FutureTask<>(
                Executors.callable(new SegmentWrite(engine, folder.resolve(file), selected, buffers, written)));
        writing.add(new Writing(task, sources, buffers));
        writer.execute(task);
        segments.add(new Segment(slice, segments.size(), file, written, List.copyOf(fields)));
        row -= written;
        bytes = row < 0 ? 0 : waitingBytes();
    }

    /** What places each row: its ordinal and, where it is nested, those of its root and its parent, and its index. */
    private Map<String, TypedValues> places() {
        Map<String, TypedValues> places = new LinkedHashMap<>();
        places.put(OrdinalColumns.ORDINAL, ordinals);
        if (parent.isPresent()) {
            places.put(OrdinalColumns.ROOT, roots);
            places.put(OrdinalColumns.PARENT, parents);
            places.put(OrdinalColumns.INDEX, indexes);
        }
        return places;
    }

    private long waitingBytes() {
        return Stream.concat(
                        places().values().stream(),
                        columns.values().stream().flatMap(column -> column.values().values().stream()))
                .mapToLong(values -> values.waiting().bytes())
                .sum();
    }

    /**
     * Waits until all segments are written.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when one could not be written
     */
    void awaitWritten() {
        while (!writing.isEmpty()) {
            awaitOldest();
        }
    }

    private void awaitOldest() {
        Writing running = writing.remove();
        try {
            running.task().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw FolderProblem.interrupted(
                    "the run was interrupted while rows of table " + name
                            + " were written into the package. Nothing of them was loaded.",
                    interrupted);
        }
        for (int index = 0; index < running.owners().size(); index++) {
            running.owners().get(index).giveBack(running.buffers().get(index));
        }
    }
}
