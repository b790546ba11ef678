package dev.pipette.spi;

import java.nio.file.Path;
import java.util.Map;

/** Reads one file format; found by {@link java.util.ServiceLoader} under its {@link #name()}. */
public interface SourceFormat {
    /** The name, as in {@code --format jsonl}. */
    String name();

    /** Whether a file of this name, without a {@code .gz} or {@code .zst} at its end, is most likely of this format. */
    boolean recognizes(String fileName);

    /**
     * Whether its rows are read one by one, as {@link FileContent.Rows}: several processes can share the files of such a format.
     * DuckDB reads {@link FileContent.Columnar} files as they are.
     */
    default boolean isReadByRow() {
        return false;
    }

    /**
     * Describes the content of one file.
     *
     * @param options by name; an unknown one is an error
     * @throws dev.pipette.error.PipetteException BAD_USAGE for an option that the format does not have
     */
    FileContent content(SourceFile file, Map<String, String> options);

    /**
     * Describes the content of one file that is provided.
     *
     * @param options by name; an unknown one is an error
     * @throws dev.pipette.error.PipetteException BAD_USAGE for an option that the format does not have
     */
    default FileContent content(Path file, Map<String, String> options) {
        return content(SourceFile.of(file), options);
    }
}
