package dev.pipette.engine.files;

import java.util.Map;

/** A row of a columnar file, with what identifies it. */
public final class FileRow {
    private final Map<String, Object> values;
    private final String identity;

    FileRow(Map<String, Object> values, String identity) {
        this.values = values;
        this.identity = identity;
    }

    /** The values, by the file's own names. */
    public Map<String, Object> values() {
        return values;
    }

    /** What DuckDB computed of the row to identify it; empty where nothing was asked for. */
    public String identity() {
        return identity;
    }
}
