package dev.pipette.engine.query;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.WriteDisposition;

/** The way out of errors about single rows: to keep such rows apart. */
public final class BadRowAdvice {
    private static final String ADVICE = " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).";

    private BadRowAdvice() {}

    /** A further sentence of an error about the values of a column; empty where their rows cannot be kept apart. */
    public static String afterColumn(ResourceLoad resource, String column) {
        boolean decides = resource.followsColumn(column)
                || resource.disposition().deciding().contains(column);
        return decides || !canReject(resource.disposition()) ? "" : ADVICE;
    }

    /** Whether a row that does not arrive means nothing. */
    private static boolean canReject(WriteDisposition disposition) {
        return !disposition.takesAllRows() && disposition.versions().isEmpty();
    }
}
