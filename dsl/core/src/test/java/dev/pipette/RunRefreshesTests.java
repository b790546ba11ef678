package dev.pipette;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.Refresh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs of a program refresh what they load. */
class RunRefreshesTests {
    private final Pipeline shop = pipeline("shop", duckdb("shop.duckdb"));
    private final Resource orders = rows("orders");
    private final Resource customers = rows("customers");
    private final RunRefreshes refreshes = new RunRefreshes();
    private final List<String> given = new ArrayList<>();

    private static Resource rows(String name) {
        return resource(name).rows(List.of(Map.of("id", 1)));
    }

    /** A run that does nothing. */
    private void run(Refresh refresh, Pipeline pipeline, Resource... resources) {
        refreshes.during(pipeline, refresh, List.of(resources), refreshed -> {
            given.add(refreshed.refresh().map(Refresh::toString).orElse("none"));
            return LoadInfo.builder()
                    .pipelineName(refreshed.name())
                    .destination("")
                    .dataset("")
                    .duration(Duration.ZERO)
                    .build();
        });
    }

    @Test
    void a_resource_begins_again_once_in_each_pipeline_and_dataset() {
        run(Refresh.DROP_DATA, shop, orders);
        run(Refresh.DROP_DATA, shop, orders);
        run(Refresh.DROP_DATA, shop, customers);
        run(Refresh.DROP_DATA, shop.datasetName("other"), orders);
        run(Refresh.DROP_DATA, pipeline("second", duckdb("shop.duckdb")), orders, customers);
        run(Refresh.DROP_DATA, shop, orders, customers);
        run(Refresh.DROP_DATA, shop);

        assertThat(given).containsExactly("drop-data", "none", "drop-data", "drop-data", "drop-data", "none", "none");
    }

    @Test
    void a_source_begins_again_in_the_first_run_of_its_pipeline() {
        run(Refresh.DROP_SOURCES, shop, orders);
        run(Refresh.DROP_SOURCES, shop, orders, customers);

        assertThat(given).containsExactly("drop-sources", "none");
    }

    @Test
    void a_run_that_fails_refreshed_nothing_and_the_next_one_does() {
        assertThatThrownBy(() -> refreshes.during(shop, Refresh.DROP_RESOURCES, List.of(orders), refreshed -> {
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");

        run(Refresh.DROP_RESOURCES, shop, orders);

        assertThat(given).containsExactly("drop-resources");
    }

    @Test
    void a_run_of_a_resource_that_began_again_and_of_one_that_did_not_is_refused() {
        run(Refresh.DROP_RESOURCES, shop, orders);

        assertThatThrownBy(() -> run(Refresh.DROP_RESOURCES, shop, customers, orders))
                .hasMessage(
                        "[BAD_USAGE] pipeline shop: resource orders began again in an earlier run (refresh drop-resources), and"
                                + " resource customers of this run did not. A refresh of this run would take away what the"
                                + " earlier one loaded. Run customers in a run of its own. Nothing of this run was loaded.");
    }
}
