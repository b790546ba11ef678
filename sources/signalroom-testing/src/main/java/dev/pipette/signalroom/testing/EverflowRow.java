package dev.pipette.signalroom.testing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the fake Everflow holds of one day of New York, affiliate and advertiser.
 *
 * <pre>{@code
 * everflow.restate("2025-12-23", 1, row -> row.conversions(30).payout("612.50"));
 * }</pre>
 *
 * @param clicks the metric {@code total_click}
 * @param conversions the metric {@code cv}
 * @param totalConversions the metric {@code total_cv}, with those that were only viewed through
 */
public record EverflowRow(long clicks, long conversions, long totalConversions, BigDecimal payout, BigDecimal revenue) {
    /** The part of a day that is the next day already in UTC: a quarter. */
    private static final int EVENING = 4;

    /** The same row with other clicks. */
    public EverflowRow clicks(long number) {
        return new EverflowRow(number, conversions, totalConversions, payout, revenue);
    }

    /** The same row with other conversions; the total stays. */
    public EverflowRow conversions(long number) {
        return new EverflowRow(clicks, number, totalConversions, payout, revenue);
    }

    /** The same row with other conversions in total. */
    public EverflowRow totalConversions(long number) {
        return new EverflowRow(clicks, conversions, number, payout, revenue);
    }

    /** The same row with another payout, like {@code 612.50}. */
    public EverflowRow payout(String amount) {
        return new EverflowRow(clicks, conversions, totalConversions, new BigDecimal(amount), revenue);
    }

    /** The same row with another revenue, like {@code 1000.5}. */
    public EverflowRow revenue(String amount) {
        return new EverflowRow(clicks, conversions, totalConversions, payout, new BigDecimal(amount));
    }

    BigDecimal profit() {
        return revenue.subtract(payout);
    }

    boolean isNothing() {
        return clicks == 0
                && conversions == 0
                && totalConversions == 0
                && payout.signum() == 0
                && revenue.signum() == 0;
    }

    EverflowRow evening() {
        return new EverflowRow(
                clicks / EVENING, conversions / EVENING, totalConversions / EVENING, quarter(payout), quarter(revenue));
    }

    private static BigDecimal quarter(BigDecimal amount) {
        return amount.divide(BigDecimal.valueOf(EVENING), 2, RoundingMode.DOWN);
    }

    EverflowRow plus(EverflowRow other) {
        return new EverflowRow(
                clicks + other.clicks,
                conversions + other.conversions,
                totalConversions + other.totalConversions,
                payout.add(other.payout),
                revenue.add(other.revenue));
    }

    EverflowRow minus(EverflowRow other) {
        return new EverflowRow(
                clicks - other.clicks,
                conversions - other.conversions,
                totalConversions - other.totalConversions,
                payout.subtract(other.payout),
                revenue.subtract(other.revenue));
    }
}
