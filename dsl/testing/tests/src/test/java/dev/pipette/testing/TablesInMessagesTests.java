package dev.pipette.testing;

import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.rows.Rows;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

class TablesInMessagesTests {
    private static Rows rows() {
        DSLContext memory = DSL.using(SQLDialect.DUCKDB);
        Field<Integer> id = DSL.field(DSL.name("id"), SQLDataType.INTEGER);
        Result<Record1<Integer>> result = memory.newResult(id);
        result.add(memory.newRecord(id).values(7));
        return new Rows(result.into(result.fields()), 1);
    }

    @Test
    void a_table_begins_on_a_line_of_its_own() {
        String table = """

                id
                --
                 7
                1 row""";

        assertThat(failureOf(() -> assertThat(rows()).isEmpty()))
                .isEqualToIgnoringNewLines("Expecting empty but was: " + table)
                .contains("was: " + table);
        assertThat(failureOf(() -> assertThat(rows()).hasSize(2))).contains(table);
        assertThat(failureOf(() -> {
                    PipetteSoftAssertions softly = new PipetteSoftAssertions();
                    softly.assertThat(rows()).isEmpty();
                    softly.assertAll();
                }))
                .contains("was: " + table);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void a_row_in_a_message_begins_on_a_line_of_its_own() {
        assertThat(failureOf(() -> assertThat(rows()).allMatch(row -> row.get("id", Integer.class) == 8)))
                .contains("\n+----+\n|  id|\n+----+\n|  *7|");
    }
}
