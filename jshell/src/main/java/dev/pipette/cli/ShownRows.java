package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The number of rows that {@code --show} prints, which is attached: a word behind it is a path. */
final class ShownRows {
    private ShownRows() {}

    /**
     * Refuses a path that is most likely the number of {@code --show 3}.
     *
     * @throws PipetteException SOURCE_MISSING for a number that is not the name of a file
     */
    static void checkPaths(List<String> paths) {
        for (String path : paths) {
            if (path.matches("[0-9]{1,9}") && !Files.exists(Path.of(path))) {
                throw new PipetteException(
                        ErrorCode.SOURCE_MISSING,
                        "there is no file " + Path.of(path).toAbsolutePath() + ". To print " + path
                                + " rows, write --show=" + path + ".");
            }
        }
    }
}
