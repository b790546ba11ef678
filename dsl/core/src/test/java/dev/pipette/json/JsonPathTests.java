package dev.pipette.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTests {
    private static List<Map<String, Object>> rows(String path, String json) {
        try (Stream<Map<String, Object>> rows =
                JsonRows.of(new ByteArrayInputStream(json.getBytes(UTF_8)), "the answer", JsonPath.of(path))) {
            return rows.toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | [{\"id\": 1}, {\"id\": 2}]",
                "$ | [{\"id\": 1}, {\"id\": 2}]",
                "$[*] | [{\"id\": 1}, {\"id\": 2}]",
                "/data | {\"a\": [{\"id\": 3}], \"data\": [{\"id\": 1}, {\"id\": 2}], \"next\": {\"data\": 3}}",
                "$.data[*] | {\"data\": [{\"id\": 1}, {\"id\": 2}]}",
                "$['data'].items | {\"data\": {\"items\": [{\"id\": 1}, {\"id\": 2}]}}",
                "/data/1 | {\"data\": [7, [{\"id\": 1}, {\"id\": 2}], 8]}",
                "/a~1b/c~0d | {\"a/b\": {\"c~d\": [{\"id\": 1}, {\"id\": 2}]}}",
                "$.orders[*].lines[*] | {\"orders\": [{\"lines\": [{\"id\": 1}]}, {\"n\": 1}, {\"lines\": [{\"id\": 2}]}]}",
                "$.days.* | {\"days\": {\"mon\": [{\"id\": 1}], \"tue\": null, \"wed\": {\"id\": 2}}}"
            })
    void a_path_leads_to_the_elements_of_lists_and_to_objects(String path, String json) {
        assertThat(rows(path, json)).containsExactly(Map.of("id", 1L), Map.of("id", 2L));
    }

    @Test
    void null_is_no_row() {
        assertThat(rows("/data", "{\"data\": null}")).isEmpty();
        assertThat(rows("/data/items", "{\"data\": null}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$..id", "$.data[?(@.id > 1)]", "$.data[1:2]", "$.data[-1]", "$.a,b", "$data", "$.data[0,1]"})
    void what_cannot_be_followed_in_one_reading_is_refused(String path) {
        assertThatThrownBy(() -> JsonPath.of(path))
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith(
                        "[BAD_USAGE] the JSONPath '" + path + "' cannot be followed from its character ")
                .hasMessageEndingWith(
                        "There are .name, ['name'], [3], [*] and .*; filters, slices and .. would need the"
                                + " whole document in memory. Select more, and use .filter(..) or .map(..) of the resource.");
    }

    @Test
    void a_dotted_path_is_answered_with_how_it_is_written() {
        assertThatThrownBy(() -> JsonPath.of("data.items"))
                .hasMessage(
                        "[BAD_USAGE] the path 'data.items' is neither a JSON Pointer nor a JSONPath. Write /data/items"
                                + " or $.data.items.");
    }

    @Test
    void a_place_that_is_not_there_is_an_error_that_names_what_is() {
        assertThatThrownBy(() -> rows("/data/items", "{\"data\": {\"rows\": [], \"total\": 3}}"))
                .hasMessage("[SOURCE_UNREADABLE] the answer, line 1, column 33: 'data' has no 'items', which the path"
                        + " 'data.items' needs. It has: rows, total.");
        assertThatThrownBy(() -> rows("/data", "{\"data\": 7}"))
                .hasMessageContaining("at 'data' there is the number 7, and rows come from a list or an object");
        assertThatThrownBy(() -> rows("/data/items", "{\"data\": \"x\"}"))
                .hasMessageContaining("'data' is the text 'x' and not an object");
    }

    @Test
    void a_second_list_of_the_same_name_is_an_error() {
        assertThatThrownBy(() -> rows("/data", "{\"data\": [{\"id\": 1}], \"data\": [{\"id\": 2}]}"))
                .hasMessageContaining("the name 'data' is there twice in one object");
    }

    @Test
    void a_cut_document_is_an_error_after_its_last_row() {
        assertThatThrownBy(() -> rows("/data", "{\"data\": [{\"id\": 1}]"))
                .hasMessageContaining("the input ends in the middle");
        assertThatThrownBy(() -> rows("/data", "{\"data\": []} {}"))
                .hasMessageContaining("something follows after the end of the document");
        assertThatThrownBy(() -> rows("/data", "")).hasMessageContaining("is empty and not a JSON document");
    }

    @Test
    void a_path_is_written_as_a_pointer_where_it_leads_to_one_place() {
        assertThat(JsonPath.of("$.meta['a/b'].next").pointer()).contains("/meta/a~1b/next");
        assertThat(JsonPath.of("$.a[*].b").pointer()).isEmpty();
    }
}
