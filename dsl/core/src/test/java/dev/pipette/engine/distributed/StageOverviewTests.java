package dev.pipette.engine.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.distributed.StageOverview.Progress;
import dev.pipette.engine.distributed.StageOverview.Slowest;
import dev.pipette.engine.extract.ColumnSteps;
import dev.pipette.engine.slice.ReceiptText;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.Stages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageOverviewTests {
    private static final String LOAD = "1766552400.000001";

    @TempDir
    private Path folder;

    private static StagedReceipt receipt(String host, long rows, long millis) {
        ReceiptText none = ReceiptText.of(SliceReceipt.NONE);
        ReceiptText read = new ReceiptText(
                none.tables(), rows, none.rejects(), null, none.files(), none.ledgerChange(), none.documents());
        return new StagedReceipt(
                StagedReceipt.FORMAT,
                "attempt",
                read,
                List.of(),
                new ColumnSteps.Met(false, false, false, Map.of(), Map.of()),
                List.of(),
                host,
                millis);
    }

    @Test
    void loads_are_shown_with_their_rows_hosts_and_slowest_slices() throws InterruptedException {
        try (SharedStage stage = new SharedStage(Stages.open(folder.toString(), Settings.load()))) {
            List<String> slices = SliceBounds.numbers("page", 1, 6).stream()
                    .map(SliceBounds::toText)
                    .toList();
            String orders = StageKeys.resource("shop", LOAD, "orders");
            assertThat(stage.putIfAbsent(orders + "slices.json", new StagedSlices(slices, 3, Map.of())))
                    .isTrue();
            assertThat(StageOverview.of(stage, "shop"))
                    .containsExactly(new Progress(LOAD, "orders", 6, 3, 0, 0, List.of(), Optional.empty()));

            assertThat(stage.putIfAbsent(
                            StageKeys.receipt(StageKeys.task(orders, 0, "first")), receipt("two", 10, 500)))
                    .isTrue();
            assertThat(stage.putIfAbsent(StageKeys.receipt(StageKeys.task(orders, 2, "last")), receipt("one", 5, 900)))
                    .isTrue();

            assertThat(StageOverview.of(stage, "shop"))
                    .containsExactly(new Progress(
                            LOAD,
                            "orders",
                            6,
                            3,
                            2,
                            15,
                            List.of("one", "two"),
                            Optional.of(new Slowest("page=5 .. page=6", "one", Duration.ofMillis(900)))));
            assertThat(StageOverview.of(stage, "other")).isEmpty();
        }
    }
}
