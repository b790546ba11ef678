package dev.pipette.cli;

import dev.pipette.Destination;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.RowStream;
import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How rows are printed, or which file they are written to. */
final class OutputOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: by the extension of FILE of -o; without -o, table.")
    private @Nullable RowsFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Writes all rows to FILE: .csv, .json, .jsonl (also with .gz) or .parquet. FILE appears when it"
                            + " is complete. An existing file is an error without --force.")
    private @Nullable String file;

    @Option(names = "--force", description = "With -o: replaces the file if it exists.")
    private boolean force;

    @Mixin
    private final TableView view = new TableView();

    /** How a table looks. */
    TableView view() {
        return view;
    }

    /** Whether rows go to a file. */
    boolean toFile() {
        return file != null;
    }

    /** Whether people read the rows as a table. */
    boolean isTable() {
        return file == null && printed() == RowsFormat.TABLE;
    }

    /** The format of rows that are printed. */
    RowsFormat printed() {
        return format == null ? RowsFormat.TABLE : format;
    }

    /**
     * Checks the options before anything is asked of a destination.
     *
     * @throws PipetteException BAD_USAGE when the file cannot be written, or rows cannot be printed so
     */
    void check() {
        if (file != null && view.isWide()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--wide is for tables, and a file of -o has all columns anyway.");
        }
        if (file != null) {
            OutputFile _ = OutputFile.of(file, format, force);
        } else if (force) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "--force belongs to -o FILE, and -o is missing.");
        } else if (view.isWide() && printed() != RowsFormat.TABLE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--wide is for tables, and --format " + printed() + " has all columns anyway.");
        } else if (printed() == RowsFormat.PARQUET) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "parquet is not text and cannot be printed. Write it to a file with -o FILE.");
        }
    }

    /**
     * Checks that the rows are not written over what they are read from.
     *
     * @throws PipetteException BAD_USAGE when the file of -o is the destination's own, also with --force
     */
    void check(Destination destination) {
        if (file != null) {
            OutputFile.of(file, format, force).checkIsNot(destination);
        }
    }

    /**
     * Returns what prints rows, or writes them, and gives the exit code.
     *
     * @param limit at most this many rows; null for all, of which a table shows the first
     * @param out is printed to
     */
    Function<RowStream, Integer> output(@Nullable Integer limit, PrintWriter out) {
        return rows -> {
            if (file == null) {
                printed().print(rows, view, limit, out);
            } else {
                OutputFile.of(file, format, force).write(rows, limit == null ? Integer.MAX_VALUE : limit);
            }
            return ExitCodes.SUCCESS;
        };
    }
}
