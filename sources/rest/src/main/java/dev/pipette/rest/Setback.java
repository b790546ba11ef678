package dev.pipette.rest;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt that failed for a reason that may pass. */
final class Setback extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Attempts where only a brief fault would pass: a name that is not found, an answer that is not JSON. */
    static final int FEW = 3;

    private final transient Optional<Instant> notBefore;
    private final int attempts;
    private final boolean rateLimited;

    private Setback(
            String reason, @Nullable Throwable cause, Optional<Instant> notBefore, int attempts, boolean rateLimited) {
        super(reason, cause);
        this.notBefore = notBefore;
        this.attempts = attempts;
        this.rateLimited = rateLimited;
    }

    /** A status that reports trouble at the API's side. */
    static Setback status(String reason, Optional<Instant> notBefore, boolean rateLimited) {
        return new Setback(reason, null, notBefore, Integer.MAX_VALUE, rateLimited);
    }

    /** No answer, or half of one. */
    static Setback cut(String reason, Throwable cause) {
        return new Setback(reason, cause, Optional.empty(), Integer.MAX_VALUE, false);
    }

    /** Something that is tried a few times only. */
    static Setback doubtful(String reason, @Nullable Throwable cause) {
        return new Setback(reason, cause, Optional.empty(), FEW, false);
    }

    /** What went wrong, as the end of a sentence about the request. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** When the API asks for the next try. */
    Optional<Instant> notBefore() {
        return notBefore;
    }

    /** How many attempts are worth while. */
    int attempts() {
        return attempts;
    }

    boolean rateLimited() {
        return rateLimited;
    }
}
