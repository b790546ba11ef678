package dev.pipette.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.pipette.check.Check;
import dev.pipette.check.Checks;
import dev.pipette.check.Rule;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** What rules about one row mean in SQL, by the type of the column. */
class RowRulesTests {
    private static String sql(Check check, DataType type) {
        return sql(check, Column.of("n", type));
    }

    private static String sql(Check check, Column column) {
        return Expressions.text(RowRules.broken((Rule.OfRow) check.rule(), field(name("n"), Object.class), column));
    }

    @Test
    void numbers_are_compared_as_numbers_where_the_column_has_numbers_and_else_by_their_texts() {
        assertThat(sql(Checks.accepted("n", 1, "x"), DataType.DECIMAL))
                .isEqualTo("(\"n\" is not null and \"n\" not in (1) and cast(\"n\" as string) not in ('x'))");
        assertThat(sql(Checks.accepted("n", 1, "x"), DataType.TEXT))
                .isEqualTo("(\"n\" is not null and cast(\"n\" as string) not in ('1', 'x'))");
    }

    @Test
    void days_and_times_become_what_the_column_has_in_utc() {
        assertThat(sql(Checks.range("n", LocalDate.of(2026, 1, 1), null), DataType.TIMESTAMP))
                .contains("2026-01-01 00:00:00+00:00");
        assertThat(sql(Checks.range("n", null, Instant.parse("2026-01-01T00:00:00Z")), Column.of("n", DataType.DATE)))
                .contains("2026-01-01 00:00:00");
        assertThat(sql(Checks.range("n", LocalDateTime.of(2026, 1, 1, 2, 0), null), DataType.TIMESTAMP))
                .contains("2026-01-01 02:00:00+00:00");
    }

    @Test
    void a_regular_expression_is_about_the_whole_text() {
        assertThat(sql(Checks.matches("n", "a|b"), DataType.BIGINT)).contains("'^(?:a|b)$'");
    }

    @Test
    void a_range_needs_a_column_of_its_kind() {
        Rule.OfRow numbers = (Rule.OfRow) Checks.range("n", 1, null).rule();
        Rule.OfRow days = (Rule.OfRow) Checks.range("n", LocalDate.EPOCH, null).rule();

        assertThat(RowRules.unfit(numbers, Column.of("n", DataType.DOUBLE))).isEmpty();
        assertThat(RowRules.unfit(days, Column.of("n", DataType.DATE))).isEmpty();
        assertThat(RowRules.unfit(days, Column.of("n", DataType.BIGINT)))
                .contains(
                        "column n has the type bigint, which is not compared with dates and times. Declare its type with"
                                + " column(..) (--type), or give the bounds in it");
        assertThat(RowRules.unfit((Rule.OfRow) Checks.notNull("n").rule(), Column.of("n", DataType.JSON)))
                .isEmpty();
    }
}
