package dev.pipette.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.rows.Rows;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextTableTests {
    private static final DSLContext JOOQ = DSL.using(SQLDialect.DUCKDB);
    private static final Field<?> ID = DSL.field("id", SQLDataType.VARCHAR);
    private static final Field<?> MAGNITUDE = DSL.field("mag", SQLDataType.DOUBLE);
    private static final Field<?> PLACE = DSL.field("place", SQLDataType.VARCHAR);

    @Test
    void columns_are_aligned_and_numbers_stand_at_the_right() {
        Rows rows = rows(
                1_707,
                List.of(ID, MAGNITUDE, PLACE),
                row("ci37868143", 2.0, "4km W of Castaic, CA"),
                row("us1", -10.25, null));

        assertThat(rows.toString()).isEqualTo("""
                        id             mag  place
                        ----------  ------  --------------------
                        ci37868143     2.0  4km W of Castaic, CA
                        us1         -10.25  NULL
                        2 of 1,707 rows""");
    }

    @Test
    void all_rows_are_counted_once() {
        assertThat(rows(1, List.of(ID), row("a")).toString()).endsWith("\n1 row");
        assertThat(rows(0, List.of(ID)).toString()).isEqualTo("id\n--\n0 rows");
    }

    @Test
    void a_long_cell_is_cut_and_what_breaks_lines_is_shown() {
        Rows rows = rows(3, List.of(PLACE), row("x".repeat(41)), row("a\r\nb\nc\td\u001b[31m"), row("y".repeat(40)));

        assertThat(rows.toString().lines().skip(2))
                .containsExactly("x".repeat(39) + "…", "a↵b↵c d\\u001b[31m", "y".repeat(40), "3 rows");
    }

    @Test
    void wide_characters_take_two_places_and_marks_none() {
        Rows rows = rows(3, List.of(PLACE, ID), row("東京", "1"), row("e\u0301", "2"), row("\uD83C\uDF0B", "3"));

        assertThat(rows.toString().lines().skip(2))
                .containsExactly("東京   1", "e\u0301      2", "\uD83C\uDF0B     3", "3 rows");
    }

    @Test
    void a_character_outside_the_basic_plane_is_not_cut_in_half() {
        Rows rows = rows(1, List.of(PLACE), row("x" + "\uD83C\uDF0B".repeat(30)));

        assertThat(rows.toString().lines().skip(2).findFirst()).contains("x" + "\uD83C\uDF0B".repeat(19) + "…");
    }

    @Test
    void columns_beyond_the_widest_line_are_counted() {
        List<Field<?>> fields = new ArrayList<>();
        for (int column = 0; column < 30; column++) {
            fields.add(DSL.field("column_" + column, SQLDataType.VARCHAR));
        }
        Rows rows = rows(5, fields, row((Object[]) new String[30]));

        assertThat(rows.toString().lines().allMatch(line -> line.length() <= 200))
                .isTrue();
        assertThat(rows.toString()).endsWith("\n1 of 5 rows, + 11 more columns");
        assertThat(rows.toHtml()).contains("column_29");
    }

    @Test
    void instants_are_shown_in_utc_decimals_plain_and_bytes_in_hex() {
        Rows rows = rows(
                1,
                List.of(
                        DSL.field("at", SQLDataType.TIMESTAMPWITHTIMEZONE),
                        DSL.field("price", SQLDataType.DECIMAL),
                        DSL.field("raw", SQLDataType.BLOB)),
                row(OffsetDateTime.parse("2018-02-07T02:26:13.5+01:00"), new BigDecimal("1E+3"), new byte[] {
                    1, (byte) 255
                }));

        assertThat(rows.toString().lines().skip(2).findFirst()).contains("2018-02-07T01:26:13.500Z   1000  0x01ff");
    }

    @Test
    void html_has_the_same_cells_escaped() {
        Rows rows = rows(2, List.of(PLACE, MAGNITUDE), row("<b>\"R&B\"'</b>", null));

        assertThat(rows.toHtml()).isEqualTo("""
                        <table class="pipette">
                        <thead><tr><th style="text-align:left">place</th><th style="text-align:right">mag</th></tr></thead>
                        <tbody>
                        <tr><td style="text-align:left">&lt;b&gt;&quot;R&amp;B&quot;&#39;&lt;/b&gt;</td><td style="text-align:right"><em>NULL</em></td></tr>
                        </tbody>
                        </table>
                        <p>1 of 2 rows</p>
                        """);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static Rows rows(long total, List<Field<?>> fields, @Nullable Object[]... values) {
        Result<Record> result = JOOQ.newResult(fields.toArray(Field[]::new));
        for (Object[] row : values) {
            Record record = JOOQ.newRecord(fields.toArray(Field[]::new));
            record.fromArray(row);
            result.add(record);
        }
        return new Rows(result, total);
    }
}
