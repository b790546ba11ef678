package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.Slice.FileRun;
import dev.pipette.incremental.CommitInterval;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.RowOrder;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which inputs are cut into slices, and where. */
class SlicingTests {
    private static final SliceLimits FOUR = new SliceLimits(4, 10);
    private static final BoundaryRows NO_BOUNDARY =
            new BoundaryRows(false, Set.of(), (count, key) -> {}, Map.of(), false);

    @TempDir
    Path folder;

    private static List<FileRun> runs(SliceLimits limits, Long... bytes) {
        return Slicing.cut(List.of(bytes), size -> size, limits).stream()
                .map(Slice::part)
                .map(part -> part instanceof FileRun run ? run : new FileRun(0, bytes.length))
                .toList();
    }

    @Test
    void files_are_cut_into_runs_of_about_the_same_size() {
        assertThat(runs(FOUR, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L))
                .containsExactly(new FileRun(0, 2), new FileRun(2, 4), new FileRun(4, 6), new FileRun(6, 8));
        assertThat(runs(FOUR, 100L, 1L, 1L, 1L, 1L))
                .containsExactly(new FileRun(0, 1), new FileRun(1, 2), new FileRun(2, 3), new FileRun(3, 5));
    }

    @Test
    void little_input_is_one_slice() {
        assertThat(runs(FOUR, 9L, 9L)).containsExactly(new FileRun(0, 2));
        assertThat(runs(FOUR, 9L, 11L)).hasSize(2);
        assertThat(runs(FOUR, 1_000L)).hasSize(1);
        assertThat(runs(new SliceLimits(1, 1), 1_000L, 1_000L)).hasSize(1);
    }

    @Test
    void each_file_is_in_one_slice_and_no_slice_is_empty() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Long[] bytes = LongStream.generate(() -> random.nextLong(0, 200))
                    .limit(random.nextInt(1, 12))
                    .boxed()
                    .toArray(Long[]::new);

            int next = 0;
            for (FileRun run : runs(new SliceLimits(random.nextInt(1, 6), random.nextInt(1, 50)), bytes)) {
                assertThat(run.from()).as("seed %d", seed).isEqualTo(next);
                assertThat(run.to()).as("seed %d", seed).isGreaterThan(run.from());
                next = run.to();
            }
            assertThat(next).as("seed %d", seed).isEqualTo(bytes.length);
        }
    }

    @Test
    void one_resource_has_all_processors_and_several_share_them() {
        assertThat(SliceLimits.of(2, 1).most()).isEqualTo(2);
        assertThat(SliceLimits.of(16, 1).most()).isEqualTo(4);
        assertThat(SliceLimits.of(8, 4).most()).isEqualTo(2);
        assertThat(SliceLimits.of(2, 5).most()).isEqualTo(1);
    }

    private boolean isCut(UnaryOperator<ResourcePlan.Builder> plan) throws IOException {
        return isCut(plan, null, NO_BOUNDARY);
    }

    private boolean isCut(UnaryOperator<ResourcePlan.Builder> plan, @Nullable CursorLoad cursor, BoundaryRows boundary)
            throws IOException {
        return isCut(plan, cursor, boundary, List.of(rows("a"), rows("b")));
    }

    private boolean isCut(
            UnaryOperator<ResourcePlan.Builder> plan,
            @Nullable CursorLoad cursor,
            BoundaryRows boundary,
            List<InputFile> files) {
        ResourcePlan resource = plan.apply(ResourcePlan.builder()
                        .name("orders")
                        .tableName("orders")
                        .source(new RowSource.Files(List.of(), "jsonl", Map.of(), Optional.empty(), false))
                        .writeDisposition(new WriteDisposition.Append())
                        .deduplicatesWithinRun(false))
                .build();
        ExtractionStart start = ExtractionStart.builder()
                .files(files)
                .folder(folder)
                .feeds(false)
                .keepsPlaces(false)
                .selection(Optional.empty())
                .state(new ResourceState(Map.of()))
                .cursor(cursor)
                .boundary(boundary)
                .build();
        return new Slicing(resource, start).of(files, new SliceLimits(2, 1)).size() == 2;
    }

    private InputFile rows(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "{}\n");
        return file(file, new FileContent.Rows(SourceFile.of(file), Stream::empty));
    }

    private static InputFile file(Path file, FileContent content) {
        return InputFile.local(new StoredFile(file.toString(), "", 1, Instant.EPOCH), content, "");
    }

    private static CursorLoad cursor(@Nullable CursorKind kind, LastValue lastValue, @Nullable RowOrder order) {
        return CursorLoad.builder()
                .path("at")
                .column("at")
                .kind(kind)
                .deduplicated(true)
                .rules(new CursorRules(lastValue, false, false, MissingValue.RAISE, order, null, null, List.of()))
                .build();
    }

    private boolean isCutWith(@Nullable CursorKind kind, LastValue lastValue, @Nullable RowOrder order)
            throws IOException {
        return isCut(plan -> plan.cursor(Cursor.of("at", Long.class)), cursor(kind, lastValue, order), NO_BOUNDARY);
    }

    @Test
    void files_that_are_read_row_by_row_are_cut() throws IOException {
        assertThat(isCut(plan -> plan)).isTrue();
        assertThat(isCut(plan ->
                        plan.addSteps(new RowStep.Select(List.of("id")), new RowStep.Constant("run", context -> 1))))
                .isTrue();
        assertThat(isCut(plan -> plan.writeDisposition(new WriteDisposition.Replace())))
                .isTrue();
    }

    @Test
    void code_of_the_user_sees_all_rows_on_one_thread() throws IOException {
        assertThat(isCut(plan -> plan.addSteps(new RowStep.Change(row -> row)))).isFalse();
        assertThat(isCut(plan -> plan.addSteps(new RowStep.Keep(row -> true)))).isFalse();
        assertThat(isCutWith(CursorKind.INTEGER, LastValue.CUSTOM, null)).isFalse();
    }

    @Test
    void what_ends_early_or_looks_at_earlier_rows_is_not_cut() throws IOException {
        assertThat(isCut(plan -> plan.addSteps(new RowStep.Limit(5)))).isFalse();
        assertThat(isCut(plan -> plan.deduplicatesWithinRun(true))).isFalse();
        assertThat(isCut(plan -> plan.commitInterval(new CommitInterval.Rows(10))))
                .isFalse();
        assertThat(isCutWith(CursorKind.INTEGER, LastValue.HIGHEST, RowOrder.ASCENDING))
                .isFalse();
    }

    @Test
    void a_cursor_allows_slices_where_its_type_is_known() throws IOException {
        assertThat(isCutWith(CursorKind.INSTANT, LastValue.HIGHEST, null)).isTrue();
        assertThat(isCutWith(CursorKind.INTEGER, LastValue.LOWEST, null)).isTrue();
        assertThat(isCutWith(null, LastValue.HIGHEST, null)).isFalse();
        assertThat(isCutWith(CursorKind.TEXT, LastValue.HIGHEST, null)).isFalse();
    }

    @Test
    void rows_that_dlt_has_to_know_are_not_cut() throws IOException {
        assertThat(isCut(plan -> plan, null, new BoundaryRows(true, Set.of(), (count, key) -> {}, Map.of(), true)))
                .isFalse();
        assertThat(isCut(
                        plan -> plan,
                        null,
                        new BoundaryRows(true, Set.of("digest"), (count, key) -> {}, Map.of(), false)))
                .isFalse();
    }

    @Test
    void rows_of_code_and_streams_are_not_cut() throws IOException {
        assertThat(isCut(plan -> plan.source(new RowSource.Supplied(context -> Stream.empty()))))
                .isFalse();
    }

    @Test
    void a_columnar_file_among_the_others_keeps_them_together() throws IOException {
        Path csv = Files.writeString(folder.resolve("c.csv"), "id\n1\n");
        FileContent columnar = new FileContent.Columnar(
                SourceFile.of(csv), FileContent.Kind.DELIMITED, CsvDialect.usual(","), false, Optional.empty());

        assertThat(isCut(plan -> plan, null, NO_BOUNDARY, List.of(rows("a"), rows("b"), file(csv, columnar))))
                .isFalse();
    }
}
