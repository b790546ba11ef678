package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.rows.Rows;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A chart has three forms, and all of them have the same points. */
class ChartTests {
    private static final DSLContext DUCKDB = DSL.using(SQLDialect.DUCKDB);
    private static final @Nullable Object NOTHING = null;
    private static final Field<String> NAME = DSL.field(DSL.name("name"), SQLDataType.VARCHAR);
    private static final Field<Integer> COUNT = DSL.field(DSL.name("count"), SQLDataType.INTEGER);
    private static final Field<Double> DOUBLE = DSL.field(DSL.name("double"), SQLDataType.DOUBLE);
    private static final Field<BigDecimal> PART = DSL.field(DSL.name("part"), SQLDataType.NUMERIC);
    private static final Field<LocalDate> DAY = DSL.field(DSL.name("day"), SQLDataType.LOCALDATE);

    private static Rows rows(List<Field<?>> fields, @Nullable Object[]... values) {
        Result<Record> result = DUCKDB.newResult(fields);
        for (@Nullable Object[] row : values) {
            Record record = DUCKDB.newRecord(fields);
            record.fromArray(row);
            result.add(record);
        }
        return new Rows(result, result.size());
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static Rows kinds() {
        return rows(
                List.of(NAME, COUNT),
                row("earthquake", 40),
                row("<script>alert(1)</script>", 10),
                row(NOTHING, 0),
                row("none", NOTHING));
    }

    @Test
    void bars_are_drawn_in_text_in_vega_lite_and_as_pictures() throws IOException {
        Chart bars = Notebook.bar(kinds(), "name", "count");

        assertThat(bars).hasToString("""
                count by name
                earthquake                 ████████████████████████████████████████ 40
                <script>alert(1)</script>  ██████████ 10
                NULL                       0
                none                       NULL
                1 row with no number in count has no bar""");
        assertThat(bars.vegaLite().get("data"))
                .hasToString(
                        "{values=[{x=earthquake, y=40}, {x=<script>alert(1)</script>, y=10}, {x=NULL, y=0}, {x=none, y=null}]}");
        assertThat(bars.svg()).startsWith("<svg ").doesNotContain("<script", "DOCTYPE", "href=\"http");
        byte[] picture = Base64.getDecoder().decode(ChartPicture.png(bars).orElseThrow());
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(picture));
        assertThat(png.getWidth()).isEqualTo(2 * ChartPicture.WIDTH);
    }

    @Test
    void a_line_goes_along_numbers_or_times() {
        Rows days = rows(
                List.of(DAY, COUNT),
                row(LocalDate.of(2025, 1, 1), 3),
                row(LocalDate.of(2025, 1, 2), 5),
                row(NOTHING, 1));

        Chart line = Notebook.line(days, "day", "count");

        assertThat(line)
                .hasToString("count by day: 2 points, from (2025-01-01, 3) to (2025-01-02, 5)\n"
                        + "1 row with no value in day is not drawn");
        assertThat(String.valueOf(line.vegaLite().get("encoding"))).contains("type=temporal", "scale={type=utc}");
        assertThat(line.svg()).startsWith("<svg ");
        Rows pairs = rows(List.of(COUNT, COUNT.as("other")), row(1, 2), row(3, 4));
        assertThat(Notebook.scatter(pairs, "count", "other").svg()).startsWith("<svg ");
    }

    @Test
    void a_histogram_counts_numbers_in_round_ranges() {
        Rows numbers = rows(List.of(COUNT), row(1), row(2), row(2), row(NOTHING), row(19), row(40));

        assertThat(Notebook.histogram(numbers, "count").points())
                .startsWith(point("0 to 2", "1"), point("2 to 4", "2"))
                .endsWith(point("40 to 42", "1"))
                .hasSize(21);
        assertThat(Notebook.histogram(rows(List.of(COUNT), row(7), row(7), row(NOTHING)), "count"))
                .hasToString("rows by count\n7 to 8  ████████████████████████████████████████ 2\n"
                        + "1 row with no number in count is not counted");
        Rows parts = rows(List.of(PART), row(new BigDecimal("-0.31")), row(new BigDecimal("0.1")));
        assertThat(Notebook.histogram(parts, "part").points())
                .startsWith(point("-0.35 to -0.3", "1"))
                .endsWith(point("0.1 to 0.15", "1"));
    }

    private static Chart.Point point(String x, String y) {
        return new Chart.Point(x, new BigDecimal(y));
    }

    @Test
    void a_line_has_a_gap_where_a_number_is_missing_and_says_so() {
        Rows holes = rows(
                List.of(COUNT, DOUBLE),
                row(1, 1.5),
                row(2, NOTHING),
                row(3, Double.NaN),
                row(4, Double.POSITIVE_INFINITY),
                row(5, 0.1));

        Chart line = Notebook.line(holes, "count", "double");

        assertThat(line).hasToString("""
                double by count: 5 points, from (1, 1.5) to (5, 0.1)
                3 rows with no number in double are gaps""");
        assertThat(line.vegaLite().get("data"))
                .hasToString("{values=[{x=1, y=1.5}, {x=2, y=null}, {x=3, y=null}, {x=4, y=null}, {x=5, y=0.1}]}");
        assertThat(String.valueOf(line.vegaLite().get("title"))).contains("3 rows with no number in double are gaps");
        assertThat(line.svg()).startsWith("<svg ");
        assertThat(ChartPicture.png(line)).isPresent();
        assertThat(Notebook.scatter(holes, "count", "double")).hasToString("""
                double by count: 2 points, from (1, 1.5) to (5, 0.1)
                3 rows with no number in double are not drawn""");
        assertThat(Notebook.line(rows(List.of(COUNT, DOUBLE), row(1, NOTHING)), "count", "double")
                        .svg())
                .startsWith("<svg ");
    }

    @Test
    void a_number_that_is_drawn_rounded_is_whole_in_text_and_tips() {
        Rows large = rows(
                List.of(NAME, PART),
                row("a", new BigDecimal("12345678901234567891")),
                row("b", new BigDecimal("0.10")));

        Chart bars = Notebook.bar(large, "name", "part");

        assertThat(bars).hasToString("""
                part by name
                a  ████████████████████████████████████████ 12345678901234567891
                b  0.1
                numbers of more than 15 digits are drawn rounded; text and tips have them whole""");
        assertThat(bars.vegaLite().get("data"))
                .hasToString("{values=[{x=a, y=12345678901234567891, x text=a, y text=12345678901234567891},"
                        + " {x=b, y=0.10, x text=b, y text=0.1}]}");
        assertThat(String.valueOf(bars.vegaLite().get("encoding"))).contains("tooltip=[", "field=y text");
        assertThat(Notebook.bar(kinds(), "name", "count").vegaLite().toString()).doesNotContain("tooltip", "y text");
    }

    @Test
    void a_chart_of_no_rows_is_empty() {
        Chart none = Notebook.line(rows(List.of(COUNT, COUNT.as("other"))), "count", "other");

        assertThat(none).hasToString("other by count: no points");
        assertThat(none.svg()).startsWith("<svg ");
        assertThat(Notebook.histogram(rows(List.of(COUNT)), "count").svg()).startsWith("<svg ");
    }

    @Test
    void what_cannot_be_drawn_says_what_to_do() {
        assertThatThrownBy(() -> Notebook.bar(kinds(), "names", "count"))
                .hasMessage(
                        "[BAD_USAGE] the rows have no column 'names'. Did you mean 'name'? They have: name, count.");
        assertThatThrownBy(() -> Notebook.bar(kinds(), "count", "name"))
                .hasMessage(
                        "[BAD_USAGE] column 'name' has to be a number to be drawn, and is 'earthquake'. Cast it in the"
                                + " query: CAST(name AS DOUBLE).");
        assertThatThrownBy(() -> Notebook.line(kinds(), "name", "count"))
                .hasMessage(
                        "[BAD_USAGE] 'earthquake' is neither a number nor a time, so it has no place on a line. Draw"
                                + " bars: bar(..).");
        @Nullable Object[][] many = new @Nullable Object[61][];
        for (int at = 0; at < many.length; at++) {
            many[at] = row("name " + at, at);
        }
        assertThatThrownBy(() -> Notebook.bar(rows(List.of(NAME, COUNT), many), "name", "count"))
                .hasMessage(
                        "[BAD_USAGE] a chart like this has at most 60 points, and the rows have 61. Group them in the"
                                + " query, or add LIMIT 60.");
    }
}
