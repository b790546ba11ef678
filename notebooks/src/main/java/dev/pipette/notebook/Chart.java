package dev.pipette.notebook;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import dev.pipette.text.NearestName;
import dev.pipette.text.Secrets;
import dev.pipette.text.TextTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A chart of rows. JupyterLab draws its Vega-Lite form itself; other editors and pages show a picture, and where there is none the
 * text is a chart of its own.
 *
 * <pre>{@code
 * bar(p.dataset().query("SELECT type, count(*) AS quakes FROM quakes GROUP BY ALL"), "type", "quakes")
 * }</pre>
 *
 * @param x name of the column that goes to the right
 * @param y name of the column that goes up
 * @param points at most one for each row; rows without a number have none
 */
public record Chart(Kind kind, String x, String y, List<Point> points) {
    static final String VEGA_LITE = "application/vnd.vegalite.v5+json";
    static final String PNG = "image/png";

    private static final int MOST_POINTS = 5_000;
    private static final int MOST_BARS = 60;
    private static final int BINS = 20;
    private static final int WIDEST_BAR = 40;
    private static final int WIDEST_NAME = 40;

    /** How rows are drawn. */
    public enum Kind {
        BAR,
        LINE,
        SCATTER
    }

    /**
     * One row.
     *
     * @param x a text, a number or an instant
     */
    public record Point(Object x, double y) {}

    /** Copies the points. */
    public Chart {
        points = List.copyOf(points);
    }

    static Chart of(Kind kind, Rows rows, String x, String y) {
        List<Point> points = new ArrayList<>();
        check(rows, x);
        check(rows, y);
        for (Record row : rows) {
            Object place = kind == Kind.BAR ? name(rows, row.get(x)) : place(row.get(x));
            if (place == null) {
                continue;
            }
            if (row.get(y) != null) {
                points.add(new Point(place, number(y, row.get(y))));
            }
        }
        int most = kind == Kind.BAR ? MOST_BARS : MOST_POINTS;
        if (points.size() > most) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.format(
                            Locale.ROOT,
                            "a chart like this has at most %,d points, and the rows have %,d. Group them in the query, or"
                                    + " add LIMIT %d.",
                            most,
                            points.size(),
                            most));
        }
        return new Chart(kind, x, y, points);
    }

    /** Of numbers, how many are in each of equal ranges. */
    static Chart histogram(Rows rows, String column) {
        check(rows, column);
        List<Double> numbers = new ArrayList<>();
        for (Record row : rows) {
            if (row.get(column) != null) {
                numbers.add(number(column, row.get(column)));
            }
        }
        double least = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double width = step((most - least) / BINS);
        double begin = Math.floor(least / width) * width;
        int[] counts = new int[(int) Math.floor((most - begin) / width) + 1];
        for (double number : numbers) {
            counts[Math.min(counts.length - 1, (int) ((number - begin) / width))]++;
        }
        List<Point> points = new ArrayList<>();
        for (int at = 0; at < counts.length && !numbers.isEmpty(); at++) {
            points.add(new Point(plain(begin + at * width), counts[at]));
        }
        return new Chart(Kind.BAR, column + " from", "rows", points);
    }

    /** The next of 1, 2, 5, 10, .. that is as large. */
    private static double step(double least) {
        if (least <= 0) {
            return 1;
        }
        double size = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * size >= least) {
                return factor * size;
            }
        }
        return 10 * size;
    }

    private static void check(Rows rows, String column) {
        if (!rows.columns().contains(column)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the rows have no column '" + column + "'." + NearestName.question(column, rows.columns())
                            + " They have: " + String.join(", ", rows.columns()) + ".");
        }
    }

    private static double number(String column, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "column '" + column + "' has to be a number to be drawn, and is '" + value
                        + "'. Cast it in the query: CAST(" + column + " AS DOUBLE).");
    }

    private static String name(Rows rows, @Nullable Object value) {
        return value == null
                ? "NULL"
                : TextTable.cell(Secrets.maskedValues(rows.text(value)), WIDEST_NAME)
                        .text();
    }

    private static @Nullable Object place(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case LocalDate day -> day.atStartOfDay().toInstant(ZoneOffset.UTC);
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case OffsetDateTime time -> time.toInstant();
            case Instant time -> time;
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + value
                                + "' is neither a number nor a time, so it has no place on a line. Draw bars: bar(..).");
        };
    }

    /** The chart as SVG, for a file: {@code Files.writeString(Path.of("chart.svg"), chart.svg())}. */
    public String svg() {
        return ChartPicture.svg(this);
    }

    /** Whether x has times. */
    boolean isTime() {
        return !points.isEmpty() && points.getFirst().x() instanceof Instant;
    }

    /** For JupyterLab, which has what draws it. */
    Map<String, Object> vegaLite() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json"); // a name, which nobody fetches
        spec.put("width", 560);
        spec.put("height", 300);
        spec.put("data", Map.of("values", points.stream().map(Chart::values).toList()));
        spec.put("mark", kind == Kind.SCATTER ? "point" : kind.name().toLowerCase(Locale.ROOT));
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("field", "x");
        right.put("type", kind == Kind.BAR ? "nominal" : isTime() ? "temporal" : "quantitative");
        right.put("title", x);
        if (kind == Kind.BAR) {
            right.put("sort", List.of());
        }
        spec.put("encoding", Map.of("x", right, "y", Map.of("field", "y", "type", "quantitative", "title", y)));
        return spec;
    }

    private static Map<String, Object> values(Point point) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("x", point.x() instanceof Number number ? number : point.x().toString());
        values.put("y", point.y());
        return values;
    }

    private static String plain(double number) {
        return new BigDecimal(number)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The chart of bars as text, and of others the first and last points. */
    @Override
    public String toString() {
        double most = points.stream().mapToDouble(Point::y).max().orElse(0);
        int widest = points.stream()
                .mapToInt(point -> TextTable.displayWidth(point.x().toString()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(y + " by " + x);
        if (kind != Kind.BAR) {
            Optional<Point> first = points.stream().findFirst();
            return text
                    + first.map(point -> ": " + points.size() + (points.size() == 1 ? " point" : " points") + ", from ("
                                    + pair(point) + ") to (" + pair(points.getLast()) + ")")
                            .orElse(": no points");
        }
        for (Point point : points) {
            String name = point.x().toString();
            text.append('\n')
                    .append(name)
                    .append(" ".repeat(widest - TextTable.displayWidth(name)))
                    .append("  ")
                    .append("█".repeat(most <= 0 ? 0 : (int) Math.round(Math.max(0, point.y()) / most * WIDEST_BAR)))
                    .append(point.y() == 0 ? "" : " ")
                    .append(plain(point.y()));
        }
        return text.toString();
    }

    private static String pair(Point point) {
        return (point.x() instanceof Number number ? plain(number.doubleValue()) : point.x()) + ", " + plain(point.y());
    }
}
