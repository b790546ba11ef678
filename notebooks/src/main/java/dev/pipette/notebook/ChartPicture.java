package dev.pipette.notebook;

import dev.pipette.notebook.Chart.Kind;
import dev.pipette.notebook.Chart.Point;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** A chart as a picture, drawn by XChart: with dots, or with shapes that Batik writes. */
final class ChartPicture {
    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    /** Dots of the picture for one of the page, so that it is sharp on good screens. */
    private static final int SCALE = 2;

    /** What the numbers and the title of the axis take. */
    private static final int LEFT_OF_BARS = 80;

    private static final Color BLUE = new Color(0x4c78a8);
    private static final Font NOTES = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private ChartPicture() {}

    /** The element {@code svg}, with text as shapes. */
    static String svg(Chart chart) {
        SVGGraphics2D graphics = new SVGGraphics2D(document());
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        paint(chart, graphics);
        return text(graphics);
    }

    /** A PNG in Base64; nothing where the JDK cannot draw, for example without a font. */
    static Optional<String> png(Chart chart) {
        try {
            BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.scale(SCALE, SCALE);
            paint(chart, graphics);
            graphics.dispose();
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            boolean isWritten = ImageIO.write(image, "png", png);
            return isWritten ? Optional.of(Base64.getEncoder().encodeToString(png.toByteArray())) : Optional.empty();
        } catch (IOException | LinkageError | RuntimeException cannotDraw) {
            return Optional.empty();
        }
    }

    private static void paint(Chart chart, Graphics2D graphics) {
        org.knowm.xchart.internal.chartpart.Chart<?, ?> drawn = chart.kind() == Kind.BAR ? bars(chart) : points(chart);
        Styler styler = drawn.getStyler();
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setSeriesColors(new Color[] {BLUE});
        styler.setChartTitleVisible(!chart.notes().isEmpty());
        styler.setChartTitleFont(NOTES);
        drawn.setTitle(String.join("; ", chart.notes()));
        if (chart.points().stream().allMatch(point -> point.y() == null)) {
            graphics.drawString("no points", WIDTH / 2, HEIGHT / 2);
        } else {
            drawn.paint(graphics, WIDTH, HEIGHT);
        }
    }

    static CategoryChart bars(Chart chart) {
        CategoryChart bars = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(chart.x())
                .yAxisTitle(chart.y())
                .build();
        if (!chart.points().isEmpty()) {
            BarNames names = BarNames.of(chart, bars.getStyler().getAxisTickLabelsFont(), WIDTH - LEFT_OF_BARS);
            bars.getStyler().setXAxisLabelRotation(names.areUpright() ? 90 : 0);
            bars.addSeries(chart.y(), names.shown(), heights(chart));
            RoundTicks.of(chart).set(bars, names);
        }
        return bars;
    }

    static XYChart points(Chart chart) {
        XYChart points = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(chart.x())
                .yAxisTitle(chart.y())
                .build();
        boolean isLine = chart.kind() == Kind.LINE;
        points.getStyler()
                .setDefaultSeriesRenderStyle(isLine ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter)
                .setMarkerSize(5);
        points.getStyler().setTimezone(TimeZone.getTimeZone(ZoneOffset.UTC)); // as in the text
        if (!chart.points().isEmpty()) {
            points.addSeries(
                            chart.y(),
                            chart.points().stream().map(ChartPicture::place).toList(),
                            heights(chart))
                    .setMarker(isLine ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            RoundTicks.of(chart).set(points);
        }
        return points;
    }

    /** XChart leaves a gap for null. */
    private static List<@Nullable BigDecimal> heights(Chart chart) {
        List<@Nullable BigDecimal> heights = new ArrayList<>();
        chart.points().forEach(point -> heights.add(point.y()));
        return heights;
    }

    private static Object place(Point point) {
        return point.time().<Object>map(Date::from).orElse(point.x());
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The element only: what is before it in a file names a document elsewhere. */
    private static String text(SVGGraphics2D graphics) {
        try {
            StringWriter written = new StringWriter();
            graphics.stream(written, false);
            return written.toString().substring(written.toString().indexOf("<svg"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
