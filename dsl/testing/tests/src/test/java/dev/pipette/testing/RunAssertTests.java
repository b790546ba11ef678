package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAssertTests {
    private static final Resource GOOD =
            resource("orders").json("[{\"id\": 1}]").merge("id");
    private static final Resource KEYLESS =
            resource("orders").json("[{\"name\": \"a\"}]").merge("id");

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void makePipeline() {
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
    }

    @Test
    void a_run_that_succeeds_leads_to_what_it_did() {
        assertThatRun(() -> pipeline.run(GOOD)).succeeds().merged("orders", 1);

        assertThat(failureOf(() -> assertThatRun(() -> pipeline.run(GOOD)).fails()))
                .isEqualTo("expected the run to fail, but it succeeded. It loaded: orders 1 merged.");
        assertThat(failureOf(() -> assertThatRun(() -> pipeline.run(GOOD)).failsWith(ErrorCode.KEY_MISSING)))
                .isEqualTo("expected the run to fail with KEY_MISSING, but it succeeded. It loaded: orders 1 merged.");
    }

    @Test
    void a_run_that_fails_leads_to_its_error() {
        PipetteException thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                PipetteException.class, () -> pipeline.run(KEYLESS));
        String words = String.valueOf(thrown.getMessage()).replace("[KEY_MISSING] ", "");

        assertThatRun(() -> pipeline.run(KEYLESS))
                .failsWith(ErrorCode.KEY_MISSING)
                .says(words)
                .hasMessageContaining("key column 'id'");
        assertThat(thrown).hasCode(ErrorCode.KEY_MISSING).says(words);

        assertThat(failureOf(() -> assertThatRun(() -> pipeline.run(KEYLESS)).succeeds()))
                .isEqualTo("expected the run to succeed, but it failed: [KEY_MISSING] " + words);
        assertThat(failureOf(() -> assertThatRun(() -> pipeline.run(KEYLESS)).failsWith(ErrorCode.BAD_USAGE)))
                .isEqualTo("expected the code BAD_USAGE, but it is KEY_MISSING: " + words);
        assertThat(failureOf(() -> assertThat(thrown).hasCode(ErrorCode.BAD_USAGE)))
                .isEqualTo("expected the code BAD_USAGE, but it is KEY_MISSING: " + words);
        assertThat(failureOf(() -> assertThat(thrown).says("no")))
                .isEqualTo("expected the error to say\n  no\nbut it says\n  " + words);
    }

    @Test
    void an_error_that_is_not_pipettes_is_told() {
        assertThat(failureOf(() -> assertThatRun(() -> {
                            throw new IllegalStateException("out of coffee");
                        })
                        .fails()))
                .isEqualTo("expected the run to fail with a PipetteException, but it threw"
                        + " java.lang.IllegalStateException: out of coffee");
    }
}
