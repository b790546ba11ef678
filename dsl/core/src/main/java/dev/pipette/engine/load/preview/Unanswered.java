package dev.pipette.engine.load.preview;

import dev.pipette.error.PipetteException;

/** The destination cannot answer a question about the rows of a sample, for a reason that does not pass by itself. */
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PipetteException problem;

    Unanswered(PipetteException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    /** What the destination says. */
    public PipetteException problem() {
        return problem;
    }
}
