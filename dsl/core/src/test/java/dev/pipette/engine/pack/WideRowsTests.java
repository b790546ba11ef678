package dev.pipette.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.slice.Slice;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose keys are data: each row has keys that no other has. */
class WideRowsTests {
    private static final int MANY = 10_000;

    @TempDir
    Path folder;

    private static Intake intake(ResourceTables tables) {
        return new Intake(tables, new NormalizeRules(Naming.snakeCase(63), 1_000, Map.of(), Map.of()));
    }

    private ResourceSlices items(DuckEngine engine) {
        return new ResourceSlices(engine, folder, "items", false, "");
    }

    @Test
    void ten_thousand_rows_with_a_key_of_their_own_need_little_memory() {
        try (DuckEngine engine = new DuckEngine(folder.resolve("spill"), "1GB")) {
            ResourceSlices items = items(engine);
            ResourceTables tables = items.tables(Slice.WHOLE);
            Intake intake = intake(tables);

            long before = allocated();
            for (int row = 0; row < MANY; row++) {
                intake.add(Map.of("k" + row, row));
            }
            long after = allocated();

            assertThat(tables.rootTable("items").columns()).hasSize(MANY);
            assertThat((after - before) >> 20).as("MB").isLessThan(64);
            items.abandon();
        }
    }

    @Test
    void a_buffer_costs_what_its_values_cost_wherever_their_rows_are() {
        ValueBuffer near = new ValueBuffer(ValueType.BIGINT);
        ValueBuffer far = new ValueBuffer(ValueType.BIGINT);

        assertThat(far.setLong(100_000, 1)).isEqualTo(near.setLong(0, 1));
        assertThat(far.count()).isEqualTo(1);
    }

    @Test
    void a_row_group_of_many_columns_has_fewer_rows() {
        assertThat(SegmentWrite.rowGroup(1)).isEqualTo(122_880);
        assertThat(SegmentWrite.rowGroup(129)).isEqualTo(122_880);
        assertThat(SegmentWrite.rowGroup(4_000)).isEqualTo(4_096);
        assertThat(SegmentWrite.rowGroup(12_000)).isEqualTo(2_048);
    }

    @Test
    void keys_without_an_end_are_refused_before_the_memory_is_full() {
        try (DuckEngine engine = new DuckEngine(folder.resolve("spill"), "1GB")) {
            ResourceSlices items = items(engine);
            ResourceTables tables = items.tables(Slice.WHOLE);
            Intake intake = intake(tables);

            assertThatThrownBy(() -> {
                        for (int row = 0; row < 20_000; row++) {
                            intake.add(Map.of("data", Map.of("k" + row, List.of())));
                        }
                    })
                    .hasMessageStartingWith("[SOURCE_UNREADABLE] table items, row 1000: 'data.k999' is table 1,001");
            items.abandon();
        }
    }

    @Test
    void keys_that_hold_nothing_are_counted_too() {
        try (DuckEngine engine = new DuckEngine(folder.resolve("spill"), "1GB")) {
            ResourceSlices items = items(engine);
            ResourceTables tables = items.tables(Slice.WHOLE);
            Intake intake = intake(tables);

            assertThatThrownBy(() -> {
                        for (int row = 0; row < 20_000; row++) {
                            intake.add(Map.of("k" + row, Map.of()));
                        }
                    })
                    .hasMessageStartingWith("[SOURCE_UNREADABLE] table items, row 12001: 'k12000' is key 12,001");
            items.abandon();
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
