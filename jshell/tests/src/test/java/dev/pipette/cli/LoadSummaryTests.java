package dev.pipette.cli;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadSummaryTests {
    @TempDir
    Path folder;

    private static Resource shop(String name) {
        return resource(name).rows(List.of(Map.of("id", 1))).table("sales").merge("id");
    }

    @Test
    void a_table_that_two_resources_fill_has_a_line_with_the_name_of_each() {
        LoadInfo info = pipeline("shop", duckdb(folder.resolve("shop.duckdb")))
                .home(folder)
                .run(shop("eu"), shop("us"));

        assertThat(LoadSummary.text(info, Map.of(), Object::toString).lines().skip(2))
                .startsWith(
                        "table  resource  rows  disposition  updated",
                        "-----  --------  ----  -----------  -------",
                        "sales  eu           1  merge              0",
                        "sales  us           1  merge              1");
    }
}
