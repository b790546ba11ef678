package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.files.ColumnarPart;
import dev.pipette.engine.manifest.TableFiles;
import dev.pipette.engine.slice.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The tables of all slices of one resource in an open package, and the threads that write their segments. */
public final class ResourceSlices {
    private static final int WRITERS = 2;

    private final DuckEngine engine;
    private final Path folder;
    private final String root;
    private final boolean chosen;
    private final String fileMark;

    /** Whether one slice has the memory of all, because the others are read by other processes. */
    private final boolean alone;

    private LineLimit limit = new LineLimit("", OptionalLong.empty(), 0);
    private final ConcurrentSkipListMap<Integer, ResourceTables> slices = new ConcurrentSkipListMap<>();

    /** Segments are written beside extraction, so that rows are made on one processor and encoded on another. */
    private ExecutorService writer = newWriter();

    /**
     * The tables of no slice yet.
     *
     * @param root the root table of all rows
     * @param chosen whether each row chooses its root table instead
     * @param fileMark what the names of its files have that those of other resources with the same root table have not
     */
    ResourceSlices(DuckEngine engine, Path folder, String root, boolean chosen, String fileMark) {
        this(engine, folder, root, chosen, fileMark, false);
    }

    private ResourceSlices(
            DuckEngine engine, Path folder, String root, boolean chosen, String fileMark, boolean alone) {
        this.alone = alone;
        this.engine = engine;
        this.folder = folder;
        this.root = root;
        this.chosen = chosen;
        this.fileMark = fileMark;
    }

    /** Which tables the slices fill, as another process has to know it. */
    public SliceTables shared() {
        return new SliceTables(root, chosen, fileMark);
    }

    /** The tables of a slice whose package another process seals: the files have the names that they would have there. */
    public static ResourceSlices elsewhere(DuckEngine engine, Path folder, SliceTables tables) {
        return new ResourceSlices(engine, folder, tables.root(), tables.chosen(), tables.fileMark(), true);
    }

    /** Where a file is in the package that another process wrote for a slice. */
    public Path place(String file) {
        return folder.resolve(file);
    }

    /**
     * Lets lines that cannot be read be no more than some; called before a slice is read.
     *
     * @param most empty for any number
     * @param before how many rows the committed steps of the run rejected, which count too
     */
    public void limitLines(String resource, OptionalLong most, long before) {
        limit = new LineLimit(resource, most, before);
    }

    /** Takes lines of files that are read when the package is sealed. */
    LineRejects lines() {
        return new LineRejects(engine, folder, TableFiles.name(root) + fileMark + "~sealed", limit);
    }

    private static ExecutorService newWriter() {
        return Executors.newFixedThreadPool(
                WRITERS, Thread.ofPlatform().daemon().name("pipette-pack-", 0).factory());
    }

    /** The tables of a slice, to be filled by one thread; ask once for each slice. */
    public ResourceTables tables(Slice slice) {
        ResourceTables tables = new ResourceTables(
                engine, folder, root, chosen, fileMark, slice, alone ? 1 : slice.of(), writer, limit);
        slices.put(slice.position(), tables);
        return tables;
    }

    /** Forgets all slices and deletes what they wrote, so that the resource can be read again from its beginning. */
    public void discard() throws IOException {
        abandon();
        for (ResourceTables tables : slices.values()) {
            tables.delete();
        }
        slices.clear();
        limit.restart();
        writer = newWriter();
    }

    /** Ends the writing when all slices are filled. */
    public void close() {
        writer.close();
    }

    /** The files that were taken as they are, in the order of the input. */
    List<ColumnarPart> columnarParts() {
        return slices.values().stream()
                .flatMap(tables -> tables.columnarParts().stream())
                .toList();
    }

    /** Ends the writing of segments that will not be loaded. */
    public void abandon() {
        writer.shutdownNow();
        writer.close();
    }
}
