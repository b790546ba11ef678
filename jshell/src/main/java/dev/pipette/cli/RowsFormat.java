package dev.pipette.cli;

import dev.pipette.rows.Executed;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How rows are printed. A table is for people: secrets are masked, and control characters are escapes. JSON and CSV are the
 * data: JSON has its own escapes for control characters, and CSV has none, so that it is escaped on a terminal only.
 */
enum RowsFormat {
    TABLE,
    CSV,
    JSON,
    JSONL,
    PARQUET;

    /** How many rows a table for people shows by default: to be aligned, all of them are in memory. */
    static final int TABLE_ROWS = 1_000;

    /**
     * Prints rows while they are read.
     *
     * @param view how a table looks
     * @param limit prints at most this many rows; null for all, of which a table shows the first {@value #TABLE_ROWS}
     */
    void print(RowStream rows, TableView view, @Nullable Integer limit, PrintWriter out) {
        int all = this == TABLE ? TABLE_ROWS : Integer.MAX_VALUE;
        int most = limit == null ? all : limit;
        switch (this) {
            case TABLE -> table(rows, view, most, out);
            case CSV -> RowsOutput.csv(RowsOutput.Printed.of(rows), most, Screen.exactRows(out));
            case JSON -> RowsOutput.json(RowsOutput.Printed.of(rows), most, Screen.rows(out));
            case JSONL -> RowsOutput.jsonLines(RowsOutput.Printed.of(rows), most, Screen.rows(out));
            case PARQUET -> throw new IllegalStateException("parquet is not text");
        }
        out.flush();
    }

    private static void table(RowStream rows, TableView view, int limit, PrintWriter out) {
        Rows first = rows.next(limit);
        boolean more = rows.hasNext();
        out.println(view.of(first, List.of()));
        if (more) {
            out.println("There are more rows: --limit ROWS shows more, --format csv or json prints all.");
        }
    }

    /** Prints what statements did: the rows that they returned, or how many they changed. */
    void print(Executed executed, PrintWriter out) {
        switch (this) {
            case TABLE -> out.println(executed);
            case CSV -> RowsOutput.csv(executed, Screen.exactRows(out));
            case JSON -> RowsOutput.json(executed, Screen.rows(out));
            case JSONL -> RowsOutput.jsonLines(executed, Screen.rows(out));
            case PARQUET -> throw new IllegalStateException("parquet is not text");
        }
        out.flush();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
