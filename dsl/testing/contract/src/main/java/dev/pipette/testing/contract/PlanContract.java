package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.PlannedColumn;
import dev.pipette.plan.PlannedTable;
import dev.pipette.plan.RunPlan;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.Sampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A plan says what the run then does, and writes nothing. */
interface PlanContract {
    /** Plans, sees that nothing was written, runs, and sees that the run did what the plan said. */
    static RunPlan plannedAndRun(Trial trial, Resource... resources) {
        RunPlan plan = planned(trial, trial.pipeline(), resources);
        LoadInfo info = trial.run(resources);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.tables().stream().map(PlanContract::numbers).toList())
                .as("tables of the plan, and of the run")
                .isEqualTo(info.tables().stream().map(PlanContract::numbers).toList());
        assertThat(plan.schemaChanges()).isEqualTo(info.schemaChanges());
        return plan;
    }

    private static String numbers(PlannedTable table) {
        return table.name() + " of " + table.resource() + ": " + table.rows() + " rows, " + table.updated()
                + " updated, " + table.unchanged() + " unchanged, " + table.skipped() + " skipped, "
                + table.rejected() + " rejected, " + table.deleted() + " deleted";
    }

    private static String numbers(TableLoad table) {
        return table.table() + " of " + table.resource() + ": " + table.rows() + " rows, " + table.updated()
                + " updated, " + table.unchanged() + " unchanged, " + table.skipped() + " skipped, "
                + table.rejected() + " rejected, " + table.deleted() + " deleted";
    }

    /** Plans, and sees that nothing was written. */
    private static RunPlan planned(Trial trial, Pipeline pipeline, Resource... resources) {
        List<String> files = files(trial.folder());
        List<String> everything = trial.everything();
        List<String> opened = files(trial.folder()); // reading may leave something itself, as a log of the database

        RunPlan plan = pipeline.plan(resources);

        assertThat(files(trial.folder())).as("files before and after the plan").isEqualTo(opened);
        assertThat(trial.everything())
                .as("the destination before and after the plan")
                .isEqualTo(everything);
        assertThat(files).as("files before and after everything").isEqualTo(files(trial.folder()));
        return plan;
    }

    /** All files of a test, with their sizes and times. */
    private static List<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                found.add(folder.relativize(file)
                        + (Files.isDirectory(file)
                                ? ""
                                : " " + Files.size(file) + " " + Files.getLastModifiedTime(file)));
            }
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    default void a_plan_of_a_first_load_makes_no_destination_and_no_working_folder(Trial trial) {
        RunPlan plan = planned(
                trial,
                trial.pipeline(),
                json("items", "[{'id': 1, 'tags': ['a', 'b']}]").merge("id"));

        assertThat(trial.allTables()).isEmpty();
        assertThat(Files.exists(trial.home())).isFalse();
        assertThat(plan.tables()).extracting(PlannedTable::name).containsExactly("items", "items__tags");
        assertThat(plan.table("items").isNew()).isTrue();
        assertThat(plan.table("items").newColumns())
                .extracting(PlannedColumn::name)
                .containsExactly("id");
        assertThat(plan.table("items__tags").inserted()).isEqualTo(2);
        assertThat(plan.isWhole()).isTrue();
        assertThat(plan.resource("items").rows()).isEqualTo(1);
    }

    @Test
    default void a_first_load_does_what_its_plan_says(Trial trial) {
        plannedAndRun(
                trial,
                json("items", "[{'id': 1, 'tags': ['a', 'b']}, {'id': 1, 'tags': []}]")
                        .merge("id"),
                json("others", "[{'id': 1}]"));
    }

    @Test
    default void appended_rows_are_inserted(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));

        RunPlan plan = plannedAndRun(trial, json("items", "[{'id': 1}, {'id': 2}]"));

        PlannedTable items = plan.table("items");
        assertThat(List.of(items.inserted(), items.updated(), items.deleted())).containsExactly(2L, 0L, 0L);
        assertThat(plan.ddl()).isEmpty();
    }

    @Test
    default void a_replace_deletes_the_rows_that_are_there(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': ['a', 'b']}, {'id': 2, 'tags': ['c']}]"));

        RunPlan plan =
                plannedAndRun(trial, json("items", "[{'id': 3, 'tags': ['d']}]").replace());

        PlannedTable items = plan.table("items");
        assertThat(List.of(items.inserted(), items.updated(), items.deleted())).containsExactly(1L, 0L, 2L);
        assertThat(plan.table("items__tags").deleted()).isEqualTo(3);
    }

    @Test
    default void a_merge_updates_the_rows_of_its_keys_and_inserts_the_others(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': ['a', 'b']}, {'id': 2, 'tags': ['c']}]")
                .merge("id"));

        RunPlan plan = plannedAndRun(
                trial,
                json("items", "[{'id': 2, 'tags': []}, {'id': 3, 'tags': ['d']}, {'id': 3, 'tags': ['e', 'f']}]")
                        .merge("id"));

        PlannedTable items = plan.table("items");
        assertThat(List.of(items.inserted(), items.updated(), items.deleted(), items.skipped()))
                .containsExactly(1L, 1L, 0L, 1L);
        assertThat(plan.table("items__tags").deleted()).isEqualTo(1);
        assertThat(items).hasToString("items: 1 row inserted, 1 row updated, 1 row skipped");
    }

    @Test
    default void a_merge_with_a_key_that_gets_a_wider_type_is_compared_in_that_type(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}]")
                .merge("id"));

        RunPlan plan =
                plannedAndRun(trial, json("items", "[{'id': 1.5}, {'id': 2}]").merge("id"));

        assertThat(plan.table("items").updated()).isEqualTo(1);
        assertThat(plan.table("items").widenedColumns())
                .extracting(PlannedColumn::name)
                .containsExactly("id");
    }

    @Test
    default void a_merge_by_texts_times_and_truths_finds_the_same_rows(Trial trial) {
        Resource first = json(
                        "items",
                        "[{'name': 'it`s \\\\ {0} ? :a', 'at': '2025-12-24T10:00:00.5Z', 'on': true, 'day': '2025-12-24'},"
                                + " {'name': 'b', 'at': '2025-12-24T10:00:00Z', 'on': false, 'day': '2025-12-25'}]")
                .map(row -> {
                    row.computeIfPresent("name", (key, name) -> name.toString().replace('`', '\''));
                    return row;
                })
                .column("day", Pipette.date())
                .merge("name", "at", "on", "day");
        trial.run(first);

        assertThat(plannedAndRun(trial, first).table("items").updated()).isEqualTo(2);
    }

    @Test
    default void a_merge_into_rows_that_were_appended_gives_their_nested_rows_root_ids(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': [{'x': [1, 2]}]}, {'id': 2, 'tags': [{'x': [3]}]}]"));

        RunPlan plan = plannedAndRun(
                trial, json("items", "[{'id': 1, 'tags': [{'x': [4]}]}]").merge("id"));

        assertThat(plan.table("items__tags").deleted()).isEqualTo(1);
        assertThat(plan.table("items__tags__x").deleted()).isEqualTo(2);
    }

    @Test
    default void resources_that_fill_one_table_are_planned_one_after_the_other(Trial trial) {
        trial.run(json("items", "[{'id': 1}]").merge("id"));

        RunPlan plan = plannedAndRun(
                trial,
                json("first", "[{'id': 1, 'a': 1}, {'id': 2, 'a': 1}]")
                        .merge("id")
                        .table("items"),
                json("second", "[{'id': 2, 'b': 'x'}, {'id': 3, 'b': 'y'}]")
                        .merge("id")
                        .table("items"));

        assertThat(plan.tables()).extracting(PlannedTable::updated).containsExactly(1L, 1L);
    }

    @Test
    default void new_columns_and_wider_types_are_those_of_the_run(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'price': 2, 'kept': 'a'}]"));

        RunPlan plan = plannedAndRun(trial, json("items", "[{'id': 2, 'price': 2.5, 'note': 'x'}]"));

        PlannedTable items = plan.table("items");
        assertThat(items.isNew()).isFalse();
        assertThat(items.newColumns()).extracting(PlannedColumn::name).containsExactly("note");
        assertThat(items.widenedColumns()).extracting(PlannedColumn::name).containsExactly("price");
        assertThat(items.widenedColumns().getFirst().typeBefore()).contains("bigint");
        assertThat(items.columns().stream().map(PlannedColumn::name).toList())
                .as("the columns of the plan, and of the table")
                .isEqualTo(trial.columns("items"));
    }

    @Test
    default void the_ddl_of_a_plan_is_all_that_the_run_changes(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'price': 2}]").merge("id"));
        Resource more = json("items", "[{'id': 2, 'price': 2.5, 'note': 'x', 'tags': [{'a': 1}]}]")
                .merge("id");

        trial.pipeline().plan(more, json("others", "[{'id': 1}]")).ddl().forEach(trial::execute);

        assertThat(trial.run(more, json("others", "[{'id': 1}]")).schemaChanges())
                .isEmpty();
        assertThat(trial.columns("items__tags"))
                .containsExactly("a", "_dlt_root_id", "_dlt_parent_id", "_dlt_list_idx", "_dlt_id");
        assertThat(trial.columns("others")).containsExactly("id", "_dlt_load_id", "_dlt_id");
    }

    @Test
    default void what_a_run_is_refused_for_is_in_the_plan_and_other_resources_are_planned(Trial trial) {
        trial.run(json("items", "[{'id': 1}]").merge("id"));
        Resource refused = json("items", "[{'id': 'x'}]").merge("id");

        RunPlan plan = planned(trial, trial.pipeline(), refused, json("others", "[{'id': 1}]"));

        PipetteException error = catchThrowableOfType(PipetteException.class, () -> trial.run(refused));
        assertThat(plan.refusals()).hasSize(1);
        assertThat(plan.refusals().getFirst().resource()).contains("items");
        assertThat(plan.refusals().getFirst().code()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(error.getMessage()).startsWith(plan.refusals().getFirst().message());
        assertThat(plan.tables()).extracting(PlannedTable::name).containsExactly("others");
    }

    @Test
    default void a_resource_that_cannot_be_extracted_is_refused_and_the_others_are_planned(Trial trial) {
        RunPlan plan = planned(
                trial,
                trial.pipeline(),
                json("items", "[{'name': 'x'}]").merge("id"),
                json("others", "[{'id': 1}]"),
                Pipette.resource("broken").stream(() -> {
                    throw new IllegalStateException("out of order");
                }));

        assertThat(plan.refusals()).hasSize(2);
        assertThat(plan.refusals().getFirst().code()).isEqualTo(ErrorCode.RESOURCE_FAILED);
        assertThat(plan.refusals().getFirst().resource()).contains("broken");
        assertThat(plan.refusals().getLast().code()).isEqualTo(ErrorCode.KEY_MISSING);
        assertThat(plan.refusals().getLast().resource()).contains("items");
        assertThat(plan.tables()).extracting(PlannedTable::name).containsExactly("others");
    }

    @Test
    default void a_cursor_is_shown_before_and_after_the_sample(Trial trial) {
        trial.run(json("items", "[{'id': 1}, {'id': 2}]").incremental(Pipette.cursor("id", Long.class)));

        RunPlan plan = plannedAndRun(
                trial,
                json("items", "[{'id': 1}, {'id': 2}, {'id': 3}, {'id': 5}]")
                        .incremental(Pipette.cursor("id", Long.class)));

        assertThat(plan.resource("items").cursor().orElseThrow().before()).contains("2");
        assertThat(plan.resource("items").cursor().orElseThrow().after()).contains("5");
        assertThat(plan.table("items").inserted()).isEqualTo(2);
    }

    @Test
    default void rows_at_the_boundary_of_a_cursor_that_are_loaded_are_skipped_as_in_a_run(Trial trial) {
        Resource items = json("items", "[{'id': 1, 'day': '2025-12-24'}, {'id': 2, 'day': '2025-12-24'}]")
                .primaryKey("id")
                .incremental(Pipette.cursor("day"));
        trial.run(items);

        plannedAndRun(
                trial,
                json("items", "[{'id': 2, 'day': '2025-12-24'}, {'id': 3, 'day': '2025-12-24'}]")
                        .primaryKey("id")
                        .incremental(Pipette.cursor("day")));
    }

    @Test
    default void a_file_that_is_loaded_again_replaces_its_rows_as_in_a_run(Trial trial) throws IOException {
        Path file = trial.folder().resolve("orders.csv");
        Files.createDirectories(trial.folder());
        Files.writeString(file, "id,price\n1,2\n2,3\n");
        Resource orders = Pipette.csv("orders", file).merge("id");
        trial.run(orders);
        Files.writeString(file, "id,price,note\n2,3.5,x\n3,4,y\n");

        RunPlan plan = plannedAndRun(trial, orders);

        assertThat(plan.table("orders").updated()).isEqualTo(1);
        assertThat(plan.table("orders").newColumns())
                .extracting(PlannedColumn::name)
                .containsExactly("note");
        assertThat(plan.resource("orders").files()).isEqualTo(1);
    }

    @Test
    default void a_sample_has_no_more_rows_than_it_may_have(Trial trial) {
        AtomicInteger read = new AtomicInteger();
        Resource many = Pipette.resource("items").stream(() -> IntStream.iterate(1, id -> id + 1)
                .peek(id -> read.incrementAndGet())
                .mapToObj(id -> Map.of("id", id)));

        RunPlan plan = planned(trial, trial.pipeline().sample(PlanSample.USUAL.rows(3)), many);

        assertThat(plan.resource("items").rows()).isEqualTo(3);
        assertThat(plan.resource("items").endedBy()).contains(Sampling.Bound.ROWS);
        assertThat(plan.isWhole()).isFalse();
        assertThat(plan.table("items").inserted()).isEqualTo(3);
        assertThat(read).hasValue(4);
    }

    @Test
    default void a_sample_of_as_many_rows_as_there_are_is_whole(Trial trial) {
        RunPlan plan = planned(
                trial, trial.pipeline().sample(PlanSample.USUAL.rows(2)), json("items", "[{'id': 1}, {'id': 2}]"));

        assertThat(plan.isWhole()).isTrue();
    }

    @Test
    default void a_sample_of_files_ends_in_the_file_that_has_enough_rows(Trial trial) throws IOException {
        Files.createDirectories(trial.folder());
        Files.writeString(trial.folder().resolve("a.csv"), "id\n1\n2\n");
        Files.writeString(trial.folder().resolve("b.csv"), "id,note\n3,x\n4,y\n");
        Files.writeString(trial.folder().resolve("c.csv"), "id\nno number\n");

        RunPlan plan = planned(
                trial,
                trial.pipeline().sample(PlanSample.USUAL.rows(3)),
                Pipette.csv("orders", trial.folder().resolve("*.csv")));

        assertThat(plan.table("orders").newColumns())
                .extracting(PlannedColumn::toString)
                .containsExactly(
                        "id bigint",
                        "note " + plan.table("orders").columns().get(1).type());
        assertThat(plan.resource("orders").endedBy()).contains(Sampling.Bound.ROWS);
        assertThat(plan.resource("orders").files()).isEqualTo(3);
    }

    @Test
    default void a_sample_ends_when_its_time_is_over(Trial trial) {
        Resource endless = Pipette.resource("items").stream(() -> Stream.generate(() -> Map.of("id", 1)));

        RunPlan plan = planned(trial, trial.pipeline().sample(PlanSample.USUAL.time(Duration.ofNanos(1))), endless);

        assertThat(plan.resource("items").endedBy()).contains(Sampling.Bound.TIME);
    }

    @Test
    default void a_sample_sends_no_more_requests_than_it_may_send(Trial trial) {
        AtomicInteger sent = new AtomicInteger();
        Resource pages = Pipette.resource("items").stream(() -> Stream.iterate(1, page -> page + 1)
                .flatMap(page -> {
                    Sampling.request();
                    sent.incrementAndGet();
                    return Stream.of(Map.of("page", page, "row", 1), Map.of("page", page, "row", 2));
                })
                .limit(20));

        RunPlan plan = planned(trial, trial.pipeline().sample(PlanSample.USUAL.requests(3)), pages);

        assertThat(sent).hasValue(3);
        assertThat(plan.resource("items").requests()).isEqualTo(3);
        assertThat(plan.resource("items").rows()).isEqualTo(6);
        assertThat(plan.resource("items").endedBy()).contains(Sampling.Bound.REQUESTS);
        assertThat(trial.run(pages).rows("items")).isEqualTo(20);
    }

    @Test
    default void a_package_that_waits_is_named_and_stays(Trial trial) {
        trial.crash(LoadStep.SEALED, json("items", "[{'id': 1}]"));
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();

        RunPlan plan = planned(trial, trial.pipeline(), json("others", "[{'id': 1}]"));

        assertThat(plan.waiting()).containsExactly(loadId);
        assertThat(plan.tables()).extracting(PlannedTable::name).containsExactly("others");
        assertThat(trial.pipeline().plan().waiting()).containsExactly(loadId);
        assertThat(trial.run().packages()).hasSize(1);
    }

    @Test
    default void a_plan_waits_for_no_run_and_holds_none_up(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        List<RunPlan> plans = new ArrayList<>();
        Pipeline planning = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED || step == LoadStep.ROWS_APPLIED) {
                plans.add(trial.pipeline().plan(json("items", "[{'id': 3}]")));
            }
        });

        planning.run(json("items", "[{'id': 2}]"));

        assertThat(plans).hasSize(2);
        assertThat(plans.getLast().table("items").inserted()).isEqualTo(1);
        assertThat(plans.getLast().waiting()).hasSize(1);
        assertThat(trial.count("items")).isEqualTo(2);
    }

    @Test
    default void a_resource_whose_run_key_is_committed_is_not_read(Trial trial) {
        trial.pipeline().runKey("2025-12-24").run(json("items", "[{'id': 1}]"));

        RunPlan plan = planned(trial, trial.pipeline().runKey("2025-12-24"), json("items", "[{'id': 1}]"));

        assertThat(plan.tables()).isEmpty();
        assertThat(plan.resources()).isEmpty();
        assertThat(plan.notes()).contains("resource items would not be read, because run key 2025-12-24 is committed");
    }
}
