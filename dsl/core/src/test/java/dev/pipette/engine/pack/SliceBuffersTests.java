package dev.pipette.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.slice.Segment;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.schema.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slices of a resource share its memory and its writers. */
class SliceBuffersTests {
    private static final int ROWS = 8_000;
    private static final String KILOBYTE = "x".repeat(1_000);

    @TempDir
    Path folder;

    private static List<Segment> filled(ResourceSlices items, Slice slice) {
        Intake intake =
                new Intake(items.tables(slice), new NormalizeRules(Naming.snakeCase(63), 1_000, Map.of(), Map.of()));
        for (int row = 0; row < ROWS; row++) {
            intake.add(Map.of("text", KILOBYTE));
        }
        TableReceipt receipt = Objects.requireNonNull(intake.filled().get("items"));
        assertThat(receipt.rows()).isEqualTo(ROWS);
        return receipt.segments();
    }

    @Test
    void each_of_four_slices_has_a_quarter_of_the_buffers() {
        try (DuckEngine engine = DuckEngine.streaming(folder.resolve("spill"), "256MB")) {
            ResourceSlices items = new ResourceSlices(engine, folder, "items", false, "");

            List<Segment> quarter = filled(items, new Slice(1, 4, new Slice.FileRun(1, 2)));
            List<Segment> whole = filled(items, Slice.WHOLE);

            items.close();
            assertThat(whole).as("8 MB of 24 MB").hasSize(1);
            assertThat(quarter).as("8 MB of 6 MB").hasSize(2);
        }
    }

    @Test
    void slices_write_files_of_their_own_and_leave_none_when_they_are_discarded() throws IOException {
        try (DuckEngine engine = DuckEngine.streaming(folder.resolve("spill"), "256MB")) {
            ResourceSlices items = new ResourceSlices(engine, folder, "items", false, "");
            List<Segment> first = filled(items, new Slice(0, 2, new Slice.FileRun(0, 1)));
            List<Segment> second = filled(items, new Slice(1, 2, new Slice.FileRun(1, 2)));
            assertThat(first).extracting(Segment::file).containsExactly("items.0.parquet");
            assertThat(second).extracting(Segment::file).containsExactly("items~1.0.parquet");

            items.discard();

            try (var files = Files.list(folder)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".parquet"));
            }
            assertThat(filled(items, Slice.WHOLE)).hasSize(1);
            items.close();
        }
    }
}
