package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of the files that are there are loaded. */
class FileSelectionTests {
    private static final Instant NOON = Instant.parse("2025-12-24T12:00:00Z");
    private static final FileState DATES = FileState.lastFileDate(LocalDate.parse("2025-12-19"));

    private static StoredFile stored(String key, String etag, long size, Instant modified) {
        return new StoredFile(key, etag, size, modified);
    }

    /** A file of a store, whose content is not on this machine. */
    private static InputFile file(StoredFile stored) {
        return new InputFile(stored, Optional.empty(), Optional.empty(), Optional.empty(), stored.toString());
    }

    private static List<InputFile> files(String... keys) {
        return Stream.of(keys).map(key -> file(stored(key, "", 1, NOON))).toList();
    }

    private static List<String> keys(List<InputFile> files) {
        return files.stream().map(file -> file.stored().key()).toList();
    }

    private static FileSelection ledger(StoredFile... loaded) {
        return FileSelection.of(
                "orders",
                FileState.ledger(),
                Stream.of(loaded).collect(java.util.stream.Collectors.toMap(StoredFile::key, file -> file)),
                new ResourceState(Map.of()));
    }

    private static FileSelection dates(FileState state, String lastDate) {
        return FileSelection.of(
                "orders",
                state,
                Map.of(),
                new ResourceState(lastDate.isEmpty() ? Map.of() : Map.of(FilesLoad.LAST_FILE_DATE, lastDate)));
    }

    @Test
    void a_ledger_takes_new_and_changed_files() {
        StoredFile known = stored("a.csv", "\"1\"", 10, NOON);

        assertThat(keys(ledger(known).due(List.of(file(known), file(stored("b.csv", "\"1\"", 10, NOON))))))
                .containsExactly("b.csv");
        assertThat(ledger(known).due(List.of(file(stored("a.csv", "\"2\"", 10, NOON)))))
                .as("another content")
                .hasSize(1);
        assertThat(ledger(known).due(List.of(file(stored("a.csv", "\"1\"", 10, NOON.plusSeconds(60))))))
                .as("the same content, stored again")
                .isEmpty();
    }

    @Test
    void without_a_mark_of_the_content_size_and_time_tell_it() {
        StoredFile known = stored("a.csv", "", 10, NOON);

        assertThat(ledger(known).due(List.of(file(stored("a.csv", "", 11, NOON)))))
                .hasSize(1);
        assertThat(ledger(known).due(List.of(file(stored("a.csv", "", 10, NOON.plusMillis(1))))))
                .hasSize(1);
        assertThat(ledger(known).due(List.of(file(stored("a.csv", "", 10, NOON.plusNanos(1_000))))))
                .as("a state keeps milliseconds")
                .isEmpty();
    }

    @Test
    void older_dates_come_first_and_files_without_a_date_before_them() {
        assertThat(keys(ledger().due(files("2025-12-24.csv", "2025-12-22.csv", "x.csv", "2025-12-23.csv"))))
                .containsExactly("x.csv", "2025-12-22.csv", "2025-12-23.csv", "2025-12-24.csv");
    }

    @Test
    void files_are_due_from_the_start_and_then_from_the_last_date() {
        List<InputFile> all = files("2025-12-18.csv", "2025-12-19.csv", "2025-12-21.csv", "2025-12-22.csv");

        assertThat(keys(dates(DATES, "").due(all)))
                .containsExactly("2025-12-19.csv", "2025-12-21.csv", "2025-12-22.csv");
        assertThat(keys(dates(DATES, "2025-12-22").due(all)))
                .as("more of the last day may have come")
                .containsExactly("2025-12-22.csv");
        assertThat(keys(dates(DATES.lateBy(Period.ofDays(1)), "2025-12-22").due(all)))
                .containsExactly("2025-12-21.csv", "2025-12-22.csv");
        assertThat(keys(dates(DATES.lateBy(Period.ofDays(30)), "2025-12-22").due(all)))
                .as("never before the start")
                .containsExactly("2025-12-19.csv", "2025-12-21.csv", "2025-12-22.csv");
    }

    @Test
    void the_date_is_the_first_text_of_the_path_that_is_one() {
        FileSelection selection = dates(DATES, "");

        assertThat(selection.date("x/2025-13-01/2025-12-24.csv")).contains(LocalDate.parse("2025-12-24"));
        assertThat(selection.date("x/2025-12-24/2025-12-25.csv")).contains(LocalDate.parse("2025-12-24"));
        assertThat(selection.date("x/20251224.csv")).isEmpty();
        assertThat(dates(DATES.datePattern("day=(\\d{8})"), "").date("2025-12-19/day=20251224/x.csv"))
                .contains(LocalDate.parse("2025-12-24"));
    }

    @Test
    void a_file_without_a_date_is_refused_where_only_a_date_is_remembered() {
        assertThatThrownBy(() -> dates(DATES, "").due(files("orders.csv")))
                .hasMessage(
                        "[SOURCE_UNREADABLE] resource orders: there is no date in the path of orders.csv that matches"
                                + " \\d{4}-\\d{2}-\\d{2}, so it cannot be told whether it is loaded. Say FileState.ledger(), or"
                                + " where the date is with .datePattern(..).");
        assertThatThrownBy(() -> dates(DATES, "yesterday"))
                .hasMessage("[BAD_USAGE] resource orders remembers 'yesterday' as " + FilesLoad.LAST_FILE_DATE
                        + ", which is not a date. Use another name for what your code remembers.");
    }

    @Test
    void rows_of_a_file_may_be_loaded_where_it_was_loaded_or_its_date_was_reached() {
        StoredFile known = stored("a.csv", "\"1\"", 10, NOON);

        assertThat(ledger(known).mayBeLoaded(stored("a.csv", "\"2\"", 11, NOON)))
                .isTrue();
        assertThat(ledger(known).mayBeLoaded(stored("b.csv", "\"1\"", 10, NOON)))
                .isFalse();
        assertThat(dates(DATES, "2025-12-22").mayBeLoaded(stored("2025-12-22.csv", "", 1, NOON)))
                .isTrue();
        assertThat(dates(DATES, "2025-12-22").mayBeLoaded(stored("2025-12-23.csv", "", 1, NOON)))
                .isFalse();
        assertThat(dates(DATES, "").mayBeLoaded(stored("2025-12-22.csv", "", 1, NOON)))
                .isFalse();
    }

    @Test
    void the_digest_of_a_ledger_is_changed_by_each_file_in_any_order() {
        StoredFile before = stored("a.csv", "\"1\"", 10, NOON);
        StoredFile after = stored("a.csv", "\"2\"", 10, NOON);
        StoredFile other = stored("b.csv", "\"1\"", 10, NOON);

        assertThat(ledger(before).change(before)).as("nothing changed").isZero();
        assertThat(ledger(before).change(after))
                .isNotZero()
                .isEqualTo(ledger().change(before) ^ ledger().change(after));
        assertThat(ledger().change(before)).isNotEqualTo(ledger().change(other));
    }
}
