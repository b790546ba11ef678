package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.RejectFilter;
import dev.pipette.admin.Replay;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.SchemaContract;
import dev.pipette.text.Units;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rejected rows {@code pipette pipeline NAME} prints, replays or deletes, and how. */
final class RejectOptions {
    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "With rejects, replay and discard-rejects: only the rows for this table.")
    private @Nullable String table;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description =
                    "With these: only the rows that this rule rejected, like not-null or 'not_null(id)'; contract for all that"
                            + " contracts rejected.")
    private @Nullable String rule;

    @Option(
            names = "--load",
            paramLabel = "LOAD_ID",
            description = "With these: only the rows that this load rejected.")
    private @Nullable String load;

    @Option(
            names = "--row",
            paramLabel = "NUMBER",
            split = ",",
            description = "With these: only the rows with these row_numbers. May be repeated.")
    private List<Long> rows = List.of();

    @Option(
            names = "--replayed",
            description = "With rejects and discard-rejects: the rows that were replayed, and not those that wait.")
    private boolean replayed;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "With rejects: table, csv, json or jsonl. Default: table, the first " + RowsFormat.TABLE_ROWS
                    + " rows.")
    private @Nullable RowsFormat format;

    @Option(
            names = "--set-sql",
            paramLabel = "COLUMN=EXPRESSION",
            description = "With replay: sets a column to a DuckDB expression over the columns of the row, like"
                    + " 'amount=abs(amount)'. May be repeated.")
    private List<String> expressions = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "With replay: only the rows in FILE, with the content that they have there: the output of"
                    + " rejects --format jsonl, json or csv, corrected.")
    private @Nullable Path from;

    @Option(
            names = "--overtaken",
            description = "With replay: loads rows also if later loads brought or took away rows in their place.")
    private boolean overtaken;

    @Option(
            names = "--contract",
            paramLabel = "MODES",
            description = "With replay: how far the rows may change the schema, like columns=evolve.")
    private @Nullable String contract;

    private RejectFilter filter() {
        return new RejectFilter(table, rule, load, rows, replayed);
    }

    /**
     * Loads the rows after all.
     *
     * @param values {@code COLUMN=VALUE} each
     */
    LoadInfo replay(Pipeline pipeline, List<String> values) {
        Replay replay = new Replay(filter(), Map.of(), Map.of(), Optional.ofNullable(from), overtaken, List.of());
        for (String value : values) {
            Map.Entry<String, String> set = pair("--set", value);
            replay = replay.set(set.getKey(), set.getValue());
        }
        for (String expression : expressions) {
            Map.Entry<String, String> set = pair("--set-sql", expression);
            replay = replay.setSql(set.getKey(), set.getValue());
        }
        Pipeline judged = contract == null ? pipeline : pipeline.contract(SchemaContract.of(contract));
        return judged.admin().replay(replay);
    }

    private static Map.Entry<String, String> pair(String option, String given) {
        int equals = given.indexOf('=');
        boolean isEmpty =
                option.equals("--set-sql") && given.substring(equals + 1).isBlank();
        if (equals < 1 || isEmpty) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " " + given + " names no " + (isEmpty ? "expression" : "column") + ". Write it like "
                            + option + (option.equals("--set") ? " status=open." : " 'amount=abs(amount)'."));
        }
        return Map.entry(given.substring(0, equals), given.substring(equals + 1));
    }

    /**
     * Deletes the rows, or says how many would be deleted.
     *
     * @param yes whether they are deleted
     */
    DiscardedRejects discard(PipelineAdmin admin, boolean yes) {
        int found = admin.countRejects(filter());
        return new DiscardedRejects(yes ? admin.discardRejects(filter()) : 0, found, yes);
    }

    /**
     * What a deletion of rejected rows did.
     *
     * @param deleted how many there were
     * @param found how many were there
     * @param done whether they are deleted, and not only counted
     */
    record DiscardedRejects(int deleted, int found, boolean done) {
        @Override
        public String toString() {
            return done ? "deleted " + rejected(deleted) : "would delete " + rejected(found) + ". Add --yes to delete.";
        }

        private static String rejected(int rows) {
            return Units.number(rows) + " rejected " + (rows == 1 ? "row" : "rows");
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
        admin.rejects(filter(), rows -> {
            printed.print(rows, new TableView(), null, out);
            return true;
        });
    }
}
