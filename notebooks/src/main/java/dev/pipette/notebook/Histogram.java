package dev.pipette.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Numbers counted in equal ranges, whose ends are round. */
final class Histogram {
    private static final int BINS = 20;
    private static final List<BigDecimal> FACTORS =
            List.of(BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5), BigDecimal.TEN);

    private Histogram() {}

    /** A bar for each range from the least number to the greatest. */
    static List<Chart.Point> bars(List<BigDecimal> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        BigDecimal least = numbers.stream().reduce(BigDecimal::min).orElseThrow();
        BigDecimal most = numbers.stream().reduce(BigDecimal::max).orElseThrow();
        BigDecimal width = width(most.subtract(least));
        BigDecimal begin = ranges(least, width).multiply(width);
        long[] counts = new long[place(most, begin, width) + 1];
        numbers.forEach(number -> counts[place(number, begin, width)]++);
        List<Chart.Point> bars = new ArrayList<>();
        for (int at = 0; at < counts.length; at++) {
            BigDecimal from = begin.add(width.multiply(BigDecimal.valueOf(at)));
            bars.add(new Chart.Point(
                    Chart.plain(from) + " to " + Chart.plain(from.add(width)), BigDecimal.valueOf(counts[at])));
        }
        return bars;
    }

    private static int place(BigDecimal number, BigDecimal begin, BigDecimal width) {
        return ranges(number.subtract(begin), width).intValueExact();
    }

    /** How many whole ranges there are up to a number. */
    private static BigDecimal ranges(BigDecimal number, BigDecimal width) {
        return number.divide(width, 0, RoundingMode.FLOOR);
    }

    /** The next of 1, 2, 5, 10, .. that is as large as a bar. */
    private static BigDecimal width(BigDecimal span) {
        if (span.signum() == 0) {
            return BigDecimal.ONE;
        }
        BigDecimal bar = span.divide(BigDecimal.valueOf(BINS));
        BigDecimal size = BigDecimal.ONE.scaleByPowerOfTen(bar.precision() - bar.scale() - 1);
        return FACTORS.stream()
                .map(size::multiply)
                .filter(width -> width.compareTo(bar) >= 0)
                .findFirst()
                .orElseThrow();
    }
}
