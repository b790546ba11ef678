package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.spi.PackagedRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;

/** Which rejected rows the rows of a package are: one row each, with its ordinal in the root table. */
public final class RejectNumbers {
    /** The load that rejected it. */
    public static final String LOAD_ID = "rejected_by";

    /** What rejected it. */
    public static final String KIND = "rejected_as";

    /** Its number among the rows of that load. */
    public static final String NUMBER = "rejected_number";

    private RejectNumbers() {}

    /**
     * Writes them down, for as many as there are.
     *
     * @param ordinal name of the column of the ordinals
     */
    static PackagedRows in(Path file, DuckEngine engine, ReplayedRows replayed, String ordinal) {
        try {
            Files.deleteIfExists(file);
            try (Writer out = new BufferedWriter(
                    new OutputStreamWriter(PrivateFiles.USUAL.newFile(file), StandardCharsets.UTF_8))) {
                write(replayed, out);
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
        return new TableRows(
                engine,
                "SELECT * FROM read_csv(" + Sql.file(file.toString())
                        + ", header = false, auto_detect = false, columns = {" + Sql.literal(ordinal) + ": 'BIGINT', "
                        + Sql.literal(LOAD_ID) + ": 'VARCHAR', " + Sql.literal(KIND) + ": 'VARCHAR', "
                        + Sql.literal(NUMBER) + ": 'BIGINT'})",
                List.of(
                        Column.of(ordinal, DataType.BIGINT),
                        Column.of(LOAD_ID, DataType.TEXT),
                        Column.of(KIND, DataType.TEXT),
                        Column.of(NUMBER, DataType.BIGINT)),
                Map.of());
    }

    private static void write(ReplayedRows replayed, Writer out) throws IOException {
        long next = 0;
        for (ReplayedRows.Part part : replayed.parts()) {
            for (PrimitiveIterator.OfLong rows = part.rows().iterator(); rows.hasNext(); ) {
                out.write(next++ + "," + part.loadId() + "," + part.kind() + "," + rows.nextLong() + "\n");
            }
        }
    }
}
