package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import java.util.Optional;

/**
 * An occurrence that is to be made for a fire time.
 *
 * <pre>{@code
 * new PlannedOccurrence(interval, Optional.of("missed while no scheduler ran"));
 * }</pre>
 *
 * @param interval whose end is the fire time
 * @param skipped why it does not run; empty where it does
 */
public record PlannedOccurrence(RunInterval interval, Optional<String> skipped) {}
