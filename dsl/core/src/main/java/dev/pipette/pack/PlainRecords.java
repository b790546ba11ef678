package dev.pipette.pack;

import java.util.Optional;

/**
 * Where the records of a small delimited file are, for files whose form leaves no doubt about it (RFC 4180 to the letter): one
 * kind of line break, no empty line, quotes only around whole fields.
 *
 * @param begin of the line of names, behind a byte order mark
 * @param body where the first record behind that line begins
 * @param end of the text
 * @param records behind the line of names
 * @param breaks the line break of the file; empty where it has none
 * @param broken whether a line break ends the last record
 */
record PlainRecords(int begin, int body, int end, long records, String breaks, boolean broken) {
    private static final int NONE = -1;

    /** The records of a text; empty where its form leaves a doubt. */
    static Optional<PlainRecords> of(byte[] text, int length, byte delimiter) {
        int begin = beginsWithMark(text, length) ? 3 : 0;
        int at = begin;
        int record = begin;
        int body = NONE;
        long records = 0;
        String breaks = "";
        boolean mayOpen = true;
        while (at < length) {
            byte next = text[at];
            if (next == '"') {
                at = mayOpen ? behindQuotes(text, length, at + 1) : NONE;
                if (at == NONE || at < length && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') {
                    return Optional.empty();
                }
                mayOpen = false;
            } else if (next == '\n' || next == '\r') {
                String found = next == '\n' ? "\n" : at + 1 < length && text[at + 1] == '\n' ? "\r\n" : "\r";
                if (at == record || found.equals("\r") || !breaks.isEmpty() && !breaks.equals(found)) {
                    return Optional.empty();
                }
                breaks = found;
                at += found.length();
                records += body == NONE ? 0 : 1;
                body = body == NONE ? at : body;
                record = at;
                mayOpen = true;
            } else {
                mayOpen = next == delimiter;
                at++;
            }
        }
        boolean broken = record == length;
        return Optional.of(
                body == NONE
                        ? new PlainRecords(begin, length, length, 0, breaks, false)
                        : new PlainRecords(begin, body, length, broken ? records : records + 1, breaks, broken));
    }

    private static boolean beginsWithMark(byte[] text, int length) {
        return length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
    }

    /** The place behind the quote that closes a field, of which two stand for one. */
    private static int behindQuotes(byte[] text, int length, int from) {
        for (int at = from; at < length; at++) {
            if (text[at] == '"') {
                if (at + 1 == length || text[at + 1] != '"') {
                    return at + 1;
                }
                at++;
            }
        }
        return NONE;
    }
}
