package dev.pipette.cli;

import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.RejectFilter;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rejected rows {@code pipette pipeline NAME rejects} prints, and how. */
final class RejectOptions {
    @Option(names = "--table", paramLabel = "TABLE", description = "With rejects: only the rows for this table.")
    private @Nullable String table;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description =
                    "With rejects: only the rows that this rule rejected, like not-null or 'not_null(id)'; contract for all that"
                            + " contracts rejected.")
    private @Nullable String rule;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "With rejects: table, csv, json or jsonl. Default: table, the first " + RowsFormat.TABLE_ROWS
                    + " rows.")
    private @Nullable RowsFormat format;

    /** The option that is given; null for none. */
    private @Nullable String given() {
        return table != null ? "--table" : rule != null ? "--rule" : format != null ? "--format" : null;
    }

    /**
     * Refuses these options with another action.
     *
     * @throws PipetteException BAD_USAGE naming the option
     */
    void refuse(Object asked) {
        if (given() != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, given() + " belongs to rejects, and '" + asked + "' is asked for.");
        }
    }

    /** Prints the rows while they are read. */
    void print(PipelineAdmin admin, boolean json, PrintWriter out) {
        RowsFormat printed = format != null ? format : json ? RowsFormat.JSON : RowsFormat.TABLE;
        if (printed == RowsFormat.PARQUET) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "parquet is not text and cannot be printed. Use csv, json or jsonl, or query the table"
                            + " _pipette_rejects with 'pipette sql -o FILE'.");
        }
        admin.rejects(new RejectFilter(table, rule, null, java.util.List.of()), rows -> {
            printed.print(rows, new TableView(), null, out);
            return true;
        });
    }
}
