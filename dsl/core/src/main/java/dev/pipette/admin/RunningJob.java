package dev.pipette.admin;

/**
 * The job whose work runs. A {@link dev.pipette.RunContext} carries it, and a trace names it.
 *
 * <pre>{@code
 * RunContext.NONE.job("orders", 2).call(() -> run.job());   // Optional[orders]
 * }</pre>
 *
 * @param name of the job
 * @param attempt at the same work; 1 is the first
 */
public record RunningJob(String name, int attempt) {}
