package dev.pipette.testing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedRowsTests {
    record Line(String sku) {}

    record Order(int orderId, Optional<String> state, List<Line> lines) {}

    @Test
    void json_is_an_array_or_one_object_after_the_other() {
        assertThat(ExpectedRows.of("[{'id': 1}, {\"id\": 2}]")).hasToString("[{id=1}, {id=2}]");
        assertThat(ExpectedRows.of("{'id': 1}\n{'id': 2, 'a': null}")).hasToString("[{id=1}, {id=2, a=null}]");
        assertThat(ExpectedRows.of(" [] ")).isEmpty();
    }

    @Test
    void numbers_keep_all_their_digits() {
        assertThat(ExpectedRows.of("[{'n': 12345678901234567890.123456789012345678}]"))
                .hasToString("[{n=12345678901234567890.123456789012345678}]");
    }

    @Test
    void csv_has_null_for_an_empty_cell_and_quotes_for_everything_else() {
        assertThat(ExpectedRows.of("id,a\r\n1,\r\n2,\"\"\r\n3,\"x \"\"y\"\", z\nw\"\r\n"))
                .hasToString("[{id=1, a=null}, {id=2, a=}, {id=3, a=x \"y\", z\nw}]");
        assertThat(ExpectedRows.of("id,a\n")).isEmpty();
        assertThat(ExpectedRows.of("")).isEmpty();
    }

    @Test
    void records_have_the_names_that_a_load_gives_their_columns() {
        assertThat(ExpectedRows.of(new Order(1, Optional.empty(), List.of(new Line("A")))))
                .hasToString("[{order_id=1, state=null, lines=[{sku=A}]}]");
    }

    @Test
    void lists_are_the_rows_in_them() {
        assertThat(ExpectedRows.of(List.of(Map.of("id", 1)), "[{'id': 2}]")).hasToString("[{id=1}, {id=2}]");
    }

    @Test
    void what_is_no_row_is_refused() {
        assertThatThrownBy(() -> ExpectedRows.of("[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected rows are JSON objects; 1 is none.");
        assertThatThrownBy(() -> ExpectedRows.of("id\n\"1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a quote of the expected CSV is not closed: \"1");
        assertThatThrownBy(() -> ExpectedRows.of((Object) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected rows are maps, records, lists of them, JSON or CSV; null is none of these.");
    }
}
