package dev.pipette.notebook;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;

/**
 * Makes XChart write round numbers at its axes. Where all values are equally far apart, as any two are, XChart writes the values
 * themselves, such as 0.25 and 3.25. A hidden series has a value between them and prevents this. Axes of whole numbers have whole
 * numbers, and axes of days have days.
 */
final class RoundTicks {
    private static final String HIDDEN = " ";

    /** Where the hidden value is between the least and the greatest one, so that the three are not equally far apart. */
    private static final double BETWEEN = 0.381966;

    /** How much of the plot the axis takes at least. */
    private static final double PART = 0.85;

    /** XChart rounds a distance in time down, so it has to be more than a day. */
    private static final double DAY = 1.1;

    /** How many days an axis shows at least: XChart has no tick for a distance that is longer than the axis. */
    private static final double FEWEST_DAYS = 1.6;

    /** For fewer, XChart would write hours. */
    private static final double FEW_DAYS = 10;

    private static final double MILLIS = Duration.ofDays(1).toMillis();

    /** What the labels and the title of an axis take. */
    private static final int BESIDE = 80;

    private static final int BELOW = 60;

    private final List<BigDecimal> x;
    private final List<BigDecimal> y;
    private final Chart chart;

    private RoundTicks(Chart chart) {
        this.chart = chart;
        this.x = chart.points().stream().flatMap(RoundTicks::number).toList();
        this.y = chart.points().stream()
                .map(Chart.Point::y)
                .filter(Objects::nonNull)
                .toList();
    }

    static RoundTicks of(Chart chart) {
        return new RoundTicks(chart);
    }

    /** The place on the x axis as a number; a day counts from 1970. */
    private static Stream<BigDecimal> number(Chart.Point point) {
        return switch (point.x()) {
            case BigDecimal number -> Stream.of(number);
            case LocalDate day -> Stream.of(BigDecimal.valueOf(day.toEpochDay()));
            default -> Stream.empty();
        };
    }

    /** For bars. They overlap the hidden series, so that it takes no room beside them. */
    void set(CategoryChart bars, BarNames names) {
        List<BigDecimal> fromZero =
                Stream.concat(Stream.of(BigDecimal.ZERO), y.stream()).toList();
        double height = PART * (ChartPicture.HEIGHT - BELOW - names.height());
        bars.getStyler().setOverlapped(true);
        bars.getStyler()
                .setYAxisTickMarkSpacingHint(
                        spacing(fromZero, height, bars.getStyler().getYAxisTickMarkSpacingHint()));
        List<@Nullable Double> heights =
                new ArrayList<>(Collections.nCopies(names.shown().size(), null));
        heights.set(0, between(doubles(fromZero)));
        bars.addSeries(chart.y() + HIDDEN, names.shown(), heights).setEnabled(false);
    }

    /** For lines and points. */
    void set(XYChart points) {
        if (y.isEmpty()) {
            return;
        }
        double wide = ChartPicture.WIDTH - BESIDE;
        points.getStyler()
                .setYAxisTickMarkSpacingHint(spacing(
                        y,
                        PART * (ChartPicture.HEIGHT - BELOW),
                        points.getStyler().getYAxisTickMarkSpacingHint()));
        if (chart.points().getFirst().x() instanceof LocalDate) {
            setDays(points, wide);
        } else {
            points.getStyler()
                    .setXAxisTickMarkSpacingHint(
                            spacing(x, PART * wide, points.getStyler().getXAxisTickMarkSpacingHint()));
        }
        Object place = chart.isTime()
                ? new Date((long) between(chart.points().stream()
                        .flatMap(point -> point.time().stream())
                        .mapToDouble(time -> time.toEpochMilli())))
                : between(doubles(x));
        points.addSeries(chart.y() + HIDDEN, List.of(place), List.of(between(doubles(y))))
                .setEnabled(false);
    }

    /** Days at the x axis, and no hours between them. */
    private void setDays(XYChart points, double wide) {
        DoubleSummaryStatistics days = doubles(x).summaryStatistics();
        double missing = Math.max(0, FEWEST_DAYS - (days.getMax() - days.getMin()));
        if (missing > 0) {
            points.getStyler()
                    .setXAxisMin((days.getMin() - missing / 2) * MILLIS)
                    .setXAxisMax((days.getMax() + missing / 2) * MILLIS);
        }
        double shown = days.getMax() - days.getMin() + missing;
        if (shown < FEW_DAYS) {
            points.getStyler().setDatePattern("MM-dd");
        }
        points.getStyler().setXAxisTickMarkSpacingHint((int)
                Math.max(points.getStyler().getXAxisTickMarkSpacingHint(), DAY * wide / shown));
    }

    private static DoubleStream doubles(List<BigDecimal> numbers) {
        return numbers.stream().mapToDouble(BigDecimal::doubleValue);
    }

    private static double between(DoubleStream numbers) {
        DoubleSummaryStatistics all = numbers.summaryStatistics();
        return all.getMin() + BETWEEN * (all.getMax() - all.getMin());
    }

    /**
     * How far ticks are apart at least: there are none between two whole numbers.
     *
     * @param length of the axis
     */
    private static int spacing(List<BigDecimal> numbers, double length, int usual) {
        boolean areWhole =
                numbers.stream().allMatch(number -> number.stripTrailingZeros().scale() <= 0);
        DoubleSummaryStatistics all = doubles(numbers).summaryStatistics();
        double span = all.getMax() - all.getMin();
        return areWhole && span >= 1 ? (int) Math.max(usual, length / span) : usual;
    }
}
