package dev.pipette.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.engine.query.RowComparison;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.WriteDisposition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What proves without a look at the rows that those of an earlier package were extracted again, and what does not. */
class RepeatedRowsTests {
    @TempDir
    Path folder;

    private DuckEngine engine;

    @BeforeEach
    void open() {
        engine = new DuckEngine(folder, "100MB");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A resource, as two packages hold it whose rows differ. */
    private record Load(
            String table,
            WriteDisposition disposition,
            String state,
            @Nullable String runKey,
            @Nullable String base) {
        static final Load APPEND = new Load("orders", new WriteDisposition.Append(), "", null, null);

        Load remembering(String remembered, @Nullable String extractedFrom) {
            return new Load(table, disposition, remembered, runKey, extractedFrom);
        }

        Load with(String otherTable, WriteDisposition otherDisposition, @Nullable String otherRunKey) {
            return new Load(otherTable, otherDisposition, state, otherRunKey, base);
        }

        ResourceRows rows(Path folder, long rows) {
            ResourceLoad load = ResourceLoad.builder()
                    .name("orders")
                    .table(table)
                    .disposition(disposition)
                    .runKey(runKey)
                    .input("rows of orders")
                    .inputExact(false)
                    .resetsState(false)
                    .state(state.isEmpty() ? Map.of() : Map.of("page", state))
                    .base(base)
                    .build();
            return new ResourceRows(
                    folder, load, List.of(new PackageTable(table, null, table, List.of(), List.of(), rows)));
        }
    }

    private boolean areIn(Load now, Load before) {
        return new RepeatedRows(new RowComparison(engine))
                .areIn(now.rows(folder, 1), before.rows(folder, 2), false, List.of());
    }

    @Test
    void other_rows_of_an_append_prove_nothing() {
        assertThat(areIn(Load.APPEND, Load.APPEND)).isFalse();
    }

    @Test
    void what_the_code_remembers_proves_its_rows_only_where_another_load_took_it_further() {
        Load before = Load.APPEND.remembering("7", "state a");

        assertThat(areIn(Load.APPEND.remembering("9", "state b"), before)).isTrue();
        assertThat(areIn(Load.APPEND.remembering("9", "state a"), before)).isFalse();
        assertThat(areIn(Load.APPEND.remembering("9", "state b"), Load.APPEND.remembering("7", null)))
                .isFalse();
        assertThat(areIn(Load.APPEND.remembering("9", "state b"), Load.APPEND.remembering("", "state a")))
                .isFalse();
    }

    @Test
    void rows_of_a_window_are_repeated_where_the_later_one_covers_it() throws Exception {
        Load wide = Load.APPEND.with("orders", window(1, 9), null);
        Load narrow = Load.APPEND.with("orders", window(2, 9), null);

        assertThat(areIn(wide, narrow)).isTrue();
        assertThat(areIn(narrow, wide)).isFalse();
    }

    private static WriteDisposition window(int from, int to) {
        return new WriteDisposition.ReplaceWhere(new RowWindow("id", from, to));
    }

    @Test
    void a_replace_of_the_same_table_takes_the_place_of_another_one() {
        Load replace = Load.APPEND.with("orders", new WriteDisposition.Replace(), null);

        assertThat(areIn(replace, replace)).isTrue();
        assertThat(areIn(replace, Load.APPEND)).isFalse();
        assertThat(areIn(replace, Load.APPEND.with("others", new WriteDisposition.Replace(), null)))
                .isFalse();
    }

    @Test
    void all_rows_of_a_snapshot_come_again_and_a_history_needs_each_state_of_them() {
        Load snapshot = Load.APPEND.with("orders", new WriteDisposition.Merge(MergeStrategy.snapshot("id")), null);
        Load versions = Load.APPEND.with("orders", new WriteDisposition.Merge(MergeStrategy.scd2("id")), null);

        assertThat(areIn(snapshot, snapshot)).isTrue();
        assertThat(areIn(versions, versions)).isFalse();
    }

    @Test
    void another_run_key_is_another_input() {
        Load before = Load.APPEND.remembering("7", "state a").with("orders", new WriteDisposition.Append(), "monday");
        Load now = Load.APPEND.remembering("9", "state b");

        assertThat(areIn(now.with("orders", new WriteDisposition.Append(), "monday"), before))
                .isTrue();
        assertThat(areIn(now.with("orders", new WriteDisposition.Append(), "tuesday"), before))
                .isFalse();
    }
}
