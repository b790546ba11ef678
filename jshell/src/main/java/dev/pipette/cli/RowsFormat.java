package dev.pipette.cli;

import dev.pipette.Rows;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * How rows are printed. A table is for people: secrets are masked, and control characters are escapes. JSON and CSV are the
 * data: JSON has its own escapes for control characters, and CSV has none, so that it is escaped on a terminal only.
 */
enum RowsFormat {
    TABLE,
    JSON,
    CSV;

    void print(Rows rows, PrintWriter out) {
        switch (this) {
            case TABLE -> out.println(rows);
            case JSON -> RowsOutput.json(rows, Screen.rows(out));
            case CSV -> RowsOutput.csv(rows, Screen.exactRows(out));
        }
        out.flush();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
