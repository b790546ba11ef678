package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that UTF-8 cannot hold is refused, never replaced by question marks. */
class BrokenTextTests {
    @TempDir
    Path folder;

    @Test
    void half_a_surrogate_pair_is_refused_and_a_whole_one_is_kept() {
        Pipeline pipeline =
                pipeline("texts", duckdb(folder.resolve("t.duckdb"))).home(folder.resolve("home"));

        assertThatThrownBy(() ->
                        pipeline.run(resource("items").rows(List.of(Map.of("name", "ok"), Map.of("name", "a\ud83d")))))
                .hasMessage(
                        "[TYPE_MISMATCH] table items, row 2, 'name': the text holds half of a surrogate pair (\\ud83d"
                                + " at character 1), which UTF-8 cannot hold. Fix it with .map(..).");
        pipeline.run(resource("items").rows(List.of(Map.of("name", "🙂"))));

        assertThat(pipeline.dataset().query("SELECT name FROM items").result().formatCSV(false))
                .isEqualTo("🙂\n");
    }
}
