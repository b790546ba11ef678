package dev.pipette.error;

/** What went wrong, as a code that programs can switch on; {@link #kind()} says who can fix it. */
public enum ErrorCode {
    /** A call, an option or a combination of options that cannot mean anything. */
    BAD_USAGE(Kind.USAGE),
    /** Settings that are missing, wrong, or in a file that cannot be read; secrets where they must not be. */
    BAD_SETTINGS(Kind.USAGE),
    /** A destination or format that no library on the class path serves. */
    NOT_INSTALLED(Kind.USAGE),
    /** An input that does not exist. */
    SOURCE_MISSING(Kind.DATA),
    /** An input that exists and cannot be read as what it claims to be. */
    SOURCE_UNREADABLE(Kind.DATA),
    /** An input file that changed between extract and load. */
    SOURCE_CHANGED(Kind.DATA),
    /** The source does not let this key or user in. Never tried again, because repeated failures block an address. */
    SOURCE_AUTH(Kind.DATA),
    /** The source cannot be reached, or broke off, for a reason that may pass by itself; it was tried again. */
    SOURCE_UNAVAILABLE(Kind.DATA),
    /** Two keys of one row that become the same column, or a table or column with a name that Pipette keeps for itself. */
    NAME_COLLISION(Kind.DATA),
    /** A row without a value for a column of its key. */
    KEY_MISSING(Kind.DATA),
    /** A change of the schema that a contract does not allow; nothing of the package was loaded. */
    CONTRACT_BROKEN(Kind.DATA),
    /** A value that does not fit the declared type. */
    TYPE_MISMATCH(Kind.DATA),
    /** A row that the destination refuses: by a constraint that was added there, or a value out of its range. */
    ROW_REFUSED(Kind.DATA),
    /** A check of the rows that they do not pass, or a snapshot that too many rows are missing in; nothing of the package was published. */
    CHECK_FAILED(Kind.DATA),
    /** A row without a value for the incremental cursor. */
    CURSOR_MISSING(Kind.DATA),
    /** A row that violates the declared order of the incremental cursor. */
    CURSOR_UNORDERED(Kind.DATA),
    /** The code of a resource failed while it produced or mapped rows. */
    RESOURCE_FAILED(Kind.DATA),
    /** Another process holds the pipeline's working folder. */
    PIPELINE_LOCKED(Kind.DESTINATION),
    /** Another process holds the destination. */
    DESTINATION_LOCKED(Kind.DESTINATION),
    /** The destination does not let this user in. Never tried again, because repeated failures block an address. */
    DESTINATION_AUTH(Kind.DESTINATION),
    /** The destination cannot be reached, or broke off, for a reason that may pass by itself; it was tried again. */
    DESTINATION_UNAVAILABLE(Kind.DESTINATION),
    /**
     * The destination refuses what a package does to a table, for a reason that does not pass by itself: a trigger, a
     * policy, a missing right, a column that cannot be altered. The package is set aside.
     */
    LOAD_REFUSED(Kind.DESTINATION),
    /** The destination refused or broke off. */
    DESTINATION_FAILED(Kind.DESTINATION),
    /** Another machine loaded this pipeline meanwhile; extraction starts again from the committed state. */
    STATE_MOVED(Kind.DESTINATION),
    /** The destination holds older state than this working folder knows to be committed. */
    DATASET_REWOUND(Kind.DESTINATION),
    /** A load package waits for a decision. */
    PACKAGE_PENDING(Kind.DESTINATION),
    /** A working folder, package, schema or state document that a newer version wrote. */
    WRITTEN_BY_NEWER_VERSION(Kind.USAGE),
    /** The working folder cannot be read or written. */
    WORKING_FOLDER_FAILED(Kind.DESTINATION),
    /** The thread that runs the pipeline was interrupted. What was committed stays; a package that waits is finished later. */
    INTERRUPTED(Kind.USAGE);

    /** Who can correct an error: the caller, the owner of the data, or the owner of the destination. */
    public enum Kind {
        /** The call is wrong. */
        USAGE,
        /** The input is wrong. */
        DATA,
        /** The destination, or the folder that the load goes through, is at fault. */
        DESTINATION
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    /** Returns who can correct the error. */
    public Kind kind() {
        return kind;
    }

    /** Whether publishing the same package again can only fail again, so that it is set aside and others continue. */
    public boolean setsPackageAside() {
        return kind == Kind.DATA || this == LOAD_REFUSED;
    }
}
