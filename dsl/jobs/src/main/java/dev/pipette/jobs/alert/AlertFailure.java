package dev.pipette.jobs.alert;

import dev.pipette.text.Secrets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert that its receiver did not take. Its message holds no secrets.
 *
 * <pre>{@code
 * throw AlertFailure.passing("https://example.com answered 503", Optional.empty(), null);
 * }</pre>
 */
public final class AlertFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final transient Optional<Duration> after;

    private AlertFailure(String message, boolean passing, Optional<Duration> after, @Nullable Throwable cause) {
        super(Secrets.masked(message), cause);
        this.passing = passing;
        this.after = after;
    }

    /**
     * One that may pass by itself.
     *
     * @param after the time that the receiver asks for
     */
    public static AlertFailure passing(String message, Optional<Duration> after, @Nullable Throwable cause) {
        return new AlertFailure(message, true, after, cause);
    }

    /** One that does not pass: to send it again is of no use. */
    public static AlertFailure lasting(String message, @Nullable Throwable cause) {
        return new AlertFailure(message, false, Optional.empty(), cause);
    }

    /** Whether it is sent again. */
    public boolean isPassing() {
        return passing;
    }

    /** The time that the receiver asks to wait. */
    public Optional<Duration> after() {
        return after;
    }

    /** What went wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
