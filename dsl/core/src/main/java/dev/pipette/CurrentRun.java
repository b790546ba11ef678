package dev.pipette;

import dev.pipette.admin.RunningJob;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Optional;

/**
 * What a program can ask about its own run: which part of time it loads, and for which job. {@link Pipette#run} is one.
 *
 * <pre>{@code
 * RunInterval hour = run.interval();
 * pipeline.run(resource("orders").stream(() -> api.orders(hour.from().toString())));
 * }</pre>
 */
public final class CurrentRun {
    CurrentRun() {}

    /**
     * The part of time whose rows belong to this run: that of the job's occurrence, that of {@code pipette run --interval}, or the
     * one that the parameters {@code from} and {@code to} name.
     *
     * @throws PipetteException BAD_USAGE where the run has none
     */
    public RunInterval interval() {
        RunContext context = RunContext.current();
        return context.interval()
                .or(() -> IntervalParameters.interval(context.parameters()))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "run.interval(): this run has no interval, which a scheduled job gives to each of its runs. By hand,"
                                + " give it one: pipette run --param from=2025-12-24 --param to=2025-12-25 FILE"));
    }

    /** The name of the job; empty where a person runs the program. */
    public Optional<String> job() {
        return RunContext.current().job().map(RunningJob::name);
    }

    /** Which attempt of the job at the same work this is; 1 is the first, and what a person runs. */
    public int attempt() {
        return RunContext.current().job().map(RunningJob::attempt).orElse(1);
    }

    /** As {@link #interval}, {@link #job} and {@link #attempt} have it, for a person who asks in a shell. */
    @Override
    public String toString() {
        RunContext context = RunContext.current();
        return context.job()
                        .map(job -> "attempt " + job.attempt() + " of job " + job.name())
                        .orElse("a run by hand")
                + context.interval().map(interval -> ", interval " + interval).orElse("");
    }
}
