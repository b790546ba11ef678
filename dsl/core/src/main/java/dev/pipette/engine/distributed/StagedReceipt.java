package dev.pipette.engine.distributed;

import dev.pipette.engine.extract.ColumnSteps;
import dev.pipette.engine.slice.ReceiptText;
import java.util.List;

/**
 * What a process that read a slice leaves in the stage, last of all: with it the slice has been read.
 *
 * @param format of this document
 * @param attempt name of the folder with the files
 * @param receipt what was found
 * @param files that were written
 * @param columns what the steps that choose columns met
 * @param notes for people
 * @param host who read it
 * @param millis how long it took
 */
record StagedReceipt(
        int format,
        String attempt,
        ReceiptText receipt,
        List<StagedFile> files,
        ColumnSteps.Met columns,
        List<String> notes,
        String host,
        long millis) {
    static final int FORMAT = 1;

    /**
     * A file of a slice.
     *
     * @param name in the package
     * @param size in bytes
     * @param sha256 of its content, in hex
     */
    record StagedFile(String name, long size, String sha256) {}
}
