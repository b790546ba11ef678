package dev.pipette.schema;

import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.inferred;
import static dev.pipette.Pipette.tableHints;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableHintsTests {
    @Test
    void hints_of_a_table_are_values() {
        TableHints hints = tableHints().unique("shop", "number").index("day").references("customer", "customers", "id");

        assertThat(hints.enforcePrimaryKey()).isNotEqualTo(hints);
        assertThat(hints)
                .isEqualTo(tableHints()
                        .unique("shop", "number")
                        .index("day")
                        .references("customers", Map.of("customer", "id")));
        assertThat(hints.isEmpty()).isFalse();
        assertThat(tableHints().isEmpty()).isTrue();
    }

    @Test
    void a_foreign_key_over_several_columns_has_them_in_one_order() {
        assertThat(tableHints()
                        .references("shops", Map.of("b", "number", "a", "country"))
                        .references())
                .containsExactly(new TableReference(List.of("a", "b"), "shops", List.of("country", "number")));
    }

    @Test
    void what_no_destination_could_make_is_refused() {
        assertThatThrownBy(() -> tableHints().describedAs(" "))
                .hasMessage(
                        "[BAD_USAGE] describedAs(..) was given a blank text, which is not a description. Give it words,"
                                + " or leave it out.");
        assertThatThrownBy(() -> text().describedAs("a\0b"))
                .hasMessage(
                        "[BAD_USAGE] describedAs(..) was given a text with a NUL character, which is not a description."
                                + " Give it words, or leave it out.");
        assertThatThrownBy(() -> tableHints().index("a", "b", "a"))
                .hasMessage(
                        "[BAD_USAGE] a key or an index over [a, b, a] names a column twice. Name each column once.");
        assertThatThrownBy(() -> tableHints().references("customers", Map.of()))
                .hasMessage(
                        "[BAD_USAGE] references(\"customers\", ..) names no columns. Give it the columns of that table by"
                                + " those that refer to them: Map.of(\"customer_id\", \"id\").");
    }

    @Test
    void a_hint_says_in_words_what_is_declared() {
        assertThat(decimal(12, 2).notNull().unique().describe()).isEqualTo("decimal(12,2) not null unique");
        assertThat(inferred()
                        .nullable()
                        .indexed()
                        .sorted()
                        .partitioned()
                        .describedAs("x")
                        .describe())
                .isEqualTo("of any type nullable indexed sorted partitioned described as 'x'");
    }

    @Test
    void a_key_is_known_in_whatever_order_its_columns_are_named_and_an_index_only_in_its_own() {
        TableDetails details = new TableDetails(
                List.of("a", "b"),
                List.of(List.of("c", "d")),
                List.of(List.of("e", "f")),
                List.of(),
                java.util.Optional.empty(),
                Map.of(),
                java.util.Optional.empty());

        assertThat(List.of(details.isUnique(List.of("b", "a")), details.isUnique(List.of("d", "c"))))
                .containsOnly(true);
        assertThat(List.of(details.isUnique(List.of("a")), details.isUnique(List.of("e", "f"))))
                .containsOnly(false);
        assertThat(List.of(details.isIndexed(List.of("c", "d")), details.isIndexed(List.of("e", "f"))))
                .containsOnly(true);
        assertThat(details.isIndexed(List.of("f", "e"))).isFalse();
    }
}
