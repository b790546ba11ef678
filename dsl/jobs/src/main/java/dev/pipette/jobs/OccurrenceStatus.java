package dev.pipette.jobs;

/**
 * Where an occurrence of a job is.
 *
 * <pre>{@code
 * occurrence.status().isEnd();   // true: it changes no more
 * }</pre>
 */
public enum OccurrenceStatus {
    /** Due, and not started. */
    WAITING(false),
    /** An attempt runs. */
    RUNNING(false),
    /** An attempt failed, and the next one waits for its time. */
    RETRYING(false),
    /** Done. */
    SUCCEEDED(true),
    /** Its last attempt failed. */
    FAILED(true),
    /** It was due and did not run, for a reason that it names. */
    SKIPPED(true),
    /** A person ended it. */
    CANCELLED(true);

    private final boolean end;

    OccurrenceStatus(boolean end) {
        this.end = end;
    }

    /** Whether nothing happens to it any more, unless a person asks for it. */
    public boolean isEnd() {
        return end;
    }
}
