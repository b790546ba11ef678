package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.rows.Rows;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
                NULL                       0""");
        assertThat(bars.vegaLite().get("data"))
                .hasToString(
                        "{values=[{x=earthquake, y=40.0}, {x=<script>alert(1)</script>, y=10.0}, {x=NULL, y=0.0}]}");
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
                .hasToString("count by day: 2 points, from (2025-01-01T00:00:00Z, 3) to (2025-01-02T00:00:00Z, 5)");
        assertThat(String.valueOf(line.vegaLite().get("encoding"))).contains("type=temporal");
        assertThat(line.svg()).startsWith("<svg ");
        Rows pairs = rows(List.of(COUNT, COUNT.as("other")), row(1, 2), row(3, 4));
        assertThat(Notebook.scatter(pairs, "count", "other").svg()).startsWith("<svg ");
    }

    @Test
    void a_histogram_counts_numbers_in_round_ranges() {
        Rows numbers = rows(List.of(COUNT), row(1), row(2), row(2), row(NOTHING), row(19), row(40));

        assertThat(Notebook.histogram(numbers, "count").points())
                .startsWith(new Chart.Point("0", 1), new Chart.Point("2", 2))
                .endsWith(new Chart.Point("40", 1))
                .hasSize(21);
        assertThat(Notebook.histogram(rows(List.of(COUNT), row(7), row(7)), "count"))
                .hasToString("rows by count from\n7  ████████████████████████████████████████ 2");
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
