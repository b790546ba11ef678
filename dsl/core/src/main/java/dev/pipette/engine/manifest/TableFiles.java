package dev.pipette.engine.manifest;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of the files that hold the rows of a table in a package. */
public final class TableFiles {
    private static final int LONGEST_NAME = 120;

    private TableFiles() {}

    /** The beginning of such a name: the table's own name, or a shorter one that no other table has. */
    public static String name(String table) {
        if (table.length() <= LONGEST_NAME) {
            return table;
        }
        String digest =
                UUID.nameUUIDFromBytes(table.getBytes(StandardCharsets.UTF_8)).toString();
        return table.substring(0, LONGEST_NAME - digest.length()) + digest;
    }
}
