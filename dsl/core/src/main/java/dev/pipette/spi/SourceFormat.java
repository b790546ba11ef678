package dev.pipette.spi;

import java.nio.file.Path;
import java.util.Map;

/** Reads one file format; found by {@link java.util.ServiceLoader} under its {@link #name()}. */
public interface SourceFormat {
    /** The name, as in {@code --format jsonl}. */
    String name();

    /** Whether a file of this name, without a {@code .gz} at its end, is most likely of this format. */
    boolean recognizes(String fileName);

    /**
     * Describes the content of one file.
     *
     * @param options by name; an unknown one is an error
     * @throws dev.pipette.PipetteException BAD_USAGE for an option that the format does not have
     */
    FileContent content(Path file, Map<String, String> options);
}
