package dev.pipette.engine.files;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a copy without the lines that cannot be read of a delimited file that DuckDB could not read. Only such a file is read
 * by Java: DuckDB's own ways to pass over lines lose what follows a quote without an end, and the texts of lines.
 */
public final class LineRepair {
    private final Supplier<Path> copies;
    private final Function<DelimitedFile, BadLines> bad;

    /**
     * A repair.
     *
     * @param copies names of files for copies
     * @param bad takes the lines of a file
     */
    public LineRepair(Supplier<Path> copies, Function<DelimitedFile, BadLines> bad) {
        this.copies = copies;
        this.bad = bad;
    }

    LineRepair(Supplier<Path> copies, BadLines bad) {
        this(copies, file -> bad);
    }

    /**
     * The copy.
     *
     * @param why the file could not be read
     * @return empty where that is not because of its lines
     */
    Optional<DelimitedFile> without(DelimitedFile file, PipetteException why) {
        int columns = why.code() == ErrorCode.SOURCE_UNREADABLE
                ? DelimitedReader.header(file).size()
                : 0;
        if (columns == 0) {
            return Optional.empty();
        }
        return Optional.of(copy(file, columns, bad.apply(file)).file());
    }

    /**
     * A copy.
     *
     * @param left how many records it does not have
     */
    private record Copy(DelimitedFile file, long left) {}

    private Copy copy(DelimitedFile file, int columns, BadLines lines) {
        Path copy = copies.get();
        try {
            PrivateFiles.USUAL.makeFolders(Objects.requireNonNull(copy.getParent()));
            long left = ReadableRecords.copy(file, columns, copy, lines);
            return new Copy(new DelimitedFile(copy, file.named(), file.dialect(), file.linesBefore()), left);
        } catch (IOException failed) {
            throw failedTo("copy the lines of " + file.named() + " that can be read to " + copy, copy, failed);
        }
    }

    private static PipetteException failedTo(String what, Path path, IOException failed) {
        return FolderProblem.of("could not " + what, path, failed, "Nothing of it was loaded.");
    }

    /**
     * Files that are read together, with copies in the place of those that have lines that cannot be read. Nobody is told of
     * these lines before {@link #tell}.
     *
     * @param files to read
     * @param rows of them
     */
    record Readable(List<DelimitedFile> files, List<Long> rows) {}

    /**
     * The files to read instead of some that cannot be read together.
     *
     * @param rows of which a scan knows that the files have them, the bad ones among them
     */
    Readable readable(List<DelimitedFile> files, List<Long> rows, int columns) {
        List<DelimitedFile> read = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            Copy copy = copy(files.get(index), columns, (line, text, problem) -> {});
            if (copy.left() == 0) {
                delete(copy.file().path());
            }
            read.add(copy.left() == 0 ? files.get(index) : copy.file());
            counts.add(rows.get(index) - copy.left());
        }
        return new Readable(read, counts);
    }

    /** Passes on the lines that are not in copies. */
    void tell(List<DelimitedFile> files, Readable readable, int columns) {
        for (int index = 0; index < files.size(); index++) {
            DelimitedFile file = files.get(index);
            if (!readable.files().get(index).equals(file)) {
                try {
                    ReadableRecords.find(file, columns, bad.apply(file));
                } catch (IOException failed) {
                    throw SourceProblem.of(file.named(), failed);
                }
            }
        }
    }

    /** Deletes copies that are not read. */
    void discard(List<DelimitedFile> files, Readable readable) {
        for (int index = 0; index < files.size(); index++) {
            if (!readable.files().get(index).equals(files.get(index))) {
                delete(readable.files().get(index).path());
            }
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException failed) {
            throw failedTo("delete " + copy, copy, failed);
        }
    }
}
