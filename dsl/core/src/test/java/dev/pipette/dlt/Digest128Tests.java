package dev.pipette.dlt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.Golden;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class Digest128Tests {
    private static final JsonNode CORPUS = Golden.read("corpus_hash.json");

    static Stream<JsonNode> digests() {
        return Golden.each(CORPUS.get("digest128"));
    }

    static Stream<JsonNode> rows() {
        return Golden.each(CORPUS.get("row_hash"));
    }

    static Stream<JsonNode> nested_rows() {
        return Golden.each(CORPUS.get("nested_row_hash"));
    }

    @ParameterizedTest
    @MethodSource("digests")
    void a_digest_is_that_of_dlt(JsonNode recorded) {
        String text = recorded.get("in").asString();

        assertThat(Digest128.of(text)).isEqualTo(recorded.get("out").asString());
        assertThat(Digest128.of(text, 10)).isEqualTo(recorded.get("len10").asString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_id_of_a_row_is_that_of_dlt(JsonNode recorded) {
        assertThat(Digest128.rowId(Golden.map(recorded.get("row"))))
                .isEqualTo(recorded.get("all").asString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_id_of_a_key_is_that_of_dlt(JsonNode recorded) {
        var row = Golden.map(recorded.get("row"));
        JsonNode expected = recorded.get("subset_id");

        if (expected.isString()) {
            assertThat(Digest128.keyId(row, List.of("id"))).isEqualTo(expected.asString());
        } else {
            assertThatThrownBy(() -> Digest128.keyId(row, List.of("id")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the row has no value for key column 'id'. It has: ");
        }
    }

    @ParameterizedTest
    @MethodSource("nested_rows")
    void the_id_of_a_nested_row_is_that_of_dlt(JsonNode recorded) {
        assertThat(Digest128.nestedRowId(
                        recorded.get("parent").asString(),
                        recorded.get("table").asString(),
                        recorded.get("idx").asLong()))
                .isEqualTo(recorded.get("out").asString());
    }

    @Test
    void the_ids_in_a_dataset_that_dlt_loaded_are_those_of_its_nested_rows() {
        JsonNode tags = Golden.read("interop_crm.json").at("/tables/users__tags/rows");

        assertThat(Golden.each(tags))
                .isNotEmpty()
                .allSatisfy(tag -> assertThat(Digest128.nestedRowId(
                                tag.get("_dlt_parent_id").asString(),
                                "users__tags",
                                tag.get("_dlt_list_idx").asLong()))
                        .isEqualTo(tag.get("_dlt_id").asString()));
    }

    @Test
    void a_key_of_several_columns_does_not_depend_on_their_order() {
        Map<String, Object> row = Map.of("a", 1, "b", "x", "c", true);

        assertThat(Digest128.keyId(row, List.of("a", "b"))).isEqualTo(Digest128.keyId(row, List.of("b", "a")));
    }

    @Test
    void a_digest_has_1_to_32_bytes() {
        assertThat(Digest128.of("", 32))
                .isEqualTo("f5wrpOiPgn1hYEVQdgWFPtc7gJP277yI6xpurPpm7yY")
                .hasSize(43);
        assertThatThrownBy(() -> Digest128.of("", 33))
                .hasMessage("a digest of 33 bytes was asked for. Ask for 1 to 32.");
        assertThatThrownBy(() -> Digest128.of("", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
