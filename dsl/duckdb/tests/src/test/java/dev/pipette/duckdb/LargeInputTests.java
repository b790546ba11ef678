package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input that is as large as nobody would think, in one direction: long texts, many columns, deep nesting. */
@Timeout(120)
class LargeInputTests {
    private static final int LONG = 20_000_000;
    private static final int COLUMNS = 10_000;
    private static final int LEVELS = 1_000;

    /** In an object, which is a level too. */
    private static final int LISTS = LEVELS - 1;

    @TempDir
    Path folder;

    @Test
    void a_text_of_twenty_million_characters_is_loaded_from_csv_and_json() {
        Scratch scratch = new Scratch(folder);
        String text = "x".repeat(LONG);

        scratch.run(
                csv("fields", scratch.file("long.csv", "id,text\n1," + text + "\n2,short\n")),
                jsonl("texts", scratch.file("long.jsonl", "{\"text\": \"" + text + "\"}\n{\"text\": \"short\"}\n")));

        assertThat(scratch.rows("SELECT length(text) FROM fields ORDER BY 1")).containsExactly("5", LONG + "");
        assertThat(scratch.rows("SELECT length(text) FROM texts ORDER BY 1")).containsExactly("5", LONG + "");
    }

    @Test
    void keys_that_are_data_are_refused_with_the_way_to_keep_them_as_json() {
        Scratch scratch = new Scratch(folder);
        String many = "{" + numbered("\"k").replace(",", "\": 1,") + "\": 1, "
                + numbered("\"l").replace(",", "\": 1,") + "\": 1}";

        assertThat(refusal(() -> scratch.run(resource("items").json("{\"id\": 1, \"data\": " + many + "}"))))
                .isEqualTo(
                        "[SOURCE_UNREADABLE] table items, row 1: 'data.l1998' is key 12,001 of this resource, which may"
                                + " have 12,000. 11,999 of them are in 'data' (k0, k1, k2 ..). Keys that are data, like ids"
                                + " or dates, become a column each. Keep 'data' as a JSON document:"
                                + " .column(\"data\", jsonDocument()) (--type data=json).");
        assertThat(refusal(() -> scratch.run(resource("items").json(many))))
                .endsWith("Keep each row as one JSON document, in a column 'row': .map(row -> Map.of(\"row\", row))"
                        + ".column(\"row\", jsonDocument()) (--whole-rows row).");
        assertThat(refusal(() -> scratch.run(resource("items").json("[{\"list\": [" + many + "]}]"))))
                .endsWith("Keep 'list' as a JSON document: .column(\"list\", jsonDocument()) (--type list=json).");

        scratch.run(
                resource("items").json("{\"id\": 1, \"data\": " + many + "}").column("data", jsonDocument()));
        scratch.run(resource("lists").json("[{\"list\": [" + many + "]}]").column("list", jsonDocument()));
        scratch.run(resource("whole").json(many).map(row -> Map.of("row", row)).column("row", jsonDocument()));
        assertThat(scratch.rows("SELECT len(json_keys(data)) FROM items")).containsExactly("20000");
        assertThat(scratch.rows("SELECT len(json_keys(list, '$[0]')) FROM lists"))
                .containsExactly("20000");
        assertThat(scratch.rows("SELECT len(json_keys(\"row\")) FROM whole")).containsExactly("20000");
    }

    @Test
    void rows_with_a_key_of_their_own_are_loaded_as_long_as_there_are_not_too_many() {
        Scratch scratch = new Scratch(folder);

        scratch.run(resource("items").stream(() -> IntStream.range(0, 1_000).mapToObj(row -> Map.of("k" + row, row))));

        assertThat(scratch.columns("items")).hasSize(1_000);
        assertThat(scratch.rows("SELECT count(*), max(k999), count(k999) FROM items"))
                .containsExactly("1000 | 999 | 1");
        assertThat(refusal(() -> scratch.run(resource("more").stream(
                        () -> IntStream.range(0, 20_000).mapToObj(row -> Map.of("k" + row, row))))))
                .startsWith("[SOURCE_UNREADABLE] table more, row 12001: 'k12000' is key 12,001 of this resource, which"
                        + " may have 12,000. 12,001 of them are in the rows themselves (k0, k1, k2 ..).");
    }

    @Test
    void ten_thousand_columns_are_loaded_from_csv() {
        Scratch scratch = new Scratch(folder);
        String names = numbered("c");
        String values = IntStream.range(0, COLUMNS)
                .mapToObj(column -> column % 2 == 0 ? "" + column : "text " + column)
                .collect(Collectors.joining(","));

        LoadInfo info = scratch.run(csv("wide", scratch.file("wide.csv", names + "\n" + values + "\n")));

        assertThat(info.rows("wide")).isEqualTo(1);
        assertThat(scratch.columns("wide")).hasSize(COLUMNS).contains("c0 BIGINT", "c9999 VARCHAR");
        assertThat(scratch.rows("SELECT c0, c9998, c9999 FROM wide")).containsExactly("0 | 9998 | text 9999");
    }

    @Test
    void ten_thousand_keys_are_loaded_from_json() {
        Scratch scratch = new Scratch(folder);
        String flat = IntStream.range(0, COLUMNS / 2)
                .mapToObj(column -> "\"k" + column + "\": " + column)
                .collect(Collectors.joining(", "));
        String row = "{" + flat + ", \"inside\": {" + flat + "}}";

        LoadInfo info = scratch.run(jsonl("wide", scratch.file("wide.jsonl", row + "\n" + row + "\n")));

        assertThat(info.rows("wide")).isEqualTo(2);
        assertThat(scratch.columns("wide")).hasSize(COLUMNS);
        assertThat(scratch.rows("SELECT DISTINCT k4999, inside__k4999 FROM wide"))
                .containsExactly("4999 | 4999");
    }

    @Test
    void a_thousand_levels_of_objects_become_one_column() {
        Scratch scratch = new Scratch(folder);
        String row = "{\"a\": ".repeat(LEVELS) + "1" + "}".repeat(LEVELS);

        scratch.run(jsonl("deep", scratch.file("deep.jsonl", row + "\n")));

        String column = String.join("__", Collections.nCopies(LEVELS, "a"));
        assertThat(scratch.columns("deep")).containsExactly(column + " BIGINT");
        assertThat(scratch.rows("SELECT " + column + " FROM deep")).containsExactly("1");
    }

    @Test
    void lists_in_lists_become_a_table_for_each_level_or_json_below_the_limit() {
        Scratch scratch = new Scratch(folder);
        Path file = scratch.file("deep.jsonl", "{\"a\": " + "[".repeat(LISTS) + "1" + "]".repeat(LISTS) + "}\n");

        scratch.run(jsonl("deep", file).maxNesting(20));

        assertThat(scratch.tables()).hasSize(21);
        assertThat(scratch.rows("SELECT length(list) FROM deep__a" + "__list".repeat(19)))
                .containsExactly(2 * (LISTS - 20) + 1 + "");
    }

    @Test
    void a_thousand_levels_of_lists_become_a_thousand_tables() {
        Scratch scratch = new Scratch(folder);
        Path file = scratch.file("deep.jsonl", "{\"a\": " + "[".repeat(LISTS) + "1" + "]".repeat(LISTS) + "}\n");

        scratch.run(jsonl("deep", file));

        assertThat(scratch.tables()).hasSize(LEVELS);
    }

    private static String numbered(String name) {
        return IntStream.range(0, COLUMNS).mapToObj(column -> name + column).collect(Collectors.joining(","));
    }
}
