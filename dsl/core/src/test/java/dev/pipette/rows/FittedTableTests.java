package dev.pipette.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that fit a terminal, and rows as blocks. */
class FittedTableTests {
    private static final String ADVICE = "--wide shows all columns.";

    /** One row with these names and texts by turns. */
    private static Rows rows(@Nullable String... namesAndTexts) {
        DSLContext dsl = DSL.using(SQLDialect.DUCKDB);
        List<Field<String>> fields = new ArrayList<>();
        for (int at = 0; at < namesAndTexts.length; at += 2) {
            fields.add(DSL.field(DSL.name(Objects.requireNonNull(namesAndTexts[at])), SQLDataType.VARCHAR));
        }
        Result<Record> result = dsl.newResult(fields.toArray(Field<?>[]::new));
        Record row = dsl.newRecord(fields.toArray(Field<?>[]::new));
        for (int at = 0; at < fields.size(); at++) {
            row.set(fields.get(at), namesAndTexts[2 * at + 1]);
        }
        result.add(row);
        return new Rows(result, 1);
    }

    private static Rows wide(int columns) {
        return rows(IntStream.range(0, 2 * columns)
                .mapToObj(at -> at % 2 == 0 ? "column_" + at / 2 : "value")
                .toArray(String[]::new));
    }

    @Test
    void keys_come_first_and_the_systems_columns_last() {
        Rows rows = rows("_dlt_id", "x", "name", "Ann", "id", "7");

        assertThat(rows.fitted(80, List.of("id", "absent"), ADVICE)).isEqualTo("""
                id  name  _dlt_id
                --  ----  -------
                7   Ann   x
                1 row""");
    }

    @Test
    void long_values_are_cut_before_columns_are_left_out() {
        Rows rows = rows("a", "x".repeat(60), "b", "y".repeat(60));

        assertThat(rows.fitted(100, List.of(), ADVICE)).contains("x".repeat(48) + "…  " + "y".repeat(48) + "…");
        assertThat(rows.fitted(50, List.of(), ADVICE)).contains("x".repeat(23) + "…  " + "y".repeat(23) + "…");
    }

    @Test
    void a_long_value_takes_the_width_that_short_ones_leave() {
        Rows rows = rows("id", "7", "text", "x".repeat(90));

        assertThat(rows.fitted(94, List.of(), ADVICE)).contains("7   " + "x".repeat(90) + "\n");
        assertThat(rows.fitted(93, List.of(), ADVICE)).contains("7   " + "x".repeat(88) + "…\n");
        assertThat(rows.fitted(60, List.of(), ADVICE)).contains("7   " + "x".repeat(55) + "…\n");
    }

    @Test
    void columns_that_do_not_fit_are_named() {
        assertThat(wide(6).fitted(40, List.of("column_5"), ADVICE)).isEqualTo("""
                column_5  column_0  column_1  column_2
                --------  --------  --------  --------
                value     value     value     value
                1 row
                Left out: column_3, column_4. --wide shows all columns.""");
        assertThat(wide(60).fitted(80, List.of(), ADVICE))
                .endsWith("\nLeft out: column_8, column_9, column_10, and 49 more. --wide shows all columns.");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 140, 200})
    void no_line_is_wider_than_the_terminal(int width) {
        for (Rows rows : List.of(wide(60), rows("one", "x".repeat(500)), rows("n".repeat(90), "日本語".repeat(40)))) {
            String table = rows.fitted(width, List.of(), "-w");

            assertThat(table.lines())
                    .allSatisfy(line -> assertThat(TextTable.displayWidth(line)).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void blocks_show_every_column_whole() {
        Rows rows = rows("note", "two\nlines " + "x".repeat(60), "id", "7", "nothing", null);

        assertThat(rows.blocks(List.of("id"))).isEqualTo("""
                -[ 1 ]-------
                id      | 7
                note    | two↵lines %s
                nothing | NULL
                1 row""".formatted("x".repeat(60)));
    }
}
