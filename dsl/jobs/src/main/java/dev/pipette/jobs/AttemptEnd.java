package dev.pipette.jobs;

import dev.pipette.text.Units;
import java.util.List;
import java.util.Optional;

/**
 * How an attempt to run an occurrence ended.
 *
 * <pre>{@code
 * if (end.how() == AttemptEnd.How.FAILED) {
 *     System.out.println(end.errorCode().orElse("no code") + ": " + end.message().orElse(""));
 * }
 * }</pre>
 *
 * @param how it ended
 * @param exitCode of its process; -1 where it has none
 * @param errorCode the name of an {@link dev.pipette.error.ErrorCode}; empty for other errors
 * @param message what failed and what to do, without secrets
 * @param rows loaded in all
 * @param loads of its pipelines
 * @param lastLines of its log, 200 at most, without secrets
 */
public record AttemptEnd(
        How how,
        int exitCode,
        Optional<String> errorCode,
        Optional<String> message,
        long rows,
        List<LoadedPackage> loads,
        List<String> lastLines) {
    @Override
    public String toString() {
        return text(how, rows, errorCode, message);
    }

    /** {@code FAILED: [SOURCE_UNAVAILABLE] the API answered 503.}, without its code where the message has it. */
    static String text(How how, long rows, Optional<String> errorCode, Optional<String> message) {
        if (how == How.SUCCEEDED) {
            return how + ", " + Units.rows(rows);
        }
        String code = errorCode.map(name -> "[" + name + "] ").orElse("");
        String reason =
                message.map(text -> text.startsWith(code) ? text : code + text).orElse(code.strip());
        return reason.isEmpty() ? how.toString() : how + ": " + reason;
    }

    /** The ways in which an attempt ends. */
    public enum How {
        /** All of it was done. */
        SUCCEEDED,
        /** With an error. */
        FAILED,
        /** It took longer than the job allows. */
        TIMED_OUT,
        /** A person ended it before it published. */
        CANCELLED,
        /** Its scheduler stopped, and another one continues with it. */
        HANDED_BACK,
        /** Its process is gone without a word: killed, or out of memory. */
        LOST
    }
}
