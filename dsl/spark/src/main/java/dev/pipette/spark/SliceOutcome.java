package dev.pipette.spark;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The error of a slice, as text on its way from an executor to the driver.
 *
 * @param code name of the error's code
 * @param message begins with the code
 * @param resource empty where the error has none
 */
record SliceOutcome(String code, String message, String resource) {
    /** The text of a slice that was read. */
    static final String WELL = "";

    private static final JsonMapper JSON = JsonMapper.shared();

    static String failed(PipetteException error) {
        return JSON.writeValueAsString(new SliceOutcome(
                error.code().name(),
                String.valueOf(error.getMessage()),
                error.resource().orElse("")));
    }

    /** The error as the executor had it. */
    static PipetteException error(String text) {
        return JSON.readValue(text, SliceOutcome.class).error();
    }

    private PipetteException error() {
        String prefix = "[" + code + "] ";
        PipetteException error = new PipetteException(
                ErrorCode.valueOf(code), message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        return resource.isEmpty() ? error : error.inResource(resource);
    }
}
