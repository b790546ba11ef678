package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices a replace whose files hold not a single byte. Such files are most often what a failed export left, and the replace
 * would empty the table.
 */
final class BlankFiles {
    private final ResourcePlan resource;
    private final List<String> names = new ArrayList<>();
    private boolean delimited;
    private boolean others;

    /** @param whole whether all files of the resource are read here; other processes may read some that are not empty */
    BlankFiles(ResourcePlan resource, boolean whole) {
        this.resource = resource;
        this.others = !whole;
    }

    /**
     * Looks at a file that was read.
     *
     * @param plain its plain bytes
     */
    void read(FileContent content, Path plain) throws IOException {
        if (Files.exists(plain) && Files.size(plain) == 0) {
            names.add(content.source().named().toString());
            delimited |= content instanceof FileContent.Columnar;
        } else {
            others = true;
        }
    }

    /**
     * Refuses files of delimited text, which have at least a line of names; returns a note for others.
     *
     * @throws PipetteException SOURCE_UNREADABLE
     */
    List<String> check() {
        boolean replaced = resource.writeDisposition().clears();
        if (others || names.isEmpty() || !replaced) {
            return List.of();
        }
        String files = names.size() == 1
                ? names.getFirst() + " is empty"
                : "all " + names.size() + " files are empty (" + names.getFirst() + ", ..)";
        if (delimited) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "resource " + resource.name() + ": " + files
                            + ", without even a line of column names, and replace would"
                            + " empty the " + emptied()
                            + ". Nothing was loaded. Provide the whole file, or one with the line of"
                            + " names alone to empty the " + emptied() + ".");
        }
        return List.of("resource " + resource.name() + ": " + files + ", so replace left no rows");
    }

    private String emptied() {
        return resource.writeDisposition().window().isPresent() ? "window" : "table";
    }
}
