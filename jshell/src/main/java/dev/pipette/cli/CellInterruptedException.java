package dev.pipette.cli;

/** A cell that was interrupted. */
public final class CellInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CellInterruptedException() {
        super("the cell was interrupted. What it declared and loaded before stays.");
    }
}
