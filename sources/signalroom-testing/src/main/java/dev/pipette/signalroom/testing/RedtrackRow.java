package dev.pipette.signalroom.testing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the fake RedTrack holds of one day of New York and traffic source.
 *
 * <pre>{@code
 * redtrack.restate("2025-12-23", FakeRedtrack.sourceId(1), row -> row.conversions(41).cost("1250.50"));
 * }</pre>
 *
 * @param conversions the metric {@code conversions}
 * @param totalConversions the metric {@code total_conversions}, with those of other types
 */
public record RedtrackRow(long clicks, long conversions, long totalConversions, BigDecimal cost) {
    /** The part of a day that is the next day already in UTC: a quarter. */
    private static final int EVENING = 4;

    /** The same row with other clicks. */
    public RedtrackRow clicks(long number) {
        return new RedtrackRow(number, conversions, totalConversions, cost);
    }

    /** The same row with other conversions; the total stays. */
    public RedtrackRow conversions(long number) {
        return new RedtrackRow(clicks, number, totalConversions, cost);
    }

    /** The same row with other conversions in total. */
    public RedtrackRow totalConversions(long number) {
        return new RedtrackRow(clicks, conversions, number, cost);
    }

    /** The same row with another cost, like {@code 1250.50}. */
    public RedtrackRow cost(String amount) {
        return new RedtrackRow(clicks, conversions, totalConversions, new BigDecimal(amount));
    }

    boolean isNothing() {
        return clicks == 0 && conversions == 0 && totalConversions == 0 && cost.signum() == 0;
    }

    RedtrackRow evening() {
        return new RedtrackRow(
                clicks / EVENING,
                conversions / EVENING,
                totalConversions / EVENING,
                cost.divide(BigDecimal.valueOf(EVENING), 2, RoundingMode.DOWN));
    }

    RedtrackRow plus(RedtrackRow other) {
        return new RedtrackRow(
                clicks + other.clicks,
                conversions + other.conversions,
                totalConversions + other.totalConversions,
                cost.add(other.cost));
    }

    RedtrackRow minus(RedtrackRow other) {
        return new RedtrackRow(
                clicks - other.clicks,
                conversions - other.conversions,
                totalConversions - other.totalConversions,
                cost.subtract(other.cost));
    }
}
