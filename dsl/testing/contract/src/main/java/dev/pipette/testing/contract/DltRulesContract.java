package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What dlt's schema asks of a table is done, or the load is refused with the way out. */
interface DltRulesContract {
    private static Resource items(String rows) {
        return json("items", rows);
    }

    /** A table that dlt made with such hints. */
    private static void dltMade(Trial trial, UnaryOperator<TableSchema> hints) {
        trial.run(items("[{'id': 1, 'gone': false, 'rank': 1}]").merge("id"));
        DltMade.schema(trial, schema -> schema.withTable(hints.apply(table(schema))));
    }

    private static TableSchema table(Schema schema) {
        return schema.table("items").orElseThrow();
    }

    private static UnaryOperator<TableSchema> columnHint(String column, String hint, Object value) {
        return table -> table.withColumn(table.column(column).orElseThrow().withHint(hint, value));
    }

    private static void refuses(Trial trial, Resource resource, String reason) {
        assertThatThrownBy(() -> trial.run(resource))
                .hasMessage("[LOAD_REFUSED] dlt's schema contract has for table contract_data.items the " + reason
                        + ". Load this resource with dlt, or into a table of its own: .table(\"items_pipette\") (--table"
                        + " items_pipette). Nothing was loaded.");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(trial.pipeline().admin().pending()).isEmpty();

        trial.run(resource.table("items_pipette"));
        assertThat(trial.count("items_pipette")).isEqualTo(1);
    }

    @Test
    default void a_table_whose_history_dlt_keeps_is_refused(Trial trial) {
        dltMade(trial, table -> table.withHint("x-merge-strategy", "scd2"));
        String refusal =
                "[LOAD_REFUSED] table contract_data.items of schema contract keeps versions of rows (merge strategy"
                        + " scd2): rows that are loaded in another way would belong to no version. Merge with scd2(..), or load"
                        + " into a table of its own: .table(\"items_pipette\") (--table items_pipette). To begin"
                        + " again without the versions, refresh(Refresh.DROP_RESOURCES) (--refresh drop-resources) drops the"
                        + " table. Nothing was loaded.";

        for (Resource other : List.of(items("[{'id': 2}]").merge("id"), items("[{'id': 2}]"))) {
            assertThatThrownBy(() -> trial.run(other)).hasMessage(refusal);
        }
        trial.run(items("[{'id': 2}]").table("items_pipette"));
        assertThat(trial.count("items_pipette")).isEqualTo(1);
    }

    @Test
    default void a_merge_into_a_table_that_dlt_upserts_is_refused(Trial trial) {
        dltMade(trial, table -> table.withHint("x-merge-strategy", "upsert"));

        refuses(
                trial,
                items("[{'id': 2}]").merge("id"),
                "merge strategy upsert: dlt finds nested rows by ids that it computes from the key. Rows that Pipette"
                        + " merges have other ids, so that dlt would leave their nested rows behind");
    }

    @Test
    default void a_merge_into_a_table_that_dlt_only_inserts_into_is_refused_and_an_append_is_not(Trial trial) {
        dltMade(trial, table -> table.withHint("x-merge-strategy", "insert-only"));

        refuses(
                trial,
                items("[{'id': 2}]").merge("id"),
                "merge strategy insert-only: dlt never changes a row that is there, and Pipette would replace it");
        trial.run(items("[{'id': 3}]"));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    default void a_merge_into_a_table_with_a_column_that_marks_deleted_rows_is_refused(Trial trial) {
        dltMade(trial, columnHint("gone", "hard_delete", true));

        refuses(
                trial,
                items("[{'id': 2}]").merge("id"),
                "hint hard_delete on column 'gone': dlt deletes the rows that it marks, and Pipette would keep them");
    }

    @Test
    default void a_merge_into_a_table_with_a_column_that_sorts_duplicates_is_refused(Trial trial) {
        dltMade(trial, columnHint("rank", "dedup_sort", "desc"));

        refuses(
                trial,
                items("[{'id': 2}]").merge("id"),
                "hint dedup_sort on column 'rank': of several rows with one key dlt loads the one that it sorts first, and"
                        + " Pipette the last that arrives");
    }

    @Test
    default void a_table_of_another_pipeline_of_dlt_is_refused_too(Trial trial) {
        dltMade(trial, table -> table.withHint("x-merge-strategy", "scd2"));

        assertThatThrownBy(() -> trial.pipeline("other").run(items("[{'id': 2}]")))
                .hasMessageContaining("table contract_data.items of schema contract keeps versions of rows");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void delete_insert_goes_on(Trial trial) {
        dltMade(trial, table -> table.withHint("x-merge-strategy", "delete-insert"));

        trial.run(items("[{'id': 1, 'rank': 2}]").merge("id"));

        assertThat(trial.rows("SELECT id, rank FROM items")).containsExactly("1 | 2");
    }

    @Test
    default void a_change_that_a_frozen_contract_forbids_is_refused_and_other_rows_are_loaded(Trial trial) {
        dltMade(
                trial,
                table -> table.withHint("schema_contract", Map.of("columns", "freeze", "data_type", "discard_row")));

        assertThatThrownBy(() -> trial.run(items("[{'id': 2, 'more': 'x'}]")))
                .hasMessageContaining("column items.more would be added for a value, 'x' in row 1 (columns: freeze)");
        trial.run(items("[{'id': 2, 'rank': 'high'}]"));

        trial.run(items("[{'id': 3}]"));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    default void a_contract_of_the_whole_schema_forbids_new_tables(Trial trial) {
        trial.run(items("[{'id': 1}]"));
        DltMade.schema(
                trial,
                schema -> schema.withSettings(
                        Map.of("schema_contract", Map.of("tables", "freeze"), "detections", List.of("iso_timestamp"))));

        assertThatThrownBy(() -> trial.run(json("more", "[{'id': 1}]")))
                .hasMessageContaining("table more would be made for 1 row (tables: freeze)");
        trial.run(items("[{'id': 2, 'note': 'n'}]"));
        assertThat(trial.columns("items")).contains("note");
    }
}
