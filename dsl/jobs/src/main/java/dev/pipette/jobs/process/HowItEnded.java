package dev.pipette.jobs.process;

import dev.pipette.error.ErrorCode;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.time.Durations;
import dev.pipette.text.Secrets;
import java.util.List;
import java.util.Optional;

/**
 * Says how an attempt ended, from what is left of it. What it reported at its end counts before everything: it may have done all of
 * its work before it was asked to stop, or killed.
 *
 * @param job of the attempt
 * @param exitCode of its process
 * @param stopped why it was asked to stop
 * @param killed whether it did not stop in time
 * @param report what it wrote
 * @param lastLines of its log
 */
record HowItEnded(
        JobDefinition job,
        int exitCode,
        Optional<StopReason> stopped,
        boolean killed,
        RunReport report,
        List<String> lastLines) {
    /** 128 and the number of the signal. */
    private static final int KILLED = 137;

    AttemptEnd end() {
        Optional<RunReport.End> end = report.end();
        if (end.isPresent() && code(end.get()) == 0) {
            return end(How.SUCCEEDED, 0, Optional.empty(), Optional.empty());
        }
        if (stopped.isPresent()) {
            return end(how(stopped.get()), exitCode, Optional.empty(), Optional.of(reason(stopped.get())));
        }
        return end.map(this::failed).orElseGet(() -> end(How.LOST, exitCode, Optional.empty(), Optional.of(lost())));
    }

    private int code(RunReport.End end) {
        return end.exitCode() == RunReport.OF_PROCESS ? exitCode : end.exitCode();
    }

    private AttemptEnd failed(RunReport.End end) {
        boolean signal = end.errorCode().equals(Optional.of(ErrorCode.INTERRUPTED.name()));
        return signal
                ? end(How.LOST, code(end), Optional.empty(), Optional.of("its process was asked to stop from outside."))
                : end(
                        How.FAILED,
                        code(end),
                        end.errorCode(),
                        end.message()
                                .or(() -> Optional.of("the program ended its JVM with exit code " + code(end) + ".")));
    }

    private static How how(StopReason why) {
        return switch (why) {
            case TIMEOUT -> How.TIMED_OUT;
            case CANCEL -> How.CANCELLED;
            case HAND_BACK -> How.HANDED_BACK;
            case TAKEN_OVER -> How.LOST;
        };
    }

    private String reason(StopReason why) {
        String reason = switch (why) {
            case TIMEOUT ->
                "it took longer than " + Durations.text(job.timeout())
                        + " (its --timeout) and was stopped; what it had not published" + " is not loaded.";
            case CANCEL -> "it was cancelled; what it had not published is not loaded.";
            case HAND_BACK -> "its scheduler stopped, and the next one runs it again.";
            case TAKEN_OVER -> "another scheduler took this one for dead and runs the occurrence.";
        };
        return killed
                ? reason + " It did not stop within " + Durations.text(job.grace())
                        + " (its --grace), and its process was killed."
                : reason;
    }

    private String lost() {
        if (lastLines.stream().anyMatch(line -> line.contains("java.lang.OutOfMemoryError"))) {
            return "its JVM ran out of memory: its heap is " + job.maxHeap()
                    + "; promote the job with a larger --max-heap.";
        }
        return exitCode == KILLED
                ? "its process was killed (exit code 137): by somebody, or by the operating system because the machine ran out of"
                        + " memory; its heap is " + job.maxHeap() + " (--max-heap), and the JVM needs more beside it."
                : "its process ended with exit code " + exitCode
                        + " and did not report how its work ended; the last lines of its log may say why.";
    }

    private AttemptEnd end(How how, int code, Optional<String> errorCode, Optional<String> message) {
        return new AttemptEnd(
                how, code, errorCode, message.map(Secrets::masked), report.rows(), report.loads(), lastLines);
    }
}
