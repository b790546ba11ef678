package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.Chart.Kind;
import dev.pipette.notebook.Chart.Point;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Axis;

/** What is written at the axes of a picture. */
class ChartPictureTests {
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 12);

    private static Chart chart(Kind kind, double... heights) {
        List<Point> points = IntStream.range(0, heights.length)
                .mapToObj(at ->
                        new Point(kind == Kind.BAR ? "bar " + at : new BigDecimal(at), BigDecimal.valueOf(heights[at])))
                .toList();
        return new Chart(kind, "x", "y", points, List.of());
    }

    /**
     * The texts that XChart writes at an axis. XChart shows them to nobody, and a formatter of one's own would change which there are.
     *
     * @param axis the method of XChart that returns it
     */
    private static List<String> labels(Chart chart, String axis) throws ReflectiveOperationException {
        var drawn = chart.kind() == Kind.BAR ? ChartPicture.bars(chart) : ChartPicture.points(chart);
        BufferedImage image = new BufferedImage(ChartPicture.WIDTH, ChartPicture.HEIGHT, BufferedImage.TYPE_INT_RGB);
        drawn.paint(image.createGraphics(), ChartPicture.WIDTH, ChartPicture.HEIGHT);
        Method method = org.knowm.xchart.internal.chartpart.Chart.class.getDeclaredMethod(axis);
        method.setAccessible(true);
        return ((Axis<?, ?>) method.invoke(drawn))
                .getAxisTickCalculator().getTickLabels().stream()
                        .filter(label -> label != null && !label.isBlank())
                        .toList();
    }

    private static boolean isWhole(String label) {
        return label.matches("-?\\d+");
    }

    @Test
    void round_numbers_are_at_the_axis_and_not_those_of_the_rows() throws ReflectiveOperationException {
        assertThat(labels(chart(Kind.BAR, 1, 9.3, 1), "getYAxis"))
                .contains("0", "2", "4", "6", "8")
                .doesNotContain("9.3");
        assertThat(labels(chart(Kind.LINE, 0.25, 3.25), "getYAxis"))
                .contains("0.5", "1", "1.5", "2", "2.5", "3")
                .doesNotContain("0.25", "3.25");
    }

    @Test
    void whole_numbers_have_whole_ones_at_the_axis() throws ReflectiveOperationException {
        assertThat(labels(chart(Kind.BAR, 1, 1), "getYAxis")).contains("0", "1").allMatch(ChartPictureTests::isWhole);
        assertThat(labels(chart(Kind.LINE, 1, 2, 4), "getYAxis"))
                .contains("1", "2", "3", "4")
                .allMatch(ChartPictureTests::isWhole);
        assertThat(labels(chart(Kind.LINE, 1, 2, 4), "getXAxis"))
                .contains("0", "1", "2")
                .allMatch(ChartPictureTests::isWhole);
    }

    @Test
    void days_have_days_at_the_axis() throws ReflectiveOperationException {
        LocalDate first = LocalDate.of(2025, 1, 1);
        for (int days : List.of(1, 2, 3, 4, 8)) {
            List<Point> points = IntStream.range(0, days)
                    .mapToObj(day -> new Point(first.plusDays(day), BigDecimal.valueOf(day)))
                    .toList();
            List<String> expected =
                    IntStream.rangeClosed(1, days).mapToObj(day -> "01-0" + day).toList();

            assertThat(labels(new Chart(Kind.LINE, "x", "y", points, List.of()), "getXAxis"))
                    .containsAll(expected)
                    .allMatch(label -> label.matches("\\d\\d-\\d\\d"));
        }
    }

    @Test
    void names_that_do_not_fit_below_their_bars_are_upright_and_short() {
        Chart two = new Chart(
                Kind.BAR,
                "x",
                "y",
                List.of(
                        new Point("quarry blast", BigDecimal.ONE),
                        new Point("a rather long name of a type", BigDecimal.ONE)),
                List.of());

        BarNames fitting = BarNames.of(two, FONT, 600);
        BarNames upright = BarNames.of(two, FONT, 200);

        assertThat(fitting.areUpright()).isFalse();
        assertThat(fitting.shown()).containsExactly("quarry blast", "a rather long name of a type");
        assertThat(upright.areUpright()).isTrue();
        assertThat(upright.shown()).containsExactly("quarry blast", "a rather long nam…");
        assertThat(fitting.height()).isLessThan(upright.height());
    }
}
