package dev.pipette.jobs.store;

import dev.pipette.jobs.Occurrence;
import java.time.Instant;
import java.util.List;

/**
 * What was taken back of a plan that a clock made which was ahead.
 *
 * <pre>{@code
 * store.occurrences().replan("orders", seen, now).ifPresent(replanned -> System.out.println(replanned.withdrawn()));
 * }</pre>
 *
 * @param until fire times up to here stay planned
 * @param withdrawn how many occurrences were taken back: none of them had begun
 * @param begun the occurrences that have run before their intervals ended; they do not run again by themselves
 */
public record Replanned(Instant until, int withdrawn, List<Occurrence> begun) {
    /** Copies the list. */
    public Replanned {
        begun = List.copyOf(begun);
    }
}
