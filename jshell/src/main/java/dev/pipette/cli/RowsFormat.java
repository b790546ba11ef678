package dev.pipette.cli;

import dev.pipette.Rows;
import java.io.PrintWriter;
import java.util.Locale;

/** How rows are printed. */
enum RowsFormat {
    TABLE,
    JSON,
    CSV;

    void print(Rows rows, PrintWriter out) {
        switch (this) {
            case TABLE -> out.println(rows);
            case JSON -> RowsOutput.json(rows, out);
            case CSV -> RowsOutput.csv(rows, out);
        }
        out.flush();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
