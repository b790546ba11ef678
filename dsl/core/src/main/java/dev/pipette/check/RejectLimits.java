package dev.pipette.check;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.text.Units;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a load may reject; above it, nothing is published.
 *
 * <pre>{@code
 * RejectLimits.NONE.withMost(10).withRate(0.01);   // at most 10 rows, and at most 1 % of those that arrive
 * }</pre>
 *
 * @param most at most how many rows; null for any
 * @param rate at most which part of the rows that arrive, 0.01 for 1 %; null for any
 */
@CheckReturnValue
public record RejectLimits(@Nullable Long most, @Nullable Double rate) {
    /** Any number of rows. */
    public static final RejectLimits NONE = new RejectLimits(null, null);

    /** Refuses what is no number of rows. */
    public RejectLimits {
        if (most != null && most < 0) {
            throw RuleText.refused(
                    "maxRejects(" + most + ") (--max-rejects " + most + ") is below 0. Give a number of rows");
        }
        if (rate != null && !(rate >= 0 && rate <= 1)) {
            throw RuleText.refused("maxRejectRate(" + rate + ") (--max-reject-rate " + rate
                    + ") is not a part of the rows. Give 0.01 for 1 %");
        }
    }

    /** The same with another number of rows. */
    public RejectLimits withMost(long rows) {
        return new RejectLimits(rows, rate);
    }

    /** The same with another part of the rows. */
    public RejectLimits withRate(double part) {
        return new RejectLimits(most, part);
    }

    /**
     * Whether a load keeps the limits, one result for each.
     *
     * @param rejected how many rows it rejects
     * @param arriving how many rows arrive, with these
     */
    public List<CheckResult> results(String table, long rejected, long arriving) {
        return results(table, rejected, arriving, RejectsBefore.NONE);
    }

    /**
     * The same for a step of a run that is committed in steps: the limits are those of the run.
     *
     * @param before what the steps before it brought
     */
    public List<CheckResult> results(String table, long rejectedNow, long arrivingNow, RejectsBefore before) {
        long rejected = rejectedNow + before.rejected();
        long arriving = arrivingNow + before.arrived();
        List<CheckResult> results = new ArrayList<>();
        String found = Units.number(rejected) + " of " + Units.rows(arriving)
                + (rejected == 1 ? " is rejected" : " are rejected")
                + (before.arrived() == 0
                        ? ""
                        : ", " + Units.number(before.rejected())
                                + " of them in the steps of the run that are committed");
        if (most != null) {
            results.add(result(table, "max_rejects(" + most + ")", rejected > most, rejected, found));
        }
        if (rate != null) {
            String part = BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
            results.add(result(table, "max_reject_rate(" + part + ")", rejected > rate * arriving, rejected, found));
        }
        return results;
    }

    private static CheckResult result(String table, String name, boolean broken, long rejected, String found) {
        return new CheckResult(
                table,
                name,
                Severity.FAIL,
                Verdict.of(Severity.FAIL, broken),
                broken ? rejected : 0,
                broken ? found : "");
    }
}
