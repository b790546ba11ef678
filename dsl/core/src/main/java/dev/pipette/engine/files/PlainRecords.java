package dev.pipette.engine.files;

/**
 * Where the records of a delimited file are whose form leaves no doubt about it; {@link PlainScan} finds them.
 *
 * @param begin of the first line, after a byte order mark, in bytes
 * @param body where the second line begins
 * @param end of the text
 * @param records after the first line
 * @param breaks the line break of the file; empty where it has none
 * @param broken whether a line break ends the last record
 */
public record PlainRecords(long begin, long body, long end, long records, String breaks, boolean broken) {
    /** The rows of the file, whose first line names the columns or is a row. */
    public long rows(boolean headed) {
        return headed || end == begin ? records : records + 1;
    }
}
