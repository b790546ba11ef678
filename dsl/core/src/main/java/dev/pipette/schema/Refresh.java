package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run takes away before it loads: in the transaction of the load, so that nothing is lost where it fails.
 *
 * <pre>{@code
 * pipeline.refresh(Refresh.DROP_RESOURCES).run(orders);
 * }</pre>
 */
public enum Refresh {
    /** All tables of the pipeline's source, also those that the run does not fill, and what all its resources remember. */
    DROP_SOURCES,
    /** The tables of the resources of the run, and what these remember. */
    DROP_RESOURCES,
    /** The rows of the resources of the run, whose tables stay, and what these remember. */
    DROP_DATA;

    /** Whether tables are dropped. */
    public boolean dropsTables() {
        return this != DROP_DATA;
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws PipetteException BAD_USAGE for any other word
     */
    public static Refresh of(String word) {
        return Arrays.stream(values())
                .filter(refresh -> refresh.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "refresh '" + word + "' is unknown. Give one of "
                                + Arrays.stream(values()).map(Refresh::toString).collect(Collectors.joining(", "))
                                + "."));
    }

    /** The word on the command line: {@code drop-resources}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
