package dev.pipette.engine.files;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import java.io.IOException;
import java.nio.file.Path;
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
        Path copy = copies.get();
        try {
            PrivateFiles.USUAL.makeFolders(Objects.requireNonNull(copy.getParent()));
            ReadableRecords.copy(file, columns, copy, bad.apply(file));
        } catch (IOException failed) {
            throw FolderProblem.of(
                    "could not copy the lines of " + file.named() + " that can be read to " + copy,
                    copy,
                    failed,
                    "Nothing of it was loaded.");
        }
        return Optional.of(new DelimitedFile(copy, file.named(), file.dialect(), file.linesBefore()));
    }
}
