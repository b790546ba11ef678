package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.RunPlan;
import dev.pipette.testing.folders.KeptOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a plan was green and its load was refused, or the other way round. */
class PlanAgainstLoadTests {
    @TempDir
    Path folder;

    private Pipeline shop() {
        KeptOpen.keep(folder.resolve("shop.duckdb"));
        return pipeline("shop", duckdb(folder.resolve("shop.duckdb"))).home(folder.resolve("home"));
    }

    private Resource orders(String text) throws IOException {
        return csv("orders", Files.writeString(folder.resolve("orders.csv"), text));
    }

    private void assertRefusedAsTheLoad(Resource orders) {
        RunPlan plan = shop().plan(orders);

        PipetteException load = catchThrowableOfType(PipetteException.class, () -> shop().run(orders));
        assertThat(plan.refusals()).hasSize(1);
        assertThat(plan.refusals().getFirst().code()).isEqualTo(load.code());
        assertThat(load.getMessage()).startsWith(plan.refusals().getFirst().message());
    }

    @Test
    void a_replace_by_an_empty_file_is_refused() throws IOException {
        shop().run(orders("id\n1\n"));

        assertRefusedAsTheLoad(orders("").replace());
    }

    @Test
    void a_plan_that_could_read_nothing_is_not_whole() {
        Resource missing = csv("orders", folder.resolve("missing.csv"));

        assertRefusedAsTheLoad(missing);
        RunPlan plan = shop().plan(missing);
        assertThat(plan.isWhole()).isFalse();
        assertThat(plan.toString().lines()).contains("no sample could be read; nothing was written");
        assertThat(plan.toDocument().get("sample")).asString().contains("whole=false");
    }

    @Test
    void a_home_that_is_a_file_is_an_error_as_in_a_load() throws IOException {
        Path home = Files.writeString(folder.resolve("notafolder"), "x");
        Resource orders = orders("id\n1\n");

        assertThatThrownBy(() -> shop().home(home).plan(orders))
                .hasMessage("[WORKING_FOLDER_FAILED] could not write " + home.resolve("pipelines/shop") + ": " + home
                        + " is in the way. Repair it, or choose another folder with .home(..).");
        PipetteException load = catchThrowableOfType(
                PipetteException.class, () -> shop().home(home).run(orders));
        assertThat(load.code()).isEqualTo(ErrorCode.WORKING_FOLDER_FAILED);
    }

    @Test
    void what_the_load_says_of_cursors_that_it_leaves_is_a_note() throws IOException {
        shop().run(orders("id,day\n1,2025-12-24\n").incremental(cursor("day")));
        for (Resource next : List.of(
                orders("id,day\n1,2025-12-24\n2,2025-12-25\n"),
                orders("id,day\n2,2025-12-25\n").replace())) {
            RunPlan plan = shop().plan(next);

            assertThat(plan.notes()).hasSize(1).isEqualTo(shop().run(next).notes());
        }
    }

    @Test
    void a_row_without_a_value_that_must_be_there_is_refused() {
        shop().run(resource("orders").json("[{\"id\": 1, \"note\": \"a\"}]"));
        shop().dataset().execute("ALTER TABLE orders ALTER COLUMN note SET NOT NULL");
        String message =
                "[ROW_REFUSED] table shop_dataset.orders, column 'note': 1 row of the sample has no value for it, and the"
                        + " column is NOT NULL at the destination. Give it a value with .map(..), leave the row out with"
                        + " .filter(..), leave notNull() out, or run ALTER TABLE .. ALTER COLUMN .. DROP NOT NULL.";

        for (Resource orders : List.of(
                resource("orders").json("[{\"id\": 2, \"note\": \"b\"}, {\"id\": 3}]"),
                resource("orders")
                        .json("[{\"id\": 2, \"note\": \"b\"}, {\"id\": 1}]")
                        .merge("id"),
                resource("orders")
                        .json("[{\"id\": 2, \"note\": \"b\"}, {\"id\": 1}]")
                        .replace())) {
            assertThat(shop().plan(orders).refusals())
                    .extracting(PlannedRefusal::message)
                    .containsExactly(message);
            assertThatThrownBy(() -> shop().run(orders))
                    .extracting(refused -> ((PipetteException) refused).code())
                    .isEqualTo(ErrorCode.ROW_REFUSED);
        }
        assertThat(shop().plan(resource("orders")
                                .json("[{\"id\": 2, \"note\": \"b\"}]")
                                .merge("id"))
                        .refusals())
                .isEmpty();
    }

    @Test
    void keys_that_are_rare_are_compared_as_in_the_load() {
        List<Object> keys = List.of(
                "a\0b",
                LocalDate.of(12_345, 1, 2),
                LocalDate.of(0, 3, 4),
                LocalDate.of(-44, 3, 15),
                LocalDateTime.of(-44, 3, 15, 10, 0, 1),
                LocalDateTime.of(12_345, 1, 2, 3, 4, 5),
                new byte[] {1, 2, -1},
                new byte[0]);
        List<Resource> resources = IntStream.range(0, keys.size())
                .mapToObj(at -> resource("t" + at)
                        .rows(List.of(Map.of("id", keys.get(at))))
                        .merge("id"))
                .toList();
        shop().run(resources);

        RunPlan plan = shop().plan(resources);

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.notes()).isEmpty();
        for (int at = 0; at < keys.size(); at++) {
            assertThat(plan.table("t" + at).updated()).as("key %s", at).isEqualTo(1);
        }
    }
}
