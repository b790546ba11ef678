package dev.pipette.admin;

import dev.pipette.admin.PipelineAdmin.PendingPackage;
import java.util.List;

/**
 * What went wrong in a pipeline: the runs that failed, and the packages that were set aside.
 *
 * <pre>{@code
 * for (RunTrace run : pipeline.admin().failed().runs()) {
 *   System.out.println(run.startedAt() + " " + run.failure().orElseThrow().code());
 * }
 * }</pre>
 *
 * @param runs the runs that failed, newest first, of those whose traces are kept
 * @param quarantined the packages whose rows were at fault, oldest first
 */
public record FailedRuns(List<RunTrace> runs, List<PendingPackage> quarantined) {
    /** Copies the lists. */
    public FailedRuns {
        runs = List.copyOf(runs);
        quarantined = List.copyOf(quarantined);
    }

    @Override
    public String toString() {
        if (runs.isEmpty() && quarantined.isEmpty()) {
            return "no run failed, and no package is in quarantine";
        }
        StringBuilder text = new StringBuilder(runs.isEmpty() ? "no run failed" : "");
        for (RunTrace run : runs) {
            text.append(text.isEmpty() ? "" : "\n\n").append("run of ").append(TraceText.oneLine(run));
            run.failure().ifPresent(failure -> text.append('\n').append(AdminText.indented(failure.message())));
        }
        quarantined.forEach(aside -> text.append("\n\n").append(aside));
        return text.toString();
    }
}
