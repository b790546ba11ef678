package dev.pipette.jobs.store;

import dev.pipette.jobs.Occurrence;
import java.util.List;

/**
 * Chooses who is told about the end of an occurrence; it is asked within the transaction that ends it.
 *
 * <pre>{@code
 * AlertChoice choice = (state, ended) -> state.failingSince().isEmpty() ? List.of(alert) : List.of();
 * }</pre>
 */
@FunctionalInterface
public interface AlertChoice {
    /** Tells nobody. */
    AlertChoice NONE = (state, ended) -> List.of();

    /**
     * The messages.
     *
     * @param state of the job before
     * @param ended the occurrence as it is now
     */
    List<NewAlert> alerts(AlertState state, Occurrence ended);
}
