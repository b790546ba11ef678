package dev.pipette.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that begins, as an observer hears of it. The id ties it to the {@link RunTrace} of its end.
 *
 * <pre>{@code
 * public void began(RunStart run) {
 *     running.put(run.runId(), span(run.pipeline()));
 * }
 * }</pre>
 *
 * @param runId a random UUID
 * @param pipeline the pipeline
 * @param destination the destination for people, without secrets
 * @param address the destination as {@code --into} takes it, without secrets: {@code postgres://loader@db:5432/shop}
 * @param dataset the dataset
 * @param startedAt when it began
 * @param script the script that runs it
 */
public record RunStart(
        String runId,
        String pipeline,
        String destination,
        String address,
        String dataset,
        Instant startedAt,
        Optional<RunningScript> script) {}
