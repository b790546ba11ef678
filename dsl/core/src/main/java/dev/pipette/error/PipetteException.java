package dev.pipette.error;

import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Pipette: its message says what failed, on which value, where, and what to do now. The message
 * holds no secret that Pipette knows, and no control characters of the data.
 *
 * <pre>{@code
 * try {
 *   pipeline.run(orders);
 * } catch (PipetteException failed) {
 *   if (failed.code() == ErrorCode.DESTINATION_LOCKED) {
 *     System.err.println("later: " + failed.getMessage());
 *   }
 * }
 * }</pre>
 */
public final class PipetteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Makes an error without a cause. */
    public PipetteException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Makes an error that another exception caused; the message must already tell what the cause tells. */
    public PipetteException(ErrorCode code, String message, @Nullable Throwable cause) {
        super("[" + code + "] " + Printable.of(Secrets.maskedValues(message)), cause);
        this.code = code;
    }

    /** Tells what went wrong. */
    public ErrorCode code() {
        return code;
    }
}
