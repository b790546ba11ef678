package dev.pipette.error;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.util.Optional;
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
 *   alerts.send(failed.resource(), failed.loadId(), failed.lastStep());
 * }
 * }</pre>
 */
public final class PipetteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private @Nullable String resource;
    private @Nullable String loadId;
    private @Nullable String lastStep;

    /** Makes an error without a cause. */
    public PipetteException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Makes an error that another exception caused; the message must already say what the cause says. */
    public PipetteException(ErrorCode code, String message, @Nullable Throwable cause) {
        super("[" + code + "] " + Printable.of(Secrets.maskedValues(message)), cause);
        this.code = code;
    }

    /** What went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** The resource whose rows, cursor or settings are at fault; empty where it is not one of them. */
    public Optional<String> resource() {
        return Optional.ofNullable(resource);
    }

    /** The load package that the run worked on; empty before there is one, and outside runs. */
    public Optional<String> loadId() {
        return Optional.ofNullable(loadId);
    }

    /** The last step that the run finished, by the name of its {@code LoadStep}; empty before the first, and outside runs. */
    public Optional<String> lastStep() {
        return Optional.ofNullable(lastStep);
    }

    /** Notes the resource, unless one is noted. For the engine, which knows it further up than the cause. */
    @CanIgnoreReturnValue
    public PipetteException inResource(String name) {
        resource = resource == null ? name : resource;
        return this;
    }

    /** Notes how far the run was, unless that is noted. For the engine. */
    @CanIgnoreReturnValue
    public PipetteException after(String step, String load) {
        if (lastStep == null) {
            lastStep = step;
            loadId = load.isEmpty() ? null : load;
        }
        return this;
    }
}
