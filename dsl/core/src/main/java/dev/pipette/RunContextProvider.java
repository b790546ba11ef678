package dev.pipette;

import java.util.Optional;

/**
 * Knows the context of the runs of this process. Found once by {@link java.util.ServiceLoader}, and asked by each run whose thread
 * has no context of its own.
 *
 * <pre>{@code
 * public final class JobContext implements RunContextProvider {
 *     public Optional<RunContext> context() {
 *         return Optional.of(RunContext.NONE.param("day", "2025-12-24"));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface RunContextProvider {
    /** The context; empty where this provider has none. */
    Optional<RunContext> context();
}
