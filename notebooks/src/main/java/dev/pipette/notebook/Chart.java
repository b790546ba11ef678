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
import java.util.Objects;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.types.Interval;
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
 * @param points at most one for each row
 * @param notes what the drawing does not show, one sentence each
 */
public record Chart(Kind kind, String x, String y, List<Point> points, List<String> notes) {
    static final String VEGA_LITE = "application/vnd.vegalite.v5+json";
    static final String PNG = "image/png";

    private static final int MOST_POINTS = 5_000;
    private static final int MOST_BARS = 60;
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
     * @param x a text, a number, a day or an instant
     * @param y exact; null where the row has no number: a gap of a line, and no bar
     */
    public record Point(Object x, @Nullable BigDecimal y) {
        /** The instant; of a day, its beginning in UTC. */
        Optional<Instant> time() {
            return switch (x) {
                case Instant instant -> Optional.of(instant);
                case LocalDate day -> Optional.of(day.atStartOfDay().toInstant(ZoneOffset.UTC));
                default -> Optional.empty();
            };
        }

        /** Whether a chart is drawn with another number than one of these: with 15 to 17 digits. */
        private boolean isRounded() {
            return (y != null && isRounded(y)) || (x instanceof BigDecimal number && isRounded(number));
        }

        private static boolean isRounded(BigDecimal number) {
            double drawn = number.doubleValue();
            return Double.isInfinite(drawn) || new BigDecimal(Double.toString(drawn)).compareTo(number) != 0;
        }
    }

    /** Copies the lists. */
    public Chart {
        points = List.copyOf(points);
        notes = List.copyOf(notes);
    }

    static Chart of(Kind kind, Rows rows, String x, String y) {
        List<Point> points = new ArrayList<>();
        int withoutPlace = 0;
        int withoutNumber = 0;
        check(rows, x);
        check(rows, y);
        for (Record row : rows) {
            Object place = kind == Kind.BAR ? name(rows, row.get(x)) : place(x, row.get(x));
            BigDecimal number = number(y, row.get(y));
            if (place == null) {
                withoutPlace++;
            } else {
                withoutNumber += number == null ? 1 : 0;
                points.add(new Point(place, number));
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
        if (kind == Kind.SCATTER) {
            points.removeIf(point -> point.y() == null);
        }
        List<String> notes = new ArrayList<>();
        note(notes, withoutPlace, "no value in " + x, "is not drawn", "are not drawn");
        switch (kind) {
            case BAR -> note(notes, withoutNumber, "no number in " + y, "has no bar", "have no bars");
            case LINE -> note(notes, withoutNumber, "no number in " + y, "is a gap", "are gaps");
            case SCATTER -> note(notes, withoutNumber, "no number in " + y, "is not drawn", "are not drawn");
        }
        return new Chart(kind, x, y, points, notes).withNoteOfDigits();
    }

    private Chart withNoteOfDigits() {
        if (points.stream().noneMatch(Point::isRounded)) {
            return this;
        }
        List<String> all = new ArrayList<>(notes);
        all.add("numbers of more than 15 digits are drawn rounded; text and tips have them whole");
        return new Chart(kind, x, y, points, all);
    }

    private static void note(List<String> notes, int rows, String why, String isOne, String areMany) {
        if (rows > 0) {
            notes.add(String.format(Locale.ROOT, "%,d", rows) + (rows == 1 ? " row with " : " rows with ") + why + " "
                    + (rows == 1 ? isOne : areMany));
        }
    }

    /** Of numbers, how many are in each of equal ranges. */
    static Chart histogram(Rows rows, String column) {
        check(rows, column);
        List<BigDecimal> numbers = new ArrayList<>();
        int without = 0;
        for (Record row : rows) {
            BigDecimal number = number(column, row.get(column));
            if (number == null) {
                without++;
            } else {
                numbers.add(number);
            }
        }
        List<String> notes = new ArrayList<>();
        note(notes, without, "no number in " + column, "is not counted", "are not counted");
        return new Chart(Kind.BAR, column, "rows", Histogram.bars(numbers), notes);
    }

    private static void check(Rows rows, String column) {
        if (!rows.columns().contains(column)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the rows have no column '" + column + "'." + NearestName.question(column, rows.columns())
                            + " They have: " + String.join(", ", rows.columns()) + ".");
        }
    }

    /** The number, exact; null for NULL, and for what has no place in a chart: NaN and infinities. */
    private static @Nullable BigDecimal number(String column, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number when !Double.isFinite(number) -> null;
            case Float number when !Float.isFinite(number) -> null;
            case Interval interval -> BigDecimal.valueOf(interval.doubleValue());
            case Number number -> new BigDecimal(number.toString());
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "column '" + column + "' has to be a number to be drawn, and is '" + value
                                + "'. Cast it in the query: CAST(" + column + " AS DOUBLE).");
        };
    }

    private static String name(Rows rows, @Nullable Object value) {
        return value == null
                ? "NULL"
                : TextTable.cell(Secrets.maskedValues(rows.text(value)), WIDEST_NAME)
                        .text();
    }

    private static @Nullable Object place(String column, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number(column, number);
            case LocalDate day -> day;
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

    /** Whether x has days or times. */
    boolean isTime() {
        return !points.isEmpty() && points.getFirst().time().isPresent();
    }

    /** For JupyterLab, which has what draws it. */
    Map<String, Object> vegaLite() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json"); // a name, which nobody fetches
        spec.put("width", 560);
        spec.put("height", 300);
        if (!notes.isEmpty()) {
            spec.put(
                    "title",
                    Map.of(
                            "text",
                            notes,
                            "orient",
                            "bottom",
                            "anchor",
                            "start",
                            "fontSize",
                            11,
                            "fontWeight",
                            "normal"));
        }
        boolean isRounded = points.stream().anyMatch(Point::isRounded);
        spec.put(
                "data",
                Map.of(
                        "values",
                        points.stream().map(point -> values(point, isRounded)).toList()));
        spec.put("mark", kind == Kind.SCATTER ? "point" : kind.name().toLowerCase(Locale.ROOT));
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("field", "x");
        right.put("type", kind == Kind.BAR ? "nominal" : isTime() ? "temporal" : "quantitative");
        right.put("title", x);
        if (kind == Kind.BAR) {
            right.put("sort", List.of());
        } else if (isTime()) {
            right.put("scale", Map.of("type", "utc")); // as in the text
        }
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", right);
        encoding.put("y", Map.of("field", "y", "type", "quantitative", "title", y));
        if (isRounded) {
            encoding.put("tooltip", List.of(tip("x text", x), tip("y text", y)));
        }
        spec.put("encoding", encoding);
        return spec;
    }

    private static Map<String, Object> tip(String field, String title) {
        return Map.of("field", field, "type", "nominal", "title", title);
    }

    /** A point as JSON; with its numbers as text, where JavaScript rounds some. */
    private static Map<String, @Nullable Object> values(Point point, boolean isRounded) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(
                "x", point.x() instanceof BigDecimal number ? number : point.x().toString());
        values.put("y", point.y());
        if (isRounded) {
            values.put("x text", text(point.x()));
            values.put("y text", text(point.y()));
        }
        return values;
    }

    private static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? plain(number) : value == null ? "NULL" : value.toString();
    }

    /** All digits, without zeros at the end. */
    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** The chart of bars as text, and of others the first and last points; with the notes. */
    @Override
    public String toString() {
        String text = y + " by " + x + (kind == Kind.BAR ? bars() : ends());
        return notes.isEmpty() ? text : text + "\n" + String.join("\n", notes);
    }

    private String ends() {
        return points.isEmpty()
                ? ": no points"
                : ": " + points.size() + (points.size() == 1 ? " point" : " points") + ", from ("
                        + pair(points.getFirst()) + ") to (" + pair(points.getLast()) + ")";
    }

    private static String pair(Point point) {
        return text(point.x()) + ", " + text(point.y());
    }

    private String bars() {
        BigDecimal most =
                points.stream().map(Point::y).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::max);
        int widest = points.stream()
                .mapToInt(point -> TextTable.displayWidth(point.x().toString()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Point point : points) {
            String name = point.x().toString();
            String bar = "█".repeat(places(point.y(), most));
            text.append('\n')
                    .append(name)
                    .append(" ".repeat(widest - TextTable.displayWidth(name)))
                    .append("  ")
                    .append(bar)
                    .append(bar.isEmpty() ? "" : " ")
                    .append(text(point.y()));
        }
        return text.toString();
    }

    /** How long the bar of a number is, in characters. */
    private static int places(@Nullable BigDecimal number, BigDecimal most) {
        return number == null || number.signum() <= 0
                ? 0
                : (int) Math.round(number.multiply(BigDecimal.valueOf(WIDEST_BAR))
                        .divide(most, MathContext.DECIMAL64)
                        .doubleValue());
    }
}
