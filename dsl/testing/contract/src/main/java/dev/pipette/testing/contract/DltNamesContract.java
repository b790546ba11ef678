package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a schema that dlt made, names, JSON columns and nesting are dlt's; in others they are Pipette's. */
interface DltNamesContract {
    @Test
    default void names_in_a_schema_of_dlt_are_dlts(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        DltMade.schema(trial, schema -> schema);

        trial.run(json("items", "[{'id': 2, 'Złoty': 1, 'é': [1]}]"));

        assertThat(trial.columns("items")).containsExactly("id", "_dlt_load_id", "_dlt_id", "z_oty");
        assertThat(trial.allTables()).contains("items__x");
    }

    @Test
    default void names_in_a_schema_of_pipette_stay_pipettes(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'Złoty': 1}]"));
        trial.run(json("items", "[{'id': 2, 'Złoty': 2, 'é': 1}]"));

        assertThat(trial.rows("SELECT id, zloty, e FROM items ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | 2 | 1");
        assertThat(trial.columns("items")).containsExactly("id", "zloty", "_dlt_load_id", "_dlt_id", "e");
    }

    @Test
    default void a_naming_convention_that_pipette_does_not_know_is_refused(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        DltMade.schema(trial, schema -> {
            Map<String, Object> normalizers = new LinkedHashMap<>(schema.normalizers());
            normalizers.put("names", "sql_cs_v1");
            return schema.withNormalizers(normalizers);
        });

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 2}]")))
                .hasMessage("[BAD_USAGE] dlt made schema contract of dataset contract_data with the naming convention"
                        + " 'sql_cs_v1', and Pipette knows snake_case only: it would give the same columns other names. Load"
                        + " these rows with dlt, or into another dataset: .datasetName(\"contract_data_pipette\") (--dataset"
                        + " contract_data_pipette). Nothing was loaded.");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void a_json_column_of_dlt_takes_nested_values_as_documents(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'payload': {'a': 1}, 'lines': [{'n': 1, 'extra': {'b': 2}}]}]")
                .column("payload", Pipette.jsonDocument()));
        DltMade.schema(trial, schema -> {
            TableSchema lines = schema.table("items__lines").orElseThrow();
            return schema.withTable(lines.withoutColumn("extra__b").withColumn(Column.of("extra", DataType.JSON)));
        });

        trial.run(json(
                "items", "[{'id': 2, 'payload': {'a': [1, {'c': 2}]}, 'lines': [{'n': 2, 'extra': {'b': [3]}}]}]"));

        assertThat(trial.allTables()).doesNotContain("items__payload__a", "items__lines__extra__b");
        assertThat(trial.columns("items")).doesNotContain("payload__a");
        assertThat(trial.rows("SELECT CAST(payload AS VARCHAR) FROM items WHERE id = 2")
                        .getFirst()
                        .replace(" ", ""))
                .isEqualTo("{\"a\":[1,{\"c\":2}]}");
        assertThat(trial.rows("SELECT CAST(extra AS VARCHAR) FROM items__lines WHERE n = 2")
                        .getFirst()
                        .replace(" ", ""))
                .isEqualTo("{\"b\":[3]}");
    }

    @Test
    default void the_nesting_that_dlts_schema_allows_is_kept(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"), json("others", "[{'id': 1}]"));
        DltMade.schema(trial, schema -> {
            Map<String, Object> normalizers = new LinkedHashMap<>(schema.normalizers());
            normalizers.put(
                    "json",
                    Map.of("module", "dlt.common.normalizers.json.relational", "config", Map.of("max_nesting", 0)));
            TableSchema others = schema.table("others").orElseThrow();
            return schema.withNormalizers(normalizers)
                    .withTable(others.withHint("x-normalizer", Map.of("seen-data", true, "max_nesting", 1)));
        });
        String row = "[{'id': 2, 'a': {'b': {'c': 1}}, 'l': [1]}]";

        trial.run(json("items", row), json("others", row));

        assertThat(trial.columns("items")).containsExactly("id", "_dlt_load_id", "_dlt_id", "a", "l");
        assertThat(trial.columns("others")).containsExactly("id", "_dlt_load_id", "_dlt_id", "a__b");
        assertThat(trial.allTables()).contains("others__l").doesNotContain("items__l");

        trial.run(json("items", "[{'id': 3, 'z': {'y': 1}}]").maxNesting(5));
        assertThat(trial.columns("items")).contains("z__y");
    }
}
