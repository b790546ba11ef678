package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.Duration;

/**
 * How many requests a client sends within any time of a length. Unlike a bucket that fills up while it is used, this holds
 * in every such time, wherever the API begins to count.
 *
 * @param requests at least 1
 * @param time more than zero
 */
record RateLimit(int requests, Duration time) {
    RateLimit {
        if (requests < 1 || !time.isPositive()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a rate limit is 1 request or more within a time above zero, not " + requests + " within " + time
                            + ".");
        }
    }
}
