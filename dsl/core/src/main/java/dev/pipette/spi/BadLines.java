package dev.pipette.spi;

/**
 * Takes the lines of a file that cannot be read, where they are kept apart and the others are loaded.
 *
 * <pre>{@code
 * BadLines printed = (line, text, problem) -> System.err.println("line " + line + ": " + problem);
 * }</pre>
 */
@FunctionalInterface
public interface BadLines {
    /** The way out of an error about a line, as a sentence. */
    String ADVICE = "Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).";

    /**
     * Takes what cannot be read: a line, or the lines of one record.
     *
     * @param line the number of the first line in the file, from 1
     * @param text of the lines, without the last line break; bytes that are not UTF-8 are written {@code \xFC}
     * @param problem what is wrong, as a phrase
     */
    void add(long line, String text, String problem);
}
