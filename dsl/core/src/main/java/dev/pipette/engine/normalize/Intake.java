package dev.pipette.engine.normalize;

import dev.pipette.engine.files.TakenColumns;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.engine.pack.ResourceTables;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.schema.ReservedNames;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entrance to the package for what extract reads: rows are normalized into the resource's tables, and files that no code
 * looks into are taken as they are. For one thread.
 */
public final class Intake {
    private final ResourceTables tables;
    private final Normalizer rows;

    /**
     * The entrance to the tables of one resource.
     *
     * @param rules how its rows become rows of these tables
     */
    public Intake(ResourceTables tables, NormalizeRules rules) {
        this.tables = tables;
        this.rows = new Normalizer(tables, rules);
    }

    /** Adds a row. */
    public void add(Map<String, ?> row) {
        rows.add(row);
    }

    /**
     * Adds a row with texts that are the package's own, and no columns of a table.
     *
     * @param hidden the texts by their names, which begin with {@link ReservedNames#HIDDEN}
     */
    public void add(Map<String, ?> row, Map<String, String> hidden) {
        rows.add(row, hidden);
    }

    /**
     * Adds a row to the table that it chose.
     *
     * @param table normalized name
     * @param hidden as above
     */
    public void add(String table, Map<String, ?> row, Map<String, String> hidden) {
        rows.add(table, row, hidden);
    }

    /** Adds a record, as if it were a map of its components. */
    public void add(Record row) {
        rows.add(row);
    }

    /**
     * Takes a columnar file as it is, or its plain bytes into the package.
     *
     * @param taken which columns of the file are loaded, and under which names
     * @param made columns that its rows are given beside those of the file
     * @param bad takes lines that cannot be read while its bytes are copied; null where the first one is an error
     * @return the file that will be read
     */
    public FileContent.Columnar asItIs(
            FileContent.Columnar file, TakenColumns taken, List<MadeColumn> made, @Nullable BadLines bad) {
        return tables.columnar(file, taken, made, bad);
    }

    /**
     * The file whose rows can be read: a plain copy inside the package where the file itself is compressed, or will be gone.
     *
     * @param bad takes lines that cannot be read while its bytes are copied; null where the first one is an error
     */
    public FileContent.Columnar readable(FileContent.Columnar file, @Nullable BadLines bad) {
        return tables.plain(file, bad);
    }

    /** Deletes what {@link #readable} made of a file, when its rows were read. */
    public void discard(FileContent.Columnar file, FileContent.Columnar readable) throws IOException {
        tables.discard(file, readable);
    }

    /**
     * Takes the lines of a file that cannot be read.
     *
     * @param file as the table of rejects names it
     */
    public BadLines badLines(String file) {
        return tables.lines().of(file);
    }

    /** Writes what waits of lines that cannot be read, and returns what there is. */
    public RejectedLines rejectedLines() {
        return tables.lines().written();
    }

    /** Takes no text of a root table for a timestamp, whatever all texts of a column look like. */
    public void keepText() {
        tables.keepText();
    }

    /** Writes what waits and returns what is known of each table, by its name; nothing can be added after it. */
    public Map<String, TableReceipt> filled() {
        return tables.filled();
    }
}
