package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {
    @ParameterizedTest
    @CsvSource({
        "day.json, day",
        "in/day.jsonl.gz, day",
        "in/DAY.CSV.GZ, DAY",
        "orders.2025.csv, orders.2025",
        "orders, orders",
        "in/orders-*.csv, orders",
        "in/orders_2025*.csv.gz, orders_2025",
        "in/orders/*.csv, orders",
        "orders/**/*.csv, orders",
        "s/orders/202?/day.csv, day",
        "'in/{a,b}/quakes.json', quakes",
        "./in/[ab]*.csv, in"
    })
    void the_table_is_named_by_the_file_or_folder(String pattern, String table) {
        assertThat(TableNames.of(pattern)).isEqualTo(table);
    }

    @Test
    void a_file_whose_name_looks_like_a_glob_is_a_file(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("day[1].csv"));

        assertThat(TableNames.of(file.toString())).isEqualTo("day[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.csv", "./*.csv", "../*.csv", ".json", "**/*.csv"})
    void a_path_without_a_name_asks_for_one(String pattern) {
        assertThatThrownBy(() -> TableNames.of(pattern))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_USAGE] '" + pattern + "' names no table. Name it with --table.");
    }

    @ParameterizedTest
    @CsvSource({
        "scratch.duckdb, scratch",
        "/data/my shop.duckdb, my_shop",
        "../warehouse, warehouse",
        "a.b.duckdb, a.b",
        "_x.duckdb, x",
        "Zürich.duckdb, Z_rich",
        "東京.duckdb, pipette",
        "//host:5432/shop?user=me, shop"
    })
    void the_pipeline_is_named_by_the_database(String location, String pipeline) {
        assertThat(PipelineNames.of(location)).isEqualTo(pipeline);
    }
}
