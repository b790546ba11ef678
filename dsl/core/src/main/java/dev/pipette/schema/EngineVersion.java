package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;

/** The version of dlt's engine in a document: Pipette reads exactly one of each kind of document. */
final class EngineVersion {
    private EngineVersion() {}

    /**
     * Refuses a document of another version.
     *
     * @param what the document, as an error names it, such as {@code schema 'shop'}
     * @param known the version that Pipette reads
     * @param newer what to do with a document of a newer version
     * @param older what to do with a document of an older version
     * @throws PipetteException WRITTEN_BY_NEWER_VERSION or SOURCE_UNREADABLE
     */
    static void check(String what, int found, int known, String newer, String older) {
        if (found > known) {
            throw new PipetteException(
                    ErrorCode.WRITTEN_BY_NEWER_VERSION,
                    "%s has engine version %d, and this Pipette reads up to %d. %s"
                            .formatted(what, found, known, newer));
        }
        if (found < known) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s has engine version %d, and this Pipette reads %d. %s".formatted(what, found, known, older));
        }
    }
}
