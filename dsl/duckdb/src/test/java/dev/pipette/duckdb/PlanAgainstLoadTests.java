package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
