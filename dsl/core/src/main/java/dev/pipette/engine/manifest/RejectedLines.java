package dev.pipette.engine.manifest;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lines of files that could not be read as rows, and travel in a package to the table of rejects.
 *
 * @param files inside the package's folder, in the order of the input
 * @param count how many there are
 */
public record RejectedLines(List<String> files, long count) {
    /** There are none. */
    public static final RejectedLines NONE = new RejectedLines(List.of(), 0);

    /** Copies the list. */
    public RejectedLines {
        files = List.copyOf(files);
    }

    /** These, and others after them. */
    public RejectedLines and(RejectedLines others) {
        return new RejectedLines(
                Stream.concat(files.stream(), others.files.stream()).toList(), count + others.count);
    }
}
