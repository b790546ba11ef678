package dev.pipette.spi;

/** The named steps of a run, in their order. */
public enum LoadStep {
    /** The pipeline's working folder is locked. */
    PIPELINE_LOCKED,
    /** The committed state was read from the destination. */
    STATE_READ,
    /** A load package was opened. */
    PACKAGE_OPENED,
    /** All rows were extracted and normalized, and are in the package's files. */
    EXTRACTED,
    /** The package's manifest is written and not yet in its place. */
    MANIFEST_WRITTEN,
    /** The package is sealed: from here on it will be loaded, by this run or the next. */
    SEALED,
    /** The destination's transaction has begun. */
    TRANSACTION_BEGUN,
    /** The locks are held and the package is known to be neither committed nor outdated. */
    CHECKED,
    /** The rows that do not go straight into their tables are at the destination, beside them. */
    ROWS_STAGED,
    /** The tables were made or changed. */
    SCHEMA_CHANGED,
    /** The rows were applied. */
    ROWS_APPLIED,
    /** State, schema and load rows were written. */
    BOOKKEEPING_WRITTEN,
    /** The transaction was committed. */
    COMMITTED,
    /** The package is marked as committed. */
    MARKED,
    /** The run is acknowledged: it has happened, and the next call is another run. */
    ACKNOWLEDGED,
    /** Files of acknowledged packages are deleted. */
    CLEANED
}
