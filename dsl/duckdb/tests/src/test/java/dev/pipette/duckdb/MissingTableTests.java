package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person mistypes the name of a table. */
class MissingTableTests {
    @TempDir
    Path folder;

    @Test
    void a_table_that_is_not_there_is_refused_with_the_nearest_name_and_the_data_tables() {
        Pipeline shop = pipeline("shop", duckdb(folder.resolve("shop.duckdb"))).home(folder);
        shop.run(resource("orders").rows(List.of(Map.of("id", 1))));
        Dataset dataset = shop.dataset();
        String message =
                "[BAD_USAGE] dataset shop_dataset has no table 'ordrs'. Did you mean 'orders'? It has: orders.";

        assertThatThrownBy(() -> dataset.count("ordrs")).hasMessage(message);
        assertThatThrownBy(() -> dataset.table("ordrs")).hasMessage(message);
        assertThatThrownBy(() -> shop.datasetName("nothing").dataset().count("orders"))
                .hasMessage("[BAD_USAGE] dataset nothing has no table 'orders'. It has: none.");
        assertThat(dataset.count("_dlt_loads")).isEqualTo(1);
    }

    @Test
    void the_rows_of_a_view_are_counted() {
        Pipeline shop = pipeline("shop", duckdb(folder.resolve("shop.duckdb"))).home(folder);
        shop.run(resource("orders").rows(List.of(Map.of("id", 1))));
        shop.dataset().execute("CREATE VIEW open_orders AS SELECT * FROM orders");

        assertThat(shop.dataset().count("open_orders")).isEqualTo(1);
    }
}
