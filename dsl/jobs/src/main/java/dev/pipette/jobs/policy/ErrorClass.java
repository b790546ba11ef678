package dev.pipette.jobs.policy;

import dev.pipette.error.ErrorCode;

/**
 * Whether an error may pass by itself, so that another attempt is worth while.
 *
 * <pre>{@code
 * ErrorClass.of(ErrorCode.SOURCE_UNAVAILABLE).isRetried();   // true
 * ErrorClass.of(ErrorCode.TYPE_MISMATCH).isRetried();        // false: the data is as it is
 * }</pre>
 */
public enum ErrorClass {
    /** A network, a lock, a full disk, a script's own error: the next attempt may succeed. */
    PASSES(true, "it may pass by itself"),
    /** The rows are wrong, and stay wrong until somebody corrects them. */
    DATA(false, "the data stays wrong until somebody corrects it"),
    /** A login was refused, and repeated failures block an account or an address. */
    LOGIN(false, "repeated logins that fail block an account or an address"),
    /** The job itself, its settings or its installation is wrong. */
    USAGE(false, "the job, its settings or its installation must be changed first"),
    /** The destination needs a decision of a person. */
    DECISION(false, "a person has to decide or change something at the destination first");

    /**
     * The exit code of {@code pipette run --job} after an error that may pass, as {@code sysexits.h} has it (EX_TEMPFAIL), so that
     * another scheduler knows what to try again.
     */
    public static final int EXIT_CODE = 75;

    private final boolean retried;
    private final String reason;

    ErrorClass(boolean retried, String reason) {
        this.retried = retried;
        this.reason = reason;
    }

    /** The class of an error. */
    public static ErrorClass of(ErrorCode code) {
        return switch (code) {
            case SOURCE_UNAVAILABLE,
                    SOURCE_CHANGED,
                    RESOURCE_FAILED,
                    PIPELINE_LOCKED,
                    DESTINATION_LOCKED,
                    DESTINATION_UNAVAILABLE,
                    DESTINATION_FAILED,
                    STATE_MOVED,
                    WORKING_FOLDER_FAILED,
                    INTERRUPTED -> PASSES;
            case SOURCE_MISSING,
                    SOURCE_UNREADABLE,
                    NAME_COLLISION,
                    KEY_MISSING,
                    TYPE_MISMATCH,
                    ROW_REFUSED,
                    CHECK_FAILED,
                    CURSOR_MISSING,
                    CURSOR_UNORDERED -> DATA;
            case SOURCE_AUTH, DESTINATION_AUTH -> LOGIN;
            case BAD_USAGE, BAD_SETTINGS, NOT_INSTALLED, WRITTEN_BY_NEWER_VERSION -> USAGE;
            case LOAD_REFUSED, DATASET_REWOUND, PACKAGE_PENDING -> DECISION;
        };
    }

    /** The class of an error by the name of its code; one without a code, or with a code of another version, may pass. */
    static ErrorClass named(String code) {
        for (ErrorCode known : ErrorCode.values()) {
            if (known.name().equals(code)) {
                return of(known);
            }
        }
        return PASSES;
    }

    /** Whether another attempt is made. */
    public boolean isRetried() {
        return retried;
    }

    /** Why, as a part of a sentence. */
    public String reason() {
        return reason;
    }
}
