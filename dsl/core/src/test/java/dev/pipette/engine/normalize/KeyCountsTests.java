package dev.pipette.engine.normalize;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyCountsTests {
    @Test
    void keys_of_the_rows_themselves_are_kept_with_the_whole_row() {
        KeyCounts keys = KeyCounts.ofKeys();
        for (int key = 0; key < KeyCounts.MOST_KEYS; key++) {
            keys.add("", "k" + key, "items", key + 1, "k" + key);
        }

        assertThatThrownBy(() -> keys.add("data", "a", "items", 12_001, "data.a"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] table items, row 12001: 'data.a' is key 12,001 of this resource, which may"
                                + " have 12,000. 12,000 of them are in the rows themselves (k0, k1, k2 ..). Keys that are data,"
                                + " like ids or dates, become a column each. Keep each row as one JSON document, in a column"
                                + " 'row': .map(row -> Map.of(\"row\", row)).column(\"row\", jsonDocument())"
                                + " (--whole-rows row).");
    }

    @Test
    void the_part_of_the_rows_that_has_most_of_the_keys_is_kept_as_a_document() {
        KeyCounts keys = KeyCounts.ofKeys();
        keys.add("", "id", "items", 1, "id");
        keys.add("", "the \"data\"", "items", 1, "the \"data\"");
        for (int key = 2; key < KeyCounts.MOST_KEYS; key++) {
            keys.add("the \"data\"", "k" + key, "items", 1, "the \"data\".k" + key);
        }

        assertThatThrownBy(() -> keys.add("", "note", "items", 1, "note"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] table items, row 1: 'note' is key 12,001 of this resource, which may have"
                                + " 12,000. 11,998 of them are in 'the \"data\"' (k2, k3, k4 ..). Keys that are data, like ids or"
                                + " dates, become a column each. Keep 'the \"data\"' as a JSON document:"
                                + " .column(\"the \\\"data\\\"\", jsonDocument()) (--type 'the \"data\"=json').");
    }

    @Test
    void lists_become_a_table_each_and_have_a_most_too() {
        KeyCounts tables = KeyCounts.ofTables(1);
        for (int table = 1; table < KeyCounts.MOST_TABLES; table++) {
            tables.add("tags", "t" + table, "items", 7, "tags.t" + table);
        }

        assertThatThrownBy(() -> tables.add("tags", "last", "items", 7, "tags.last"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] table items, row 7: 'tags.last' is table 1,001 of this resource, which may"
                                + " have 1,000. 1,000 of them are in 'tags' (t1, t2, t3 ..). Keys that are data, like ids or dates,"
                                + " become a table each. Keep 'tags' as a JSON document: .column(\"tags\", jsonDocument())"
                                + " (--type tags=json).");
    }
}
