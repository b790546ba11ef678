package dev.pipette.cli;

import dev.pipette.error.PipetteException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cell that was interrupted. */
public final class CellInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether an interrupt is what was thrown. Pipette itself says what an interrupt stopped, and what became of it. */
    public static boolean isBehind(@Nullable Throwable thrown) {
        return !(thrown instanceof PipetteException)
                && Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause ->
                                cause instanceof CellInterruptedException || cause instanceof InterruptedException);
    }

    CellInterruptedException() {
        super("the cell was interrupted. What it declared and loaded before stays.");
    }
}
