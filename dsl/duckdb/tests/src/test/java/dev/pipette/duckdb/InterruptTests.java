package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread that is interrupted at any step ends its run with an error that says so, and the next run continues. */
class InterruptTests {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(LoadStep.class)
    void an_interrupt_at_any_step_is_told_as_one_and_every_row_is_loaded_once(LoadStep at) {
        Scratch scratch = new Scratch(folder);
        Resource[] resources = {
            csv("referred", scratch.file("a.csv", "id\n1\n2\n")),
            resource("copied")
                    .bytes("b.csv", "csv", () -> new ByteArrayInputStream("id\n3\n".getBytes(StandardCharsets.UTF_8))),
            resource("packed").files(scratch.file("c.jsonl", "{\"id\": 4, \"tags\": [1]}\n"))
        };

        try {
            scratch.pipeline()
                    .listener((step, loadId) -> {
                        if (step == at) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .run(resources);
        } catch (PipetteException failed) {
            assertThat(failed.code()).as(failed.getMessage()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(failed.getMessage())
                    .contains("interrupted")
                    .doesNotContain("full")
                    .doesNotContain("null");
            Thread.interrupted();
            assertThat(scratch.pipeline().admin().trace().toString()).contains("INTERRUPTED");
        } finally {
            Thread.interrupted();
        }
        scratch.run(resources);

        // a run that came to its end is another run than the next one
        long times = scratch.pipeline().admin().pending().isEmpty()
                ? scratch.rows("SELECT id FROM packed").size()
                : 0;
        assertThat(times).isIn(1L, 2L);
        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id) FROM referred"))
                .containsExactly(2 * times + " | 2");
        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id) FROM copied"))
                .containsExactly(times + " | 1");
        assertThat(scratch.rows("SELECT count(*) FROM packed__tags")).containsExactly(String.valueOf(times));
    }
}
