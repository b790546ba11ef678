package dev.pipette.testing.data;

import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The values at the ends of a column's type, each with its kind. */
final class EdgeValues {
    private final GeneratedColumn column;
    private final Set<Edge> unwanted;
    private final List<Object> values = new ArrayList<>();

    private EdgeValues(GeneratedColumn column, Set<Edge> unwanted) {
        this.column = column;
        this.unwanted = unwanted;
    }

    /** The values that the column can hold, without those of unwanted kinds; no value comes twice. */
    static List<Object> of(GeneratedColumn column, Set<Edge> unwanted) {
        EdgeValues edges = new EdgeValues(column, unwanted);
        switch (column.type()) {
            case BOOL -> edges.add(Edge.TRUTH, true, false);
            case BIGINT -> edges.integers();
            case DECIMAL -> edges.decimals();
            case DOUBLE -> edges.doubles();
            case TIMESTAMP -> edges.instants();
            case LOCAL_TIMESTAMP -> edges.localTimestamps();
            case DATE -> edges.dates();
            case TIME -> edges.times();
            case BINARY -> edges.bytes();
            case JSON -> edges.values.addAll(JsonData.edges(unwanted));
            case TEXT -> edges.texts();
        }
        return List.copyOf(edges.values);
    }

    private void integers() {
        add(Edge.SMALL_INTEGER, 0L, 1L, -1L);
        for (long end : List.of((long) Short.MAX_VALUE, (long) Integer.MAX_VALUE, Long.MAX_VALUE, (1L << 53))) {
            if (end <= column.largest()) {
                add(Edge.INTEGER_END, end, -end, -end - 1);
            }
        }
    }

    private void decimals() {
        BigInteger most = BigInteger.TEN.pow(column.digits()).subtract(BigInteger.ONE);
        for (BigInteger unscaled :
                List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate(), most, most.negate())) {
            add(Edge.DECIMAL_END, new BigDecimal(unscaled, column.scale()));
        }
    }

    private void doubles() {
        add(Edge.DOUBLE_END, 0.0, 0.1, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL);
        add(Edge.NOT_A_NUMBER, Double.NaN);
        add(Edge.INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        if (!column.key()) {
            add(Edge.NEGATIVE_ZERO, -0.0);
        }
        add(Edge.SUBNORMAL, Double.MIN_VALUE, -Double.MIN_VALUE);
    }

    private void instants() {
        add(
                Edge.FAR_DATE,
                column.cut(Instant.parse("0001-01-01T00:00:00Z")),
                column.cut(Instant.parse("9999-12-31T23:59:59.999999Z")));
        add(Edge.EPOCH, Instant.EPOCH, column.cut(Instant.parse("1969-12-31T00:00:00Z")));
        add(Edge.LEAP_DAY, Instant.parse("2000-02-29T12:00:00Z"), Instant.parse("2024-02-29T23:59:59Z"));
        add(
                Edge.MICROSECOND,
                column.cut(Instant.parse("1969-12-31T23:59:59.999999Z")),
                column.cut(Instant.parse("2025-12-24T00:00:00.000001Z")),
                column.cut(Instant.parse("2025-12-24T23:59:59.999999Z")));
        add(
                Edge.DAYLIGHT_SAVING,
                Instant.parse("2025-03-30T01:00:00Z"),
                Instant.parse("2025-10-26T00:30:00Z"),
                Instant.parse("2025-10-26T01:30:00Z"),
                Instant.parse("2025-03-09T07:00:00Z"));
    }

    private void localTimestamps() {
        add(
                Edge.FAR_DATE,
                LocalDateTime.parse("0001-01-01T00:00"),
                column.cut(LocalDateTime.parse("9999-12-31T23:59:59.999999")));
        add(Edge.EPOCH, LocalDateTime.parse("1970-01-01T00:00"), LocalDateTime.parse("1969-12-31T00:00"));
        add(Edge.LEAP_DAY, LocalDateTime.parse("2000-02-29T12:00"), LocalDateTime.parse("2024-02-29T23:59:59"));
        add(
                Edge.MICROSECOND,
                column.cut(LocalDateTime.parse("1969-12-31T23:59:59.999999")),
                column.cut(LocalDateTime.parse("2025-12-24T00:00:00.000001")),
                column.cut(LocalDateTime.parse("2025-12-24T23:59:59.999999")));
        add(
                Edge.DAYLIGHT_SAVING,
                LocalDateTime.parse("2025-03-30T02:30"),
                LocalDateTime.parse("2025-10-26T02:30"),
                LocalDateTime.parse("2025-03-09T02:30"));
    }

    private void dates() {
        add(Edge.FAR_DATE, LocalDate.parse("0001-01-01"), LocalDate.parse("9999-12-31"));
        add(Edge.EPOCH, LocalDate.EPOCH, LocalDate.parse("1969-12-31"));
        add(Edge.LEAP_DAY, LocalDate.parse("2000-02-29"), LocalDate.parse("2024-02-29"), LocalDate.parse("1900-02-28"));
    }

    private void times() {
        add(
                Edge.END_OF_DAY,
                LocalTime.MIDNIGHT,
                column.cut(LocalTime.parse("23:59:59.999999")),
                LocalTime.NOON,
                column.cut(LocalTime.parse("00:00:00.000001")));
        add(Edge.DAYLIGHT_SAVING, LocalTime.parse("02:30"));
    }

    private void bytes() {
        byte[] each = new byte[256];
        IntStream.range(0, each.length).forEach(index -> each[index] = (byte) index);
        byte[] full = new byte[16];
        Arrays.fill(full, (byte) -1);
        byte[] many = new byte[100_000];
        IntStream.range(0, many.length).forEach(index -> many[index] = (byte) (index * 31));
        add(Edge.EMPTY_BYTES, (Object) new byte[0]);
        add(Edge.ALL_BYTES, each, new byte[] {0}, full);
        add(Edge.LONG_BYTES, (Object) many);
    }

    private void texts() {
        add(Edge.EMPTY_TEXT, "", " ");
        add(
                Edge.QUOTES,
                "it's",
                "\"quoted\"",
                "back\\slash \\N \\.",
                "a,b;c|d",
                "'; DROP TABLE items; -- % _ $1 {0} ?");
        add(Edge.LINE_BREAK, "unix\nwindows\r\nmac\rend", "\t\ttabs\t", "\n");
        add(Edge.CONTROL_CHARACTER, controls());
        add(
                Edge.UNICODE,
                "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDDF3\uD83C\uDDF4",
                "\u0645\u0631\u062D\u0628\u0627 \u05E9\u05DC\u05D5\u05DD",
                "\u202Eright to left\u202C",
                "e\u0301 \u00E9",
                "\uFEFFmark",
                "\uFFFD",
                "\uDBFF\uDFFD",
                "\u2028\u2029");
        add(Edge.LOOKS_LIKE_ANOTHER_TYPE, "NULL", "null", "true", "1e3", "05446", "2025-12-24", "NaN", "{}");
        add(Edge.LONG_TEXT, "\u00E4bc ".repeat(25_000));
    }

    private static String controls() {
        return IntStream.concat(IntStream.range(1, 32), IntStream.rangeClosed(127, 159))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private void add(Edge edge, Object... candidates) {
        if (unwanted.contains(edge)) {
            return;
        }
        for (Object candidate : candidates) {
            if (fits(candidate) && !values.contains(candidate)) {
                values.add(candidate);
            }
        }
    }

    private boolean fits(Object candidate) {
        if (candidate instanceof byte[] bytes) {
            return bytes.length <= column.length();
        }
        return column.type() != ValueType.TEXT
                || !(candidate instanceof String text)
                || text.codePointCount(0, text.length()) <= column.length();
    }
}
