package dev.pipette.jobs.store;

import java.time.Instant;

/**
 * A pause of a job that has ended.
 *
 * <pre>{@code
 * for (JobPause pause : store.jobs().pauses("orders", since)) {
 *     System.out.println(pause.from() + " to " + pause.to());
 * }
 * }</pre>
 *
 * @param from when a person paused it
 * @param to when a person resumed it
 */
public record JobPause(Instant from, Instant to) {}
