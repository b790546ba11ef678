package dev.pipette.plan;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Units;
import java.time.Duration;

/**
 * How much a plan reads of each resource at most. Whichever bound is reached first ends the sample.
 *
 * <pre>{@code
 * pipeline.sample(PlanSample.USUAL.rows(50).requests(1)).plan(orders);
 * }</pre>
 *
 * @param rows rows that would be loaded: those that a filter or a cursor leaves out do not count
 * @param time from the first row on, looked at between rows and between requests
 * @param requests to a web API
 */
public record PlanSample(long rows, Duration time, int requests) {
    /** 1,000 rows, 10 seconds, 10 requests. */
    public static final PlanSample USUAL = new PlanSample(1_000, Duration.ofSeconds(10), 10);

    private static final long MOST_ROWS = 10_000;

    /** Refuses bounds that leave nothing to read, or more than a plan compares with the destination. */
    public PlanSample {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a sample of " + Units.rows(rows) + ": a plan reads 1 to " + Units.number(MOST_ROWS) + " rows.");
        }
        if (!time.isPositive()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a sample of " + time + ": the time of a plan is more than zero.");
        }
        if (requests < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a sample of " + requests + " requests: a plan sends 1 or more.");
        }
    }

    /** With another number of rows. */
    public PlanSample rows(long most) {
        return new PlanSample(most, time, requests);
    }

    /** With another time. */
    public PlanSample time(Duration most) {
        return new PlanSample(rows, most, requests);
    }

    /** With another number of requests. */
    public PlanSample requests(int most) {
        return new PlanSample(rows, time, most);
    }

    /** The bounds as people read them. */
    @Override
    public String toString() {
        return Units.rows(rows) + ", " + time.toSeconds() + (time.toSeconds() == 1 ? " second, " : " seconds, ")
                + Units.number(requests) + (requests == 1 ? " request" : " requests");
    }
}
