package dev.pipette.incremental;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a resource of files knows which of them are loaded. Both forms add the columns {@code _file_name}, {@code _row_id}
 * (the number of the row in its file, from 0) and {@code _file_date}, and replace all rows of a file that is loaded again.
 *
 * <pre>{@code
 * FileState.ledger();
 * FileState.lastFileDate(LocalDate.parse("2025-12-19")).lateBy(Period.ofDays(2));
 * }</pre>
 *
 * @param start the oldest date that is loaded, for the form that remembers a date; empty for the ledger
 * @param lateBy how much older than the newest loaded file another may be and still be loaded; empty for the ledger,
 *     which takes a late file whatever its date
 * @param datePattern a regular expression whose first group, or else whole match, is the date in a file's name
 */
@CheckReturnValue
public record FileState(Optional<LocalDate> start, Optional<Period> lateBy, String datePattern) {
    /** The first date of the form {@code 2025-12-19} in the file's path. */
    public static final String ISO_DATE = "\\d{4}-\\d{2}-\\d{2}";

    /** Checks that the pattern is one. */
    public FileState {
        try {
            Pattern.compile(datePattern);
        } catch (PatternSyntaxException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + datePattern + "' is not a regular expression for the date in a file's name: "
                            + failed.getDescription() + ".",
                    failed);
        }
    }

    /**
     * Remembers each file, with its ETag, size and time: files that are new or changed are loaded, whatever their date.
     */
    public static FileState ledger() {
        return new FileState(Optional.empty(), Optional.empty(), ISO_DATE);
    }

    /**
     * Remembers the newest date among the names of the loaded files, under {@code last_file_date} in the resource's
     * state: files of this date and later are loaded, those of this date again.
     *
     * @param start the oldest date that is loaded while nothing is remembered
     */
    public static FileState lastFileDate(LocalDate start) {
        return new FileState(Optional.of(start), Optional.of(Period.ZERO), ISO_DATE);
    }

    /**
     * Loads files again that are older than the newest one by no more than this, because they may come late.
     *
     * @throws PipetteException BAD_USAGE for a ledger, which takes late files anyway, and for a negative period
     */
    public FileState lateBy(Period period) {
        if (start.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a ledger takes late files whatever their date. Leave lateBy(..) out.");
        }
        if (period.isNegative()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "lateBy(" + period + "): a file is late by zero days or more.");
        }
        return new FileState(start, Optional.of(period), datePattern);
    }

    /**
     * Declares where the date is in a file's path.
     *
     * @param expression a regular expression; its first group, or else its match, is a date like 2025-12-19 or 20251219
     */
    public FileState datePattern(String expression) {
        return new FileState(start, lateBy, expression);
    }

    /** Whether each file is remembered. */
    public boolean isLedger() {
        return start.isEmpty();
    }
}
