package dev.pipette.jobs.export;

import java.util.List;

/**
 * A job as files for another scheduler.
 *
 * <pre>{@code
 * export.warnings().forEach(System.err::println);
 * }</pre>
 *
 * @param files to write
 * @param warnings what the other scheduler does in another way than {@code pipette scheduler}, each a sentence
 */
public record Export(List<File> files, List<String> warnings) {
    /**
     * A file.
     *
     * @param name without folders, unless the scheduler asks for one
     * @param text of the file, in UTF-8
     */
    public record File(String name, String text) {}
}
