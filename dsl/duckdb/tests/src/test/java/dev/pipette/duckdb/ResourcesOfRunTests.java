package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import dev.pipette.spi.LoadStep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which resources a run may have. */
class ResourcesOfRunTests {
    @TempDir
    Path folder;

    @Test
    void a_run_without_resources_finishes_what_waits_and_is_refused_where_nothing_does() {
        Scratch scratch = new Scratch(folder);
        Resource orders = csv("orders", scratch.file("orders.csv", "id\n1\n"));
        assertThatThrownBy(() -> scratch.pipeline()
                        .listener((step, loadId) -> {
                            if (step == LoadStep.CHECKED) {
                                throw new IllegalStateException("stop");
                            }
                        })
                        .run(orders))
                .hasMessage("stop");

        scratch.run();

        assertThat(scratch.rows("SELECT id FROM orders")).containsExactly("1");
        String pipeline = scratch.pipeline().name();
        assertThatThrownBy(scratch::run)
                .hasMessage("[BAD_USAGE] the run of pipeline " + pipeline + " has no resource, and no package of an"
                        + " earlier run waits. Name at least one resource.");
        assertThat(scratch.pipeline().run(List.of()).nothingNew()).isTrue();
    }

    @Test
    void two_resources_of_one_name_are_refused_with_a_way_out() {
        Scratch scratch = new Scratch(folder);
        Resource orders = csv("eu", scratch.file("orders.csv", "id\n1\n"));

        assertThatThrownBy(() -> scratch.run(orders, orders))
                .hasMessage("[BAD_USAGE] two resources of the run have the name eu, under which state is kept. Give one"
                        + " of them another name; .table(\"eu\") lets both fill that table.");
        scratch.run(orders, csv("more", scratch.file("more.csv", "id\n2\n")).table("eu"));
        assertThat(scratch.rows("SELECT id FROM eu ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void two_resources_that_remember_files_do_not_share_a_table() {
        Scratch scratch = new Scratch(folder);
        String all =
                scratch.file("in-1.csv", "id\n1\n").resolveSibling("in-*.csv").toString();
        Resource eu = resource("eu").files(all, csvFormat(), FileState.ledger()).table("sales");
        Resource us = resource("us").files(all, csvFormat(), FileState.ledger()).table("sales");

        assertThatThrownBy(() -> scratch.run(eu, us))
                .hasMessage(
                        "[BAD_USAGE] resources eu and us fill table sales and contradict each other: both remember which"
                                + " files are loaded, and a file that comes again replaces the rows of its name, whichever of them"
                                + " loaded it. Let them agree, or choose another table for one of them with .table(..).");
    }
}
