package dev.pipette.testing.contract;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.jsonlFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that are loaded are remembered with their rows: each is loaded once, and again when it changes. */
interface FileContract {
    private static void write(Trial trial, String name, String content) throws IOException {
        Path file = trial.folder().resolve("in").resolve(name);
        boolean again = Files.exists(file);
        Instant before = again ? Files.getLastModifiedTime(file).toInstant() : Instant.now();
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        if (again) {
            Files.setLastModifiedTime(file, FileTime.from(before.plusSeconds(1)));
        }
    }

    private static String key(Trial trial, String name) {
        return trial.folder().resolve("in").resolve(name).toString();
    }

    private static Resource orders(Trial trial, FileState state) {
        return resource("orders").files(trial.folder() + "/in/*.csv", csvFormat(), state);
    }

    private static Resource orders(Trial trial) {
        return orders(trial, FileState.ledger());
    }

    private static List<String> orderRows(Trial trial) {
        return trial.rows("SELECT id, _row_id FROM orders ORDER BY id");
    }

    @Test
    default void a_ledger_loads_each_file_once_and_tells_where_a_row_comes_from(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n2\n");
        trial.run(orders(trial));
        write(trial, "2025-01-02.csv", "id\n3\n");

        LoadInfo second = trial.run(orders(trial));
        LoadInfo third = trial.run(orders(trial));

        assertThat(second.rows("orders")).isEqualTo(1);
        assertThat(third.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT id, _row_id, _file_date, _file_name FROM orders ORDER BY id"))
                .containsExactly(
                        "1 | 0 | 2025-01-01 | " + key(trial, "2025-01-01.csv"),
                        "2 | 1 | 2025-01-01 | " + key(trial, "2025-01-01.csv"),
                        "3 | 0 | 2025-01-02 | " + key(trial, "2025-01-02.csv"));
    }

    @Test
    default void a_ledger_is_committed_with_the_rows(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n2\n");
        write(trial, "undated.csv", "id\n");

        LoadInfo load = trial.run(orders(trial));

        List<LoadedFile> files = trial.pipeline().files("orders");
        assertThat(files)
                .extracting(file -> file.stored().key())
                .containsExactly(key(trial, "2025-01-01.csv"), key(trial, "undated.csv"));
        assertThat(files).extracting(LoadedFile::rows).containsExactly(2L, 0L);
        assertThat(files.getFirst().date()).contains(LocalDate.parse("2025-01-01"));
        assertThat(files.getLast().date()).isEmpty();
        assertThat(files)
                .extracting(LoadedFile::loadId)
                .containsOnly(load.packages().getFirst().loadId());
        assertThat(trial.pipeline().state().value("orders", "last_file_date")).contains("2025-01-01");
    }

    @Test
    default void a_late_file_is_loaded_whatever_its_date(Trial trial) throws IOException {
        write(trial, "2025-01-05.csv", "id\n5\n");
        trial.run(orders(trial));
        write(trial, "2024-01-01.csv", "id\n1\n");

        trial.run(orders(trial));

        assertThat(orderRows(trial)).containsExactly("1 | 0", "5 | 0");
        assertThat(trial.pipeline().state().value("orders", "last_file_date")).contains("2025-01-05");
    }

    @Test
    default void all_rows_of_a_changed_file_are_replaced(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n2\n3\n");
        write(trial, "2025-01-02.csv", "id\n9\n");
        trial.run(orders(trial));
        write(trial, "2025-01-01.csv", "id\n3\n4\n");

        LoadInfo second = trial.run(orders(trial));

        assertThat(orderRows(trial)).containsExactly("3 | 0", "4 | 1", "9 | 0");
        assertThat(second.tables().getFirst().deleted()).isEqualTo(3);
        assertThat(trial.pipeline().files("orders"))
                .extracting(LoadedFile::rows)
                .containsExactly(2L, 1L);
    }

    @Test
    default void a_changed_file_without_rows_takes_its_rows_away(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n");
        write(trial, "2025-01-02.csv", "id\n2\n");
        trial.run(orders(trial));
        write(trial, "2025-01-01.csv", "id\n");

        trial.run(orders(trial));

        assertThat(orderRows(trial)).containsExactly("2 | 0");
    }

    @Test
    default void merged_rows_of_a_changed_file_leave_no_stale_ones(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n2\n3\n");
        trial.run(orders(trial).merge("_file_name", "_row_id"));
        write(trial, "2025-01-01.csv", "id\n7\n");

        trial.run(orders(trial).merge("_file_name", "_row_id"));

        assertThat(orderRows(trial)).containsExactly("7 | 0");
    }

    @Test
    default void nested_rows_of_a_changed_file_are_replaced_with_it(Trial trial) throws IOException {
        Resource documents =
                resource("documents").files(trial.folder() + "/in/*.jsonl", jsonlFormat(), FileState.ledger());
        write(trial, "a.jsonl", "{\"id\": 1, \"tags\": [\"x\", \"y\"]}\n{\"id\": 2, \"tags\": [{\"deep\": [1]}]}\n");
        write(trial, "b.jsonl", "{\"id\": 3, \"tags\": [\"z\"]}\n");
        trial.run(documents);
        write(trial, "a.jsonl", "{\"id\": 1, \"tags\": [\"w\"]}\n");

        trial.run(documents);

        assertThat(trial.rows("SELECT id, _row_id FROM documents ORDER BY id")).containsExactly("1 | 0", "3 | 0");
        assertThat(trial.rows("SELECT value FROM documents__tags ORDER BY value"))
                .containsExactly("w", "z");
        assertThat(trial.rows("SELECT * FROM documents__tags__deep")).isEmpty();
    }

    @Test
    default void row_functions_see_the_columns_of_the_file(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n2\n3\n");
        Resource odd = orders(trial)
                .filter(row -> !Long.valueOf(1).equals(row.get("_row_id")))
                .addColumn("client", "demo");

        trial.run(odd);

        assertThat(trial.rows("SELECT id, _row_id, client, _file_date FROM orders ORDER BY id"))
                .containsExactly("1 | 0 | demo | 2025-01-01", "3 | 2 | demo | 2025-01-01");
        assertThat(trial.pipeline().files("orders").getFirst().rows()).isEqualTo(3);
    }

    @Test
    default void a_constant_column_does_not_need_the_rows_to_be_read(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id,client\n1,other\n");

        trial.run(orders(trial)
                .addColumn("client", "demo")
                .addColumn("checked", true)
                .addColumn(
                        "loaded",
                        context -> context.clock().instant().toString().length() > 0 ? 5L : 0L));

        assertThat(trial.rows("SELECT id, client, checked, loaded FROM orders")).containsExactly("1 | demo | true | 5");
    }

    @Test
    default void a_last_file_date_loads_files_of_this_date_and_later(Trial trial) throws IOException {
        FileState state = FileState.lastFileDate(LocalDate.parse("2025-01-02"));
        write(trial, "2025-01-01.csv", "id\n1\n");
        write(trial, "2025-01-02.csv", "id\n2\n");
        write(trial, "2025-01-03.csv", "id\n3\n");
        trial.run(orders(trial, state));
        write(trial, "2025-01-02.csv", "id\n22\n");
        write(trial, "2025-01-03.csv", "id\n33\n");
        write(trial, "2025-01-04.csv", "id\n4\n");

        trial.run(orders(trial, state));

        assertThat(orderRows(trial)).containsExactly("2 | 0", "4 | 0", "33 | 0");
        assertThat(trial.pipeline().state().value("orders", "last_file_date")).contains("2025-01-04");
        assertThat(trial.pipeline().files("orders")).isEmpty();
    }

    @Test
    default void files_may_be_late_by_a_period(Trial trial) throws IOException {
        FileState state = FileState.lastFileDate(LocalDate.parse("2025-01-01")).lateBy(Period.ofDays(2));
        write(trial, "2025-01-05.csv", "id\n5\n");
        trial.run(orders(trial, state));
        write(trial, "2025-01-02.csv", "id\n2\n");
        write(trial, "2025-01-03.csv", "id\n3\n");

        trial.run(orders(trial, state));

        assertThat(orderRows(trial)).containsExactly("3 | 0", "5 | 0");
    }

    @Test
    default void a_file_without_a_date_cannot_be_remembered_by_one(Trial trial) throws IOException {
        write(trial, "orders.csv", "id\n1\n");

        assertThatThrownBy(() -> trial.run(orders(trial, FileState.lastFileDate(LocalDate.parse("2025-01-01")))))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_UNREADABLE] resource orders: there is no date in the path of "
                        + key(trial, "orders.csv")
                        + " that matches \\d{4}-\\d{2}-\\d{2}, so it cannot be told whether it is loaded. Say"
                        + " FileState.ledger(), or where the date is with .datePattern(..).");
    }

    @Test
    default void no_files_are_nothing_to_load(Trial trial) {
        LoadInfo load = trial.run(orders(trial));

        assertThat(load.nothingNew()).isTrue();
    }

    @Test
    default void a_run_that_dies_anywhere_loads_each_file_once(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n");
        trial.run(orders(trial));
        write(trial, "2025-01-01.csv", "id\n11\n");
        write(trial, "2025-01-02.csv", "id\n2\n");
        for (LoadStep step : List.of(LoadStep.EXTRACTED, LoadStep.ROWS_APPLIED, LoadStep.COMMITTED)) {
            trial.crash(step, orders(trial));
            trial.loseFolder();
        }

        trial.run(orders(trial));

        assertThat(orderRows(trial)).containsExactly("2 | 0", "11 | 0");
    }

    @Test
    default void another_machine_that_loaded_the_files_is_noticed(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n");
        trial.crash(LoadStep.SEALED, orders(trial));
        trial.elsewhere().run(orders(trial));

        LoadInfo here = trial.run(orders(trial));

        assertThat(here.packages()).isEmpty();
        assertThat(orderRows(trial)).containsExactly("1 | 0");
    }

    @Test
    default void files_are_committed_in_steps(Trial trial) throws IOException {
        for (int day = 1; day <= 6; day++) {
            write(trial, "2025-01-0" + day + ".csv", "id\n" + day + "\n");
        }
        int[] committed = {0};
        Pipeline dying = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.COMMITTED && ++committed[0] == 4) {
                throw new Crash(LoadStep.COMMITTED);
            }
        });
        assertThatThrownBy(() -> dying.run(orders(trial).commitEvery(1))).isInstanceOf(Crash.class);
        trial.loseFolder();
        assertThat(trial.pipeline().files("orders")).hasSize(4);

        LoadInfo second = trial.run(orders(trial).commitEvery(1));

        assertThat(second.packages()).hasSize(2);
        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 0", "3 | 0", "4 | 0", "5 | 0", "6 | 0");
    }

    @Test
    default void a_step_takes_files_until_it_has_rows_enough(Trial trial) throws IOException {
        for (int day = 1; day <= 5; day++) {
            write(trial, "2025-01-0" + day + ".csv", "id\n" + day + "\n" + day * 10 + "\n");
        }

        LoadInfo load = trial.run(orders(trial).commitEvery(3));

        assertThat(load.packages())
                .extracting(done -> done.tables().getFirst().rows())
                .containsExactly(4L, 4L, 2L);
    }

    @Test
    default void a_file_of_which_a_limit_took_no_row_is_loaded_by_the_next_run(Trial trial) throws IOException {
        for (int number = 1; number <= 3; number++) {
            write(trial, "l" + number + ".csv", "id\n" + number + "\n");
        }
        trial.run(orders(trial).map(row -> row).limit(1));
        assertThat(orderRows(trial)).containsExactly("1 | 0");
        assertThat(trial.pipeline().files("orders"))
                .extracting(file -> file.stored().key())
                .containsExactly(key(trial, "l1.csv"));

        trial.run(orders(trial).map(row -> row));

        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 0", "3 | 0");
        assertThat(trial.pipeline().files("orders")).hasSize(3);
    }

    @Test
    default void a_file_that_a_limit_took_in_part_is_loaded_again_and_not_doubled(Trial trial) throws IOException {
        write(trial, "l1.csv", "id\n1\n2\n");
        write(trial, "l2.csv", "id\n3\n4\n5\n");
        trial.run(orders(trial).map(row -> row).limit(3));
        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 1", "3 | 0");
        assertThat(trial.pipeline().files("orders"))
                .extracting(LoadedFile::rows)
                .containsExactly(2L, 1L);

        LoadInfo second = trial.run(orders(trial).map(row -> row));

        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 1", "3 | 0", "4 | 1", "5 | 2");
        assertThat(second.rows("orders")).isEqualTo(3);
        assertThat(trial.pipeline().files("orders"))
                .extracting(LoadedFile::rows)
                .containsExactly(2L, 3L);
        assertThat(trial.run(orders(trial).map(row -> row)).nothingNew()).isTrue();
    }

    @Test
    default void a_limit_within_steps_loses_no_row_of_a_file(Trial trial) throws IOException {
        for (int number = 1; number <= 3; number++) {
            write(trial, "l" + number + ".csv", "id\n" + number + "\n" + number * 10 + "\n");
        }
        trial.run(orders(trial).map(row -> row).limit(3).commitEvery(1));
        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 0", "10 | 1");

        trial.run(orders(trial).map(row -> row).commitEvery(1));

        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 0", "3 | 0", "10 | 1", "20 | 1", "30 | 1");
    }

    @Test
    default void a_limit_leaves_the_date_at_files_that_it_took_rows_of(Trial trial) throws IOException {
        FileState dates = FileState.lastFileDate(LocalDate.parse("2025-01-01"));
        write(trial, "2025-01-01.csv", "id\n1\n2\n");
        write(trial, "2025-01-02.csv", "id\n3\n4\n");
        trial.run(orders(trial, dates).map(row -> row).limit(2));
        assertThat(trial.pipeline().state().value("orders", "last_file_date")).contains("2025-01-01");
        trial.run(orders(trial, dates).map(row -> row).limit(3));
        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 1", "3 | 0");

        trial.run(orders(trial, dates).map(row -> row));

        assertThat(orderRows(trial)).containsExactly("1 | 0", "2 | 1", "3 | 0", "4 | 1");
    }

    @Test
    default void dropping_a_resource_forgets_its_files(Trial trial) throws IOException {
        write(trial, "2025-01-01.csv", "id\n1\n");
        trial.run(orders(trial));

        trial.pipeline().admin().drop("orders");

        assertThat(trial.pipeline().files("orders")).isEmpty();
        assertThat(trial.run(orders(trial)).rows("orders")).isEqualTo(1);
    }
}
