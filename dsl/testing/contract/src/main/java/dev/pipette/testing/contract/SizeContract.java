package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Long values, long names, and many columns. */
interface SizeContract {
    @Test
    default void bytes_that_are_none_and_a_million(Trial trial) {
        byte[] many = new byte[1_000_000];
        IntStream.range(0, many.length).forEach(index -> many[index] = (byte) index);

        trial.run(
                Pipette.resource("vals").rows(List.of(Map.of("id", 1, "v", new byte[0]), Map.of("id", 2, "v", many))));

        assertThat(trial.rows("SELECT octet_length(v) FROM vals ORDER BY id")).containsExactly("0", "1000000");
        assertThat(trial.rows("SELECT v FROM vals WHERE id = 2").getFirst())
                .startsWith("000102")
                .hasSize(2_000_000);
    }

    @Test
    default void documents_with_long_texts_and_large_numbers(Trial trial) {
        String text = "ä".repeat(500_000);
        String number = "123456789012345678901234567890.12345";

        trial.run(json(
                        "vals",
                        "[{'id': 1, 'v': {'text': '" + text + "', 'n': " + number + ", 'i': 18446744073709551616}}]")
                .maxNesting(0));

        String back = trial.rows("SELECT CAST(v AS VARCHAR) FROM vals").getFirst();
        assertThat(back.length()).isGreaterThan(text.length());
        assertThat(back).contains(number, "18446744073709551616", text);
    }

    @Test
    default void names_that_are_longer_than_the_destination_allows_do_not_collide(Trial trial) {
        String name = "a_very_long_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_";
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(name + "one", 1);
        row.put(name + "two", 2);
        row.put(name + "list", List.of(Map.of(name + "one", 3, name + "two", 4)));

        trial.run(
                Pipette.resource(name + "first").rows(List.of(row)).merge(name + "one"),
                Pipette.resource(name + "second").rows(List.of(row)));
        trial.run(Pipette.resource(name + "first").rows(List.of(row)).merge(name + "one"));

        List<String> tables = trial.pipeline().dataset().tables();
        assertThat(tables).hasSize(4).doesNotHaveDuplicates();
        for (String table : tables) {
            List<String> own = trial.columns(table).stream()
                    .filter(column -> !column.startsWith("_dlt"))
                    .toList();
            assertThat(own).as(table).hasSize(2);
            assertThat(trial.rows("SELECT " + own.get(0) + " + " + own.get(1) + " FROM " + table))
                    .singleElement()
                    .isIn("3", "7");
        }
    }

    @Test
    default void tables_of_five_hundred_columns_that_become_six_hundred(Trial trial) {
        trial.run(wide(1, 500));

        LoadInfo second = trial.run(wide(2, 600));

        assertThat(second.schemaChanges()).hasSize(100);
        assertThat(trial.columns("wide")).hasSize(603);
        assertThat(trial.rows("SELECT id, c_0, c_499, c_599 FROM wide ORDER BY id"))
                .containsExactly("1 | 0 | 499 | NULL", "2 | 0 | 499 | 599");
    }

    private static Resource wide(int id, int columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        IntStream.range(0, columns).forEach(column -> row.put("c_" + column, column));
        return Pipette.resource("wide").rows(List.of(row)).merge("id");
    }
}
