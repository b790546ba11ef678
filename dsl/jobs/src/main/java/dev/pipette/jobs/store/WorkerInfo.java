package dev.pipette.jobs.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A scheduler that runs, or that ran.
 *
 * <pre>{@code
 * store.workers().list().forEach(System.out::println);
 * }</pre>
 *
 * @param worker who it is
 * @param startedAt when it started
 * @param heartbeatAt when it was heard last
 * @param stoppedAt when it stopped in good order
 */
public record WorkerInfo(Worker worker, Instant startedAt, Instant heartbeatAt, Optional<Instant> stoppedAt) {}
