package dev.pipette.jobs.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a job's health, for the choice of alerts.
 *
 * <pre>{@code
 * boolean isFirstFailure = state.failingSince().isEmpty();
 * }</pre>
 *
 * @param job its name
 * @param since when it was promoted first
 * @param lastSuccessAt when an occurrence succeeded last
 * @param failingSince since when occurrences fail, without a success between them
 * @param lateSince since when lateness has been reported
 * @param pausedAt since when it is paused
 */
public record AlertState(
        String job,
        Instant since,
        Optional<Instant> lastSuccessAt,
        Optional<Instant> failingSince,
        Optional<Instant> lateSince,
        Optional<Instant> pausedAt) {}
