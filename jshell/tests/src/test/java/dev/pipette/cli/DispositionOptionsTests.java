package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.WriteDisposition;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.MutuallyExclusiveArgsException;

class DispositionOptionsTests {
    private static Resource resource(String line) {
        FileOptions options = new FileOptions();
        new CommandLine(options).parseArgs(line.isEmpty() ? new String[0] : line.split(" "));
        return options.resources(List.of("day.csv"), "duckdb:x.duckdb").getFirst();
    }

    private static WriteDisposition written(String line) {
        return resource(line).writeDisposition();
    }

    @Test
    void each_option_is_a_disposition() {
        assertThat(written("")).isEqualTo(new WriteDisposition.Append());
        assertThat(written("--append")).isEqualTo(new WriteDisposition.Append());
        assertThat(written("--replace")).isEqualTo(new WriteDisposition.Replace());
        assertThat(written("--truncate-and-insert")).isEqualTo(new WriteDisposition.TruncateAndInsert());
        assertThat(written("--replace-where day=2025-12-01/2026-01-01"))
                .isEqualTo(new WriteDisposition.ReplaceWhere(
                        new RowWindow("day", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 1, 1))));
        assertThat(written("--replace-matching day,shop"))
                .isEqualTo(
                        new WriteDisposition.Merge(new MergeStrategy.DeleteInsert(List.of(), List.of("day", "shop"))));
        assertThat(resource("--replace").isSkipped()).isFalse();
        assertThat(resource("--replace --skip").isSkipped()).isTrue();
    }

    @Test
    void a_merge_has_a_strategy_and_rules() {
        assertThat(written("--merge id,line --merge-key day"))
                .isEqualTo(new WriteDisposition.Merge(
                        new MergeStrategy.DeleteInsert(List.of("id", "line"), List.of("day"))));
        assertThat(written("--merge id --strategy insert-only"))
                .isEqualTo(new WriteDisposition.Merge(MergeStrategy.insertOnly("id")));
        assertThat(written("--merge id --strategy snapshot --allow-deleting 0.5 --mark-deleted gone"))
                .isEqualTo(new WriteDisposition.Merge(
                        MergeStrategy.snapshot("id").allowDeleting(0.5).markDeleted("gone")));
        assertThat(written("--merge id --strategy upsert --hard-delete d --dedup-sort at --skip-unchanged"))
                .isEqualTo(new WriteDisposition.Merge(
                        MergeStrategy.upsert("id"),
                        new MergeRules(
                                Optional.of("d"), Optional.of(new DedupSort("at", DedupSort.Wins.HIGHEST)), true)));
        assertThat(written("--merge id --strategy scd2"))
                .isEqualTo(new WriteDisposition.Merge(MergeStrategy.scd2("id")));
        assertThat(written("--merge id --strategy scd2 --merge-key id"))
                .isEqualTo(new WriteDisposition.Merge(MergeStrategy.scd2("id").mergeKey("id")));
        assertThat(written("--merge id --dedup-sort a:b:asc").rules().dedupSort())
                .contains(new DedupSort("a:b", DedupSort.Wins.LOWEST));
        assertThat(written("--merge id --dedup-sort at:desc").rules().dedupSort())
                .contains(new DedupSort("at", DedupSort.Wins.HIGHEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--strategy upsert --skip-unchanged | --strategy, --skip-unchanged need --merge KEY. Add it, or leave them out.",
                "--replace --hard-delete d | --hard-delete needs --merge KEY. Add it, or leave it out.",
                "--merge id --allow-deleting 1 | --allow-deleting needs --strategy snapshot. Add it, or leave it out.",
                "--merge id --strategy upsert --merge-key d | --merge-key needs --strategy delete-insert or --strategy"
                        + " scd2. Add it, or leave it out.",
                "--merge id --strategy newest | --strategy newest is unknown. Give one of delete-insert, upsert, insert-only,"
                        + " snapshot, scd2.",
                "--replace-where day=2025 | --replace-where day=2025 is not a window. Write it like --replace-where"
                        + " day=2025-12-01/2026-01-01: a column, the first value, and the first value after the window.",
                "--replace-where n=5/5 | the window of column 'n' from 5 to 5: it holds nothing. The first bound must be lower"
                        + " than the second, which is exclusive.",
            })
    void what_means_nothing_is_refused_with_the_way_out(String line, String message) {
        assertThatThrownBy(() -> resource(line)).hasMessage("[BAD_USAGE] " + message);
    }

    @Test
    void one_disposition_is_given() {
        assertThatThrownBy(() -> resource("--merge id --replace-matching day"))
                .isInstanceOf(MutuallyExclusiveArgsException.class);
    }
}
