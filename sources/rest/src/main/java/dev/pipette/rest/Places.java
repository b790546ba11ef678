package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.json.JsonPath;

/** Checks what paging is told. */
final class Places {
    private Places() {}

    /** Refuses a path that leads to several places. */
    static void checkSingle(String path) {
        if (!JsonPath.of(path).isSingle() || path.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the path '" + path + "' does not lead to one value. Paging needs one, as in /meta/next.");
        }
    }

    /** Refuses a number that is too small. */
    static <N extends Number> N checkAtLeast(long least, N number, String what) {
        if (number.longValue() < least) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, what + "(" + number + "): the number is " + least + " or more.");
        }
        return number;
    }
}
