package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.spi.LoadStep;
import org.junit.jupiter.api.Test;

/** A run may declare the schema of a file: its types, and what a contract holds tables to. */
interface DeclaredSchemaContract {
    SchemaFile AGREED = SchemaFile.parse("""
            pipette_schema: 1
            name: shop
            tables:
              items:
                description: what is sold
                columns:
                  id: {type: bigint, nullable: false, primary_key: true}
                  code: text
                  price: {type: 'decimal(12,2)'}
                  later: date
              items__parts:
                parent: items
                columns:
                  n: {type: 'decimal(10,3)'}
                  at: text
            """);

    private static Pipeline agreed(Trial trial) {
        return trial.pipeline("contract").schema(AGREED);
    }

    private static Resource items(String rows) {
        return json("items", rows);
    }

    private static SchemaFile made(Trial trial) {
        return trial.pipeline("contract").dataset().schema();
    }

    @Test
    default void a_declared_schema_decides_types_keys_and_descriptions_before_the_first_load(Trial trial) {
        LoadInfo info = agreed(trial)
                .run(items("[{'id': 1, 'code': 7, 'price': 5, 'parts': [{'n': 1, 'at': '2025-12-24T10:00:00Z'}]}]"));

        assertThat(AGREED.diff(made(trial)).lines()).containsExactly("- column items.later: date");
        assertThat(trial.rows("SELECT code, price FROM items")).containsExactly("7 | 5.00");
        assertThat(trial.rows("SELECT n, \"at\" FROM items__parts")).containsExactly("1.000 | 2025-12-24T10:00:00Z");
        assertThat(info.notes()).noneMatch(note -> note.contains("later"));
    }

    @Test
    default void a_frozen_run_is_held_to_the_declared_schema_also_where_nothing_is_there(Trial trial) {
        Pipeline frozen = agreed(trial).contract(SchemaContract.frozen());

        assertThatThrownBy(() -> frozen.run(
                        items("[{'id': 1, 'note': 'n', 'tags': ['a'], 'parts': [{'n': 'x', 'size': 'L'}]}]"),
                        json("others", "[{'id': 1}]")))
                .hasMessageContaining("does not allow 5 changes: ")
                .hasMessageContaining(
                        "column items.note is not in the declared schema for a value, 'n' in row 1 (columns: freeze)")
                .hasMessageContaining(
                        "table items__tags is not in the declared schema and would get 1 row (tables: freeze)")
                .hasMessageContaining(
                        "column items__parts.n is declared as decimal(10,3), and would be changed or have another column beside"
                                + " it for a value, 'x' in row 1 (data_type: freeze)")
                .hasMessageContaining("column items__parts.size is not in the declared schema")
                .hasMessageContaining(
                        "table others is not in the declared schema and would get 1 row (tables: freeze)");
        frozen.run(items("[{'id': 1, 'code': 'a', 'parts': [{'n': 1}]}]"));

        assertThat(trial.rows("SELECT id, code FROM items")).containsExactly("1 | a");
    }

    /** The file is what people agreed on, and the destination may have drifted from it. */
    @Test
    default void what_the_destination_has_beyond_the_declared_schema_is_new(Trial trial) {
        trial.run(items("[{'id': 1, 'code': 'a', 'note': 'n', 'tags': ['a']}]"));

        assertThatThrownBy(() -> agreed(trial)
                        .contract(SchemaContract.frozen())
                        .run(items("[{'id': 2, 'note': 'n', 'tags': ['a']}]").primaryKey("id")))
                .hasMessageContaining("column items.note is not in the declared schema")
                .hasMessageContaining("table items__tags is not in the declared schema");
        agreed(trial)
                .contract(SchemaContract.of("discard_value"))
                .run(items("[{'id': 2, 'note': 'n', 'tags': ['a']}]"));

        assertThat(trial.rows("SELECT id, note FROM items ORDER BY id")).containsExactly("1 | n", "2 | NULL");
        assertThat(trial.rows("SELECT count(*) FROM items__tags")).containsExactly("1");
    }

    @Test
    default void rows_beyond_a_declared_schema_are_rejected_where_the_contract_says_so(Trial trial) {
        LoadInfo info = agreed(trial)
                .contract(SchemaContract.of("discard_row"))
                .run(items("[{'id': 1, 'code': 'a'}, {'id': 2, 'note': 'n'}, {'id': 3, 'parts': [{'size': 'L'}]}]"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(info.rejected()).isEqualTo(2);
    }

    @Test
    default void a_declared_schema_refuses_rows_without_a_value_that_must_be_there_and_values_of_other_types(
            Trial trial) {
        assertThatThrownBy(() -> agreed(trial).run(items("[{'code': 'a'}]"))).hasMessageContaining("'id'");
        assertThatThrownBy(() -> agreed(trial).run(items("[{'id': 1, 'price': 'dear'}]")))
                .hasMessageContaining("[TYPE_MISMATCH]")
                .hasMessageContaining("cannot be decimal(12,2) without loss (first: 'dear'");
    }

    @Test
    default void a_resource_may_not_contradict_the_declared_schema(Trial trial) {
        assertThatThrownBy(() -> agreed(trial).run(items("[{'id': 1}]").column("price", Pipette.float64())))
                .hasMessage(
                        "[BAD_USAGE] resource items: column 'price' is declared as double, and the declared schema says"
                                + " decimal(12,2). Leave out the declaration of the resource (--type), or correct the schema file.");
        assertThatThrownBy(() ->
                        agreed(trial).run(items("[{'id': 1, 'code': 'a'}]").merge("code")))
                .hasMessage(
                        "[BAD_USAGE] resource items: its primary key is code, and the declared schema says id for table"
                                + " items. Let them agree: correct the resource's key, or the schema file.");
        agreed(trial)
                .run(items("[{'id': 1, 'price': 2}]")
                        .column("price", Pipette.decimal().describedAs("net"))
                        .merge("id"));

        assertThat(made(trial)
                        .table("items")
                        .orElseThrow()
                        .column("price")
                        .orElseThrow()
                        .description())
                .contains("net");
    }

    /** The statements are those of a load, so the tables are as a load makes them. */
    @Test
    default void the_statements_of_a_schema_make_its_tables(Trial trial) {
        agreed(trial)
                .run(items("[{'id': 1, 'price': 5, 'parts': [{'n': 1}]}]")
                        .tableHints(Pipette.tableHints().unique("id", "price").index("price")));
        SchemaFile made = trial.pipeline("contract").dataset().schema(true);
        Pipeline other = trial.pipeline("contract").datasetName("by_hand");

        trial.pipeline().dataset().execute(String.join(";\n", other.dataset().ddl(made)));

        String columns = "SELECT table_name, column_name, data_type, is_nullable, numeric_precision, numeric_scale"
                + " FROM information_schema.columns WHERE table_name LIKE 'items%' AND table_schema = '";
        assertThat(trial.rows(columns + "by_hand' ORDER BY table_name, ordinal_position"))
                .isNotEmpty()
                .isEqualTo(trial.rows(columns + "contract_data' ORDER BY table_name, ordinal_position"));
        assertThatThrownBy(() -> trial.pipeline()
                        .dataset()
                        .execute("INSERT INTO by_hand.items SELECT * FROM contract_data.items;"
                                + " INSERT INTO by_hand.items SELECT * FROM contract_data.items"))
                .hasMessageContaining("refused");
    }

    /** It is published by a later run, which may declare nothing. */
    @Test
    default void a_package_that_waits_keeps_the_schema_that_was_declared_when_it_was_made(Trial trial) {
        trial.crash(agreed(trial), LoadStep.SEALED, items("[{'id': 1, 'price': 5, 'parts': [{'n': 1}]}]"));

        trial.run();

        assertThat(trial.rows("SELECT price FROM items")).containsExactly("5.00");
        assertThat(trial.rows("SELECT n FROM items__parts")).containsExactly("1.000");
    }

    @Test
    default void a_plan_holds_rows_to_the_declared_schema(Trial trial) {
        RunPlan plan = agreed(trial).contract(SchemaContract.frozen()).plan(items("[{'id': 1, 'note': 'n'}]"));

        assertThat(plan.refusals().getFirst().message()).contains("column items.note is not in the declared schema");
        assertThat(agreed(trial).plan(items("[{'id': 1, 'price': 5}]")).ddl().toString())
                .containsAnyOf("\"price\" numeric(12, 2)", "\"price\" decimal(12, 2)");
    }
}
