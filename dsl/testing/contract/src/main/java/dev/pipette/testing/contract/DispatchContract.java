package dev.pipette.testing.contract;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.scd2;
import static dev.pipette.Pipette.snapshot;
import static dev.pipette.Pipette.upsert;
import static dev.pipette.testing.contract.StrategyContract.counts;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.RowOrder;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.Refresh;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.HeldRun;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of a resource chooses its table; each table is loaded as if it were that of a resource of its own. */
interface DispatchContract {
    String EVENTS = """
            [{'id': 1, 'type': 'click', 'items': [{'sku': 'a'}, {'sku': 'b'}]},
             {'id': 2, 'type': 'Sale Event', 'amt': 5, 'items': [{'sku': 'c'}]},
             {'id': 3, 'type': 'click'}, {'id': 4, 'type': 'sale-event', 'amt': 6}]""";

    String CLICKS = "SELECT c.id, i.sku FROM click c LEFT JOIN click__items i ON i._dlt_parent_id = c._dlt_id"
            + " ORDER BY c.id, i._dlt_list_idx";

    String SALES = "SELECT s.id, s.amt, i.sku FROM sale_event s LEFT JOIN sale_event__items i"
            + " ON i._dlt_parent_id = s._dlt_id ORDER BY s.id, i._dlt_list_idx";

    private static Resource events(String rows) {
        return json("events", rows).tableBy("type");
    }

    @Test
    default void rows_go_to_the_tables_that_they_name_with_what_is_nested_in_them(Trial trial) {
        LoadInfo first = trial.run(events(EVENTS));

        assertThat(trial.rows(CLICKS)).containsExactly("1 | a", "1 | b", "3 | NULL");
        assertThat(trial.rows(SALES)).as("two texts, one name").containsExactly("2 | 5 | c", "4 | 6 | NULL");
        assertThat(trial.allTables())
                .filteredOn(table -> !table.startsWith("_"))
                .containsExactly("click", "click__items", "sale_event", "sale_event__items");
        assertThat(trial.columns("click")).as("its own columns").doesNotContain("amt");
        assertThat(first.tables())
                .extracting(load -> load.table() + " of " + load.resource() + ": " + load.rows())
                .containsExactly(
                        "click of events: 2",
                        "click__items of events: 2",
                        "sale_event of events: 2",
                        "sale_event__items of events: 1");
        assertThat(trial.loadIds()).as("one package").hasSize(1);

        trial.run(events("[{'id': 5, 'type': 'view'}, {'id': 6, 'type': 'click', 'items': [{'sku': 'd'}]}]"));

        assertThat(trial.rows(CLICKS)).containsExactly("1 | a", "1 | b", "3 | NULL", "6 | d");
        assertThat(trial.rows("SELECT id FROM view")).containsExactly("5");
        assertThat(trial.count("sale_event")).isEqualTo(2);
    }

    @Test
    default void a_function_of_the_row_names_its_table(Trial trial) {
        record Measure(int id, double value) {}

        trial.run(resource("measures")
                .rows(List.of(new Measure(1, 0.5), new Measure(2, 20)))
                .tableBy(row -> Double.valueOf(0.5).equals(row.get("value")) ? "small" : "large"));
        trial.run(json("events", "[{'id': 1, 'at': {'kind': 'a'}}, {'id': 2, 'at': {'kind': 'b'}}]")
                .addColumn("run", 7)
                .tableBy("at.kind"));
        trial.run(json("numbers", "[{'n': 5}, {'n': true}]").tableBy(row -> row.get("n")));

        assertThat(trial.rows("SELECT id FROM small")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM large")).containsExactly("2");
        assertThat(trial.rows("SELECT id, run FROM a")).containsExactly("1 | 7");
        assertThat(trial.rows("SELECT at__kind FROM b")).containsExactly("b");
        assertThat(trial.allTables()).contains("_5", "true").doesNotContain("measures", "events", "numbers");
    }

    @Test
    default void a_replace_empties_the_tables_that_no_row_chooses(Trial trial) {
        trial.run(events(EVENTS));
        trial.run(json("others", "[{'id': 1}]"));

        LoadInfo second = trial.run(
                events("[{'id': 7, 'type': 'click'}, {'id': 8, 'type': 'new'}]").replace());

        assertThat(trial.rows(CLICKS)).containsExactly("7 | NULL");
        assertThat(trial.rows("SELECT id FROM new")).containsExactly("8");
        assertThat(trial.rows(SALES)).isEmpty();
        assertThat(trial.count("sale_event__items")).isZero();
        assertThat(trial.count("click__items")).isZero();
        assertThat(trial.count("others")).as("of another resource").isEqualTo(1);
        assertThat(counts(second))
                .containsExactlyInAnyOrder(
                        "click: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "click__items: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "new: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted",
                        "sale_event: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "sale_event__items: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");

        trial.run(events("[]").truncateAndInsert());

        assertThat(trial.count("click") + trial.count("new")).isZero();
    }

    @Test
    default void a_table_that_another_resource_fills_as_well_is_replaced_where_a_row_chooses_it(Trial trial) {
        trial.run(events(EVENTS));
        trial.run(json("clicks", "[{'id': 9}]").table("click"));

        trial.run(events("[{'id': 5, 'type': 'sale event', 'amt': 1}]").replace());

        assertThat(trial.rows(SALES)).containsExactly("5 | 1 | NULL");
        assertThat(trial.rows("SELECT id FROM click ORDER BY id")).containsExactly("1", "3", "9");

        trial.run(events("[{'id': 6, 'type': 'click'}]").replace());

        assertThat(trial.rows("SELECT id FROM click")).as("as with .table(..)").containsExactly("6");
        assertThat(trial.count("sale_event")).isZero();
    }

    @Test
    default void a_merge_matches_the_rows_of_each_table_by_themselves(Trial trial) {
        trial.run(events("[{'id': 1, 'type': 'a', 'v': 'a1', 'x': [1]}, {'id': 1, 'type': 'b', 'v': 'b1', 'x': [2]}]")
                .merge("id"));

        LoadInfo second = trial.run(events("""
                        [{'id': 1, 'type': 'b', 'v': 'b2', 'x': [3]}, {'id': 2, 'type': 'b', 'v': 'first'},
                         {'id': 2, 'type': 'b', 'v': 'last'}, {'id': 2, 'type': 'a', 'v': 'a2'}]""").merge("id"));

        assertThat(trial.rows(
                        "SELECT a.id, v, value FROM a LEFT JOIN a__x x ON x._dlt_parent_id = a._dlt_id ORDER BY 1"))
                .containsExactly("1 | a1 | 1", "2 | a2 | NULL");
        assertThat(trial.rows(
                        "SELECT b.id, v, value FROM b LEFT JOIN b__x x ON x._dlt_parent_id = b._dlt_id ORDER BY 1"))
                .containsExactly("1 | b2 | 3", "2 | last | NULL");
        assertThat(counts(second))
                .containsExactlyInAnyOrder(
                        "a: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted",
                        "b: 1 inserted, 1 updated, 0 unchanged, 1 skipped, 0 deleted",
                        "b__x: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");
    }

    @Test
    default void each_strategy_works_on_each_table(Trial trial) {
        String first =
                "[{'id': 1, 'type': 'a', 'v': 1}, {'id': 2, 'type': 'a', 'v': 1}, {'id': 1, 'type': 'b', 'v': 1}]";
        String second = "[{'id': 1, 'type': 'a', 'v': 2}]";
        trial.run(events(first).merge(upsert("id")));

        LoadInfo upserted = trial.run(events(second).merge(upsert("id")).skipUnchanged());
        assertThat(counts(upserted)).containsExactly("a: 0 inserted, 1 updated, 0 unchanged, 0 skipped, 0 deleted");

        trial.run(events(second).merge(snapshot("id").allowDeleting(1.0)));
        assertThat(trial.rows("SELECT id, v FROM a")).containsExactly("1 | 2");
        assertThat(trial.count("b")).isZero();

        trial.run(json("versions", "[{'id': 1, 'type': 'p', 'v': 1}, {'id': 1, 'type': 'q', 'v': 1}]")
                .tableBy("type")
                .merge(scd2("id")));
        trial.run(json("versions", "[{'id': 1, 'type': 'p', 'v': 2}]")
                .tableBy("type")
                .merge(scd2("id")));
        assertThat(trial.rows(
                        "SELECT v, CASE WHEN _dlt_valid_to IS NULL THEN 'active' ELSE 'ended' END FROM p ORDER BY v"))
                .containsExactly("1 | ended", "2 | active");
        assertThat(trial.rows("SELECT count(*) FROM q WHERE _dlt_valid_to IS NULL"))
                .as("in no row any more")
                .containsExactly("0");

        trial.run(json(
                        "days",
                        "[{'id': 1, 'type': 'd', 'n': 1}, {'id': 2, 'type': 'e', 'n': 1}, {'id': 3, 'type': 'e', 'n': 9}]")
                .tableBy("type"));
        trial.run(
                json("days", "[{'id': 4, 'type': 'd', 'n': 2}]").tableBy("type").replaceWhere("n", 0, 5));
        assertThat(trial.rows("SELECT id FROM d")).containsExactly("4");
        assertThat(trial.rows("SELECT id FROM e"))
                .as("the window of each table")
                .containsExactly("3");
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"SEALED", "SCHEMA_CHANGED", "ROWS_APPLIED", "COMMITTED"})
    default void a_crash_loads_the_rows_of_all_tables_once(LoadStep step, Trial trial) {
        trial.run(events("[{'id': 0, 'type': 'click'}]"));
        trial.crash(step, events(EVENTS));

        trial.run(events(EVENTS));

        assertThat(trial.rows(CLICKS)).containsExactly("0 | NULL", "1 | a", "1 | b", "3 | NULL");
        assertThat(trial.rows(SALES)).containsExactly("2 | 5 | c", "4 | 6 | NULL");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void the_same_rows_in_other_tables_are_other_rows(Trial trial) {
        Resource odd =
                json("n", "[{'n': 1}, {'n': 2}]").tableBy(row -> Long.valueOf(1).equals(row.get("n")) ? "x" : "y");
        trial.crash(LoadStep.COMMITTED, odd);

        trial.run(
                json("n", "[{'n': 1}, {'n': 2}]").tableBy(row -> Long.valueOf(2).equals(row.get("n")) ? "x" : "y"));

        assertThat(trial.rows("SELECT n FROM x ORDER BY n")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT n FROM y ORDER BY n")).containsExactly("1", "2");
    }

    @Test
    default void a_run_key_covers_all_tables_also_where_no_row_came(Trial trial) {
        Pipeline day = trial.pipeline().runKey("2025-12-24");
        day.run(events(EVENTS));
        day.run(json("none", "[]").tableBy("type"));

        LoadInfo second = day.run(events("[{'id': 9, 'type': 'view'}]"));

        assertThat(second.nothingNew()).isTrue();
        assertThat(trial.count("click")).isEqualTo(2);
        assertThat(trial.allTables()).doesNotContain("view", "events", "none");
        assertThat(trial.rows("SELECT count(*) FROM _pipette_run_keys")).containsExactly("2");
    }

    @Test
    default void a_cursor_goes_on_over_all_tables_and_knows_equal_keys_apart(Trial trial) {
        trial.run(moving(
                "[{'id': 1, 'type': 'a', 'at': 1}, {'id': 2, 'type': 'b', 'at': 5}, {'id': 7, 'type': 'a', 'at': 5}]"));

        assertThat(trial.pipeline().admin().cursor("moving").value()).hasToString("5");

        trial.run(moving("""
                [{'id': 2, 'type': 'b', 'at': 5}, {'id': 7, 'type': 'a', 'at': 5}, {'id': 7, 'type': 'b', 'at': 5},
                 {'id': 0, 'type': 'a', 'at': 1}]"""));

        assertThat(trial.rows("SELECT id FROM a ORDER BY id")).containsExactly("1", "7");
        assertThat(trial.rows("SELECT id FROM b ORDER BY id")).containsExactly("2", "7");

        String further =
                "[{'id': 8, 'type': 'a', 'at': 6}, {'id': 9, 'type': 'b', 'at': 6}, {'id': 9, 'type': 'c', 'at': 6}]";
        trial.run(moving(further));
        trial.run(moving(further));
        trial.crash(LoadStep.SEALED, moving("[{'id': 10, 'type': 'a', 'at': 7}]"));
        trial.run(moving("[{'id': 10, 'type': 'a', 'at': 7}, {'id': 11, 'type': 'c', 'at': 7}]"));

        assertThat(trial.rows("SELECT id FROM a ORDER BY id")).containsExactly("1", "7", "8", "10");
        assertThat(trial.rows("SELECT id FROM b ORDER BY id")).containsExactly("2", "7", "9");
        assertThat(trial.rows("SELECT id FROM c ORDER BY id")).containsExactly("9", "11");
        assertThat(trial.pipeline().admin().cursor("moving").value()).hasToString("7");

        trial.run(json("moving", "[{'id': 1, 'type': 'a', 'at': 3}, {'id': 2, 'type': 'b', 'at': 4}]")
                .tableBy("type")
                .primaryKey("id")
                .replace());

        assertThat(trial.pipeline().admin().cursor("moving").value())
                .as("that a replace takes over, at the furthest row of all tables")
                .hasToString("4");
    }

    private static Resource moving(String rows) {
        return json("moving", rows).tableBy("type").primaryKey("id").incremental(cursor("at", Long.class));
    }

    @Test
    default void a_long_load_is_committed_on_its_way(Trial trial) {
        LoadInfo info = trial.run(moving("""
                        [{'id': 1, 'type': 'a', 'at': 1}, {'id': 2, 'type': 'b', 'at': 2}, {'id': 3, 'type': 'a', 'at': 3}]""")
                .incremental(cursor("at", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(1));

        assertThat(info.packages()).hasSize(3);
        assertThat(trial.rows("SELECT id FROM a ORDER BY id")).containsExactly("1", "3");
        assertThat(trial.rows("SELECT id FROM b")).containsExactly("2");
    }

    @Test
    default void files_choose_by_a_column_whatever_their_format(Trial trial) throws IOException {
        Files.writeString(trial.folder().resolve("events.csv"), """
                Event Type,id,code,made
                click,1,007,2025-12-24 10:00:00
                sale,2,08,2025-12-24 11:00:00
                """);
        trial.run(csv("events", trial.folder().resolve("events.csv")).tableBy("event_type"));
        trial.run(csv("events", trial.folder().resolve("events.csv"))
                .rename("Event Type", "kind")
                .tableBy("kind"));

        assertThat(trial.rows("SELECT id, code FROM click")).containsExactly("1 | 007", "1 | 007");
        assertThat(trial.rows("SELECT id, code, kind FROM sale ORDER BY kind NULLS FIRST"))
                .containsExactly("2 | 08 | NULL", "2 | 08 | sale");
        trial.run(csv("plain", trial.folder().resolve("events.csv")));
        assertThat(trial.type("click", "made"))
                .as("as where all rows are in one table")
                .isEqualTo(trial.type("plain", "made"));
        assertThat(trial.type("click", "id")).isEqualTo(trial.type("plain", "id"));
    }

    @Test
    default void a_file_that_comes_again_takes_its_rows_out_of_all_tables(Trial trial) throws IOException {
        var file = trial.folder().resolve("events-1.jsonl");
        Resource ledger = resource("events")
                .files(trial.folder().resolve("events-*.jsonl").toString(), Pipette.jsonlFormat(), FileState.ledger())
                .tableBy("type");
        Files.writeString(file, "{\"id\": 1, \"type\": \"a\"}\n{\"id\": 2, \"type\": \"b\", \"x\": [1]}\n");
        trial.run(ledger);
        Files.writeString(trial.folder().resolve("events-2.jsonl"), "{\"id\": 3, \"type\": \"c\"}\n");
        Files.writeString(file, "{\"id\": 4, \"type\": \"a\"}\n{\"id\": 5, \"type\": \"c\"}\n");

        trial.run(ledger);

        assertThat(trial.rows("SELECT id FROM a")).containsExactly("4");
        assertThat(trial.rows("SELECT id FROM b")).isEmpty();
        assertThat(trial.rows("SELECT id FROM c ORDER BY id")).containsExactly("3", "5");
        assertThat(trial.count("b__x")).isZero();
    }

    @Test
    default void slices_meet_the_same_and_new_tables(Trial trial) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "slices need a second processor");
        write(trial, "events-1.jsonl", 0, "a", "b");
        write(trial, "events-2.jsonl", SliceContract.ROWS / 2, "c", "b");

        Set<String> readers = ConcurrentHashMap.newKeySet();

        trial.pipeline()
                .listener(new ReadingThreads(readers))
                .run(jsonl("events", trial.folder().resolve("events-*.jsonl"))
                        .tableBy("type")
                        .merge("id"));

        assertThat(readers).as("threads that read").hasSizeGreaterThan(1);
        assertThat(trial.rows("SELECT part, count(*), min(id) FROM a GROUP BY part"))
                .containsExactly("1 | 5000 | 0");
        assertThat(trial.rows("SELECT part, count(*) FROM b GROUP BY part ORDER BY part"))
                .as("rows of the later slice win")
                .containsExactly("1 | 2500", "2 | 5000");
        assertThat(trial.rows("SELECT part, count(*) FROM c GROUP BY part")).containsExactly("2 | 5000");
        for (String table : List.of("a", "b", "c")) {
            assertThat(trial.rows("SELECT count(*), count(DISTINCT l._dlt_id), count(DISTINCT t.id), min(l.id - t.id),"
                            + " max(l.id - t.id) FROM " + table + " t JOIN " + table
                            + "__lines l ON l._dlt_parent_id = t._dlt_id"))
                    .containsExactly(
                            trial.count(table) + " | " + trial.count(table) + " | " + trial.count(table) + " | 0 | 0");
            assertThat(trial.count(table + "__lines")).isEqualTo(trial.count(table));
        }
    }

    private static void write(Trial trial, String name, int firstId, String even, String odd) throws IOException {
        String note = "a note ".repeat(55);
        try (BufferedWriter file = Files.newBufferedWriter(trial.folder().resolve(name))) {
            for (int id = firstId; id < firstId + SliceContract.ROWS; id++) {
                file.write("{\"id\": " + id + ", \"type\": \"" + (id % 2 == 0 ? even : odd) + "\", \"part\": "
                        + (firstId == 0 ? 1 : 2) + ", \"note\": \"" + note + "\", \"lines\": [{\"id\": " + id
                        + "}]}\n");
            }
        }
    }

    @Test
    default void a_row_without_a_name_is_refused(Trial trial) {
        refused(trial, events("[{'id': 1, 'type': 'a'}, {'id': 2}]"), ErrorCode.RESOURCE_FAILED)
                .hasMessage(
                        "[RESOURCE_FAILED] resource events, row 2: the row has no value in column 'type', which names"
                                + " its table. Give it one with .map(..), or drop such rows with .filter(..).");
        refused(trial, events("[{'id': 1, 'type': '  '}]"), ErrorCode.RESOURCE_FAILED)
                .hasMessage(
                        "[RESOURCE_FAILED] resource events, row 1: '  ' in column 'type' is blank, and names its table."
                                + " Give it one with .map(..), or drop such rows with .filter(..).");
        refused(trial, events("[{'id': 1, 'type': ['a']}]"), ErrorCode.RESOURCE_FAILED)
                .hasMessageContaining("row 1: '[a]' in column 'type' is a list and not the name of a table.");
        refused(trial, json("events", "[{'id': 1}]").tableBy(row -> null), ErrorCode.RESOURCE_FAILED)
                .hasMessage("[RESOURCE_FAILED] resource events, row 1: .tableBy(..) returned null. Return the name of a"
                        + " table, or drop such rows with .filter(..).");
        refused(trial, events("[{'id': 1, 'type': '_dlt_loads'}]"), ErrorCode.NAME_COLLISION)
                .hasMessage(
                        "[NAME_COLLISION] resource events, row 1: '_dlt_loads' in column 'type' becomes table _dlt_loads,"
                                + " which is a bookkeeping table's name. Give the row another with .map(..), or drop such rows with"
                                + " .filter(..).");
        refused(trial, events("[]").exclude("type"), ErrorCode.BAD_USAGE)
                .hasMessage(
                        "[BAD_USAGE] resource events: tableBy column 'type' is left out by .exclude(..). Leave it in.");
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void a_table_has_the_rows_of_one_resource_of_a_run(Trial trial) {
        refused(trial, ErrorCode.NAME_COLLISION, json("others", "[{'id': 1}]").table("click"), events(EVENTS))
                .hasMessage(
                        "[NAME_COLLISION] rows of resource events chose table click, which resource others fills in the"
                                + " same run. Choose another name with .tableBy(..), or load one of the two in another run. Nothing"
                                + " of them was loaded.");
        refused(
                        trial,
                        ErrorCode.NAME_COLLISION,
                        events(EVENTS),
                        json("more", EVENTS).tableBy("type"))
                .hasMessageContaining("rows of resource events chose table click, which resource more fills");
        assertThat(trial.allTables()).isEmpty();

        trial.run(events(EVENTS), json("others", "[{'id': 1}]").table("events"));
        trial.run(
                events("[{'id': 5, 'type': 'sale event'}]").replace(),
                json("others", "[{'id': 7}]").table("click"));

        assertThat(trial.rows("SELECT id FROM events"))
                .as("the resource's name is not one of its tables")
                .containsExactly("1");
        assertThat(trial.rows("SELECT id FROM click ORDER BY id"))
                .as("is not emptied where another resource of the run fills it")
                .containsExactly("1", "3", "7");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            Trial trial, Resource resource, ErrorCode code) {
        return refused(trial, code, resource);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            Trial trial, ErrorCode code, Resource... resources) {
        return assertThatThrownBy(() -> trial.run(resources))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code));
    }

    @Test
    default void a_plan_says_what_the_run_does_with_each_table(Trial trial) {
        trial.run(events(EVENTS).merge("id"));

        RunPlan plan = PlanContract.plannedAndRun(
                trial,
                events("[{'id': 1, 'type': 'click'}, {'id': 4, 'type': 'new', 'items': [{'sku': 'z'}]}]")
                        .merge("id"));

        assertThat(plan.resource("events").table()).isEqualTo("click, new");
        assertThat(plan.table("new").isNew()).isTrue();
        assertThat(plan.table("click").updated()).isEqualTo(1);

        PlanContract.plannedAndRun(trial, events("[{'id': 1, 'type': 'click'}]").replace());
    }

    @Test
    default void a_waiting_package_shows_its_tables(Trial trial) {
        trial.crash(LoadStep.SEALED, events(EVENTS));

        var waiting = trial.pipeline().admin().pending().getFirst();

        assertThat(waiting.rows())
                .isEqualTo(Map.of("click", 2L, "click__items", 2L, "sale_event", 2L, "sale_event__items", 1L));
        assertThat(trial.pipeline().admin().query(waiting.loadId(), "SELECT id, amt FROM sale_event ORDER BY id"))
                .hasSize(2);
    }

    @Test
    default void dropping_or_refreshing_the_resource_takes_all_of_its_tables(Trial trial) {
        trial.run(events(EVENTS));

        trial.pipeline().refresh(Refresh.DROP_DATA).run(events("[{'id': 7, 'type': 'click'}]"));
        assertThat(trial.rows(CLICKS)).containsExactly("7 | NULL");
        assertThat(trial.count("sale_event")).isZero();

        trial.pipeline().refresh(Refresh.DROP_RESOURCES).run(events("[{'id': 8, 'type': 'click'}]"));
        assertThat(trial.allTables()).contains("click").doesNotContain("sale_event");

        trial.run(events(EVENTS));
        trial.pipeline().admin().drop("events");
        assertThat(trial.allTables()).doesNotContain("click", "click__items", "sale_event", "sale_event__items");
    }

    @Test
    default void what_is_declared_of_the_table_is_declared_of_each(Trial trial) {
        trial.run(events(
                        "[{'id': 1, 'type': 'a', 'raw': {'k': 1}}, {'id': 1, 'type': 'b', 'raw': {'k': [2]}, 'p': '1.5'}]")
                .merge("id")
                .column("raw", Pipette.jsonDocument())
                .column("p", Pipette.decimal(10, 2))
                .tableHints(Pipette.tableHints().enforcePrimaryKey()));

        assertThat(trial.columns("a")).contains("raw").doesNotContain("raw__k", "p");
        assertThat(trial.rows("SELECT p FROM b")).containsExactly("1.50");
        assertThat(trial.allTables()).doesNotContain("b__raw__k");
        for (String table : List.of("a", "b")) {
            assertThat(trial.rows("SELECT count(*) FROM information_schema.table_constraints WHERE table_schema ="
                            + " 'contract_data' AND table_name = '" + table + "' AND constraint_type = 'PRIMARY KEY'"))
                    .containsExactly("1");
        }
    }

    @Test
    default void one_pipeline_waits_for_another_that_fills_one_of_its_tables(Trial trial) throws Exception {
        trial.run(events("[{'id': 0, 'type': 'click'}]").merge("id"));
        Pipeline second = trial.pipelineInto(
                "second",
                trial.destination().lockTimeout(Duration.ofMillis(150)).retryFor(Duration.ZERO));

        try (HeldRun first = HeldRun.at(
                LoadStep.CHECKED, trial.pipeline("first"), events(EVENTS).merge("id"))) {
            assertThatThrownBy(() -> second.run(
                            json("clicks", "[{'id': 1}]").table("click").merge("id")))
                    .isInstanceOfSatisfying(
                            PipetteException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DESTINATION_LOCKED));
            first.finish();
        }
        second.run(json("clicks", "[{'id': 1}]").table("click").merge("id"));

        assertThat(trial.rows("SELECT id FROM click ORDER BY id")).containsExactly("0", "1", "3");
    }
}
