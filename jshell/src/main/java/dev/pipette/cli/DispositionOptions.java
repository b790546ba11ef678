package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What happens to the rows that are there: one of these options. */
final class DispositionOptions {
    @Option(names = "--append", description = "Adds the rows (the default).")
    private boolean append;

    @Option(names = "--replace", description = "Replaces all rows of the table.")
    private boolean replace;

    @Option(
            names = "--truncate-and-insert",
            description =
                    "Replaces all rows of the table, and truncates it for speed: in PostgreSQL nobody can read it until"
                            + " the load ends.")
    private boolean truncate;

    @Option(
            names = "--replace-where",
            paramLabel = "COLUMN=FROM/TO",
            description =
                    "Replaces the rows whose value of this column is from FROM on and before TO: numbers, dates, times or"
                            + " texts. Rows outside of this window are refused; without rows it becomes empty.")
    private @Nullable String window;

    @Option(
            names = "--replace-matching",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "COLUMN,..",
            description =
                    "Replaces the rows that have the values of a loaded row in these columns, like all rows of a day.")
    private List<String> matching = List.of();

    @Option(
            names = "--merge",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "KEY,..",
            description = "Replaces the rows that have the same key. Separate the columns of the key with commas.")
    private List<String> merge = List.of();

    /** The disposition; with a merge what its options ask for. */
    WriteDisposition value(MergeOptions options) {
        if (!merge.isEmpty()) {
            return options.merge(ColumnOptions.names("--merge", merge));
        }
        options.refuseWithoutMerge();
        if (!matching.isEmpty()) {
            return new WriteDisposition.Merge(
                    new MergeStrategy.DeleteInsert(List.of(), ColumnOptions.names("--replace-matching", matching)));
        }
        if (window != null) {
            return new WriteDisposition.ReplaceWhere(window(window));
        }
        if (truncate) {
            return new WriteDisposition.TruncateAndInsert();
        }
        return replace ? new WriteDisposition.Replace() : new WriteDisposition.Append();
    }

    private static RowWindow window(String text) {
        int equals = text.indexOf('=');
        int slash = text.indexOf('/', equals);
        if (equals < 1 || slash < 0 || slash != text.lastIndexOf('/')) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--replace-where " + text + " is not a window. Write it like --replace-where"
                            + " day=2025-12-01/2026-01-01: a column, the first value, and the first value after the window.");
        }
        return RowWindow.parse(text.substring(0, equals), text.substring(equals + 1, slash), text.substring(slash + 1));
    }
}
