package dev.pipette.engine.load.plan;

/**
 * What a load uses a column for.
 *
 * @param isKey whether rows are matched or identified by it
 * @param isCursor whether it is the cursor of its resource
 * @param decides whether its values decide what a merge does with a row
 */
record ColumnUse(boolean isKey, boolean isCursor, boolean decides) {
    /** Whether every value must go into the column itself. */
    boolean mustFit() {
        return isKey || isCursor || decides;
    }
}
