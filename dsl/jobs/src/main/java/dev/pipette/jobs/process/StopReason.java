package dev.pipette.jobs.process;

/**
 * Why an attempt is asked to stop.
 *
 * <pre>{@code
 * attempt.stop(StopReason.HAND_BACK);
 * }</pre>
 */
public enum StopReason {
    /** It takes longer than its job allows. */
    TIMEOUT,
    /** A person cancelled it. */
    CANCEL,
    /** Its scheduler stops, and another one continues with the occurrence. */
    HAND_BACK,
    /** Another scheduler took this one for dead, and runs the occurrence. */
    TAKEN_OVER
}
