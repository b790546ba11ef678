package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.spi.LoadStep;
import java.nio.file.Path;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesAssertTests {
    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void makePipeline() {
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb")))
                .datasetName("shop")
                .home(folder);
    }

    private PendingPackage crash(Resource resource) {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, resource);
        return pipeline.admin().pending().getFirst();
    }

    @Test
    void nothing_waits_after_a_load() {
        pipeline.run(resource("items").json("[{\"id\": 1}]"));

        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
        assertThat(failureOf(() -> assertThat(pipeline).packages().hasPending(1)))
                .isEqualTo("expected pipeline t to have 1 pending package, but it has none.");
        assertThat(failureOf(() -> assertThat(pipeline).packages().hasQuarantined(2)))
                .isEqualTo("expected pipeline t to have 2 quarantined packages, but it has none.");
        assertThat(failureOf(() -> assertThat(pipeline).packages().hasQuarantinedBecause("state")))
                .isEqualTo("expected a package to be quarantined because of \"state\". None is quarantined.");
    }

    @Test
    void a_package_that_waits_is_told_with_its_rows() {
        PendingPackage waiting = crash(resource("items").json("[{\"id\": 1}]"));

        assertThat(pipeline).packages().hasPending(1).hasNoQuarantined();
        assertThat(failureOf(() -> assertThat(pipeline).packages().hasNoPending()))
                .isEqualTo("expected pipeline t to have no pending packages, but it has 1:\n  " + waiting.loadId()
                        + ", 1 row of items");
    }

    @Test
    void a_package_that_was_set_aside_is_told_with_its_reason() {
        pipeline.run(resource("events").json("[{\"at\": 1}]").incremental(Pipette.cursor("at", Long.class)));
        crash(resource("events").json("[{\"at\": 2}]").incremental(Pipette.cursor("at", Long.class)));
        try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
            dsl.execute("DROP SCHEMA shop CASCADE");
        }
        pipeline.admin().sync();

        PendingPackage aside = pipeline.admin().pending().getFirst();
        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1).hasQuarantinedBecause("state version 1");
        assertThat(failureOf(() -> assertThat(pipeline).packages().hasQuarantinedBecause("coffee")))
                .isEqualTo("expected a package to be quarantined because of \"coffee\". The reasons are:\n  "
                        + aside.loadId() + ", 1 row of events: "
                        + aside.reason().orElseThrow());
    }
}
