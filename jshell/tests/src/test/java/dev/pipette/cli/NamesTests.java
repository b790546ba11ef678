package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        "./in/[ab]*.csv, in",
        "https://files.example.com/in/orders.csv.gz, orders",
        "https://files.example.com/orders.csv?via=a/b.json, orders",
        "https://files.example.com/Ums%C3%A4tze%202024.csv, Umsätze 2024",
        "https://files.example.com/a+b.csv.gz, a+b",
        "https://files.example.com/100%.csv, 100%",
        "https://me:pw@files.example.com/in/orders.csv, orders",
        "postgres://me:p@w@db.example, db",
        "me:pw@db.example, db"
    })
    void the_table_is_named_by_the_file_or_folder(String pattern, String table) {
        assertThat(TableNames.of(pattern)).isEqualTo(table);
    }

    @Test
    void several_paths_name_a_table_where_all_of_them_lead_to_one() {
        assertThat(TableNames.of(List.of("2024/orders.csv", "2025/orders.csv.gz", "old/orders-*.csv")))
                .isEqualTo("orders");
        assertThatThrownBy(() -> TableNames.of(List.of("orders-1.csv", "orders-2.csv")))
                .hasMessage(
                        "[BAD_USAGE] 2 paths are given (orders-1.csv, orders-2.csv), and all of them are loaded into"
                                + " one table. Name it with --table.");
    }

    @Test
    void an_address_without_a_file_asks_for_a_name() {
        assertThatThrownBy(() -> TableNames.of("https://files.example.com/"))
                .hasMessage("[BAD_USAGE] 'https://files.example.com/' names no table. Name it with --table.");
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
