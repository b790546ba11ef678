package dev.pipette.admin;

import dev.pipette.check.CheckResult;
import java.time.Instant;

/**
 * How one check of one load ended, also of a load that was not committed.
 *
 * <pre>{@code
 * for (CheckRun run : pipeline.admin().checks()) {
 *     System.out.println(run.at() + " " + run.result());
 * }
 * }</pre>
 *
 * @param loadId of the load
 * @param at when it was published, or attempted
 * @param committed whether the load is committed; the package of another one waits, or was set aside
 * @param result how the check ended
 */
public record CheckRun(String loadId, Instant at, boolean committed, CheckResult result) {}
