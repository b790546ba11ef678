package dev.pipette.testing.contract;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.bool;
import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.localTimestamp;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.time;
import static dev.pipette.Pipette.timestamp;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.schema.Migration.drop;
import static dev.pipette.schema.Migration.rename;
import static dev.pipette.schema.Migration.retype;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.MigrationInfo;
import dev.pipette.admin.RejectFilter;
import dev.pipette.admin.Replay;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.Migration;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.TableDetails;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.HeldRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns are renamed, dropped and retyped in one transaction, and later loads know of it wherever they run. */
interface MigrationContract {
    private static MigrationInfo migrate(Trial trial, Migration migration) {
        return trial.pipeline().admin().migrate(migration);
    }

    private static Resource orders(String rows) {
        return json("orders", rows);
    }

    @Test
    default void values_that_do_not_fit_land_beside_the_column_under_both_of_its_names(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 1}]"));
        trial.pipeline().admin().migrate(Migration.rename("orders.n", "m"));

        trial.run(json("orders", "[{'id': 2, 'n': 'two'}, {'id': 3, 'm': 'three'}, {'id': 4, 'n': 4}]"));

        assertThat(trial.rows("SELECT id, m, m__v_text FROM orders ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | NULL | two", "3 | NULL | three", "4 | 4 | NULL");
    }

    @Test
    default void rows_with_both_names_of_a_key_are_told_about_the_migration(Trial trial) {
        trial.run(orders("[{'k': 1}]").merge("k"));
        migrate(trial, rename("orders.k", "key"));

        assertThatThrownBy(() -> trial.run(orders("[{'k': 1}, {'key': 2}]").merge("key")))
                .hasMessageStartingWith("[KEY_MISSING] ")
                .hasMessageEndingWith(
                        " A migration renamed column 'k' of table orders 'key': where some rows have the one name and some the"
                                + " other, give all of them one, with .map(..), and name that as the key.");
        trial.run(orders("[{'k': 1}, {'k': 2}]").merge("k"));
        assertThat(trial.rows("SELECT key FROM orders ORDER BY key")).containsExactly("1", "2");
    }

    @Test
    default void a_rule_about_a_dropped_column_says_so(Trial trial) {
        trial.run(orders("[{'id': 1, 'n': 1}, {'id': 2, 'n': -2}]")
                .check(range("n", 0, null).reject()));
        migrate(trial, drop("orders.n"));

        assertThatThrownBy(() -> trial.run(orders("[{'id': 3, 'n': -3}]").check(range("n", 0, null))))
                .hasMessageContaining(
                        "range(n, 0, ..) of orders: 1 violation: column n was dropped by a migration, so that no"
                                + " row has a value in it. Leave the rule out, or let rows fill the column again (migrate --restore"
                                + " orders.n)");
        trial.pipeline().admin().replay(Replay.of(RejectFilter.ALL));
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_plan_shows_all_and_changes_nothing(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x', 'n': '5'}, {'id': 2, 'cust': 'b', 'n': '6'}]"));
        List<String> before = trial.everything();
        Migration migration =
                rename("orders.cust", "customer_id").andDrop("orders.note").andRetype("orders.n", bigint());

        MigrationInfo plan = trial.pipeline().admin().planMigration(migration);

        assertThat(trial.everything()).isEqualTo(before);
        assertThat(plan.done()).isFalse();
        assertThat(plan.changes())
                .extracting(MigrationInfo.Change::kind, MigrationInfo.Change::rows, MigrationInfo.Change::lost)
                .containsExactly(tuple("retype", 2L, 0L), tuple("drop", 2L, 1L), tuple("rename", 2L, 0L));
        assertThat(plan.remembered())
                .containsExactly(
                        "loads leave orders.n at bigint; values that do not fit go to a column beside it",
                        "values that arrive for 'note' are left out and counted, until --restore orders.note",
                        "values that arrive for 'cust' fill orders.customer_id");
        assertThat(plan.drift()).isEmpty();
        assertThat(plan.toString())
                .contains("cust is renamed customer_id")
                .contains("Nothing was changed. To do it: pipette pipeline contract migrate --rename"
                        + " orders.cust=customer_id --drop orders.note --retype orders.n=bigint --yes");
    }

    @Test
    default void all_of_a_migration_is_done_and_remembered(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x', 'n': '5'}, {'id': 2, 'cust': 'b', 'n': '6'}]"));
        long version = trial.pipeline().admin().state().version();
        Migration migration =
                rename("orders.cust", "customer_id").andDrop("orders.note").andRetype("orders.n", bigint());

        MigrationInfo done = migrate(trial, migration);

        assertThat(done.done()).isTrue();
        assertThat(trial.columns("orders")).startsWith("id", "customer_id", "n").doesNotContain("note", "cust");
        assertThat(trial.rows("SELECT id, customer_id, n + 1 FROM orders ORDER BY id"))
                .containsExactly("1 | a | 6", "2 | b | 7");
        assertThat(trial.pipeline().admin().state().version()).isEqualTo(version);
        assertThat(trial.loadIds()).hasSize(1);
        MigrationInfo again = migrate(trial, migration);
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.before())
                .containsExactly(
                        "column orders.n is bigint already",
                        "column orders.note was dropped before",
                        "column orders.cust was renamed customer_id before");
        LoadInfo next = trial.run(orders("[{'id': 3, 'cust': 'c', 'note': 'y', 'n': 7}]"));
        assertThat(trial.rows("SELECT customer_id, n FROM orders WHERE id = 3")).containsExactly("c | 7");
        assertThat(next.notes())
                .contains("column orders.note was dropped by a migration: 1 value was left out (first: 'y' in row 1)");
        assertThat(next.schemaChanges()).isEmpty();
        assertThat(trial.columns("orders")).doesNotContain("note", "cust");
    }

    @Test
    default void rows_of_every_form_fill_a_renamed_column(Trial trial) throws IOException {
        Path csv = Files.writeString(trial.folder().resolve("orders.csv"), "id,cust\n2,b\n");
        Path lines = Files.writeString(trial.folder().resolve("orders.jsonl"), "{\"id\": 3, \"cust\": \"c\"}\n");
        Path parquet = trial.folder().resolve("orders.parquet");
        trial.run(orders("[{'id': 4, 'cust': 'd'}]").table("first"));
        trial.pipeline().dataset().query("SELECT id, cust FROM first", rows -> rows.writeParquet(parquet, 9));
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        migrate(trial, rename("orders.cust", "customer_id"));

        trial.run(Pipette.csv("more", csv).table("orders"));
        trial.run(Pipette.jsonl("lines", lines).table("orders"));
        trial.run(Pipette.parquet("parts", parquet).table("orders"));
        trial.run(Pipette.csv("mapped", csv).map(row -> row).table("orders"));

        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "2 | b", "3 | c", "4 | d");
        assertThat(trial.columns("orders")).doesNotContain("cust");
    }

    @Test
    default void one_load_may_have_the_former_and_the_new_name_but_not_one_row(Trial trial) throws IOException {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        migrate(trial, rename("orders.cust", "customer_id"));
        Path folder = Files.createDirectories(trial.folder().resolve("in"));
        Files.writeString(folder.resolve("a.csv"), "id,cust\n4,7\n");
        Files.writeString(folder.resolve("b.csv"), "id,customer_id\n5,e\n");

        trial.run(orders("[{'id': 2, 'cust': 'b'}, {'id': 3, 'customer_id': 'c'}]"));
        trial.run(Pipette.resource("files").files(folder + "/*.csv").table("orders"));

        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "3 | c", "4 | 7", "5 | e");
        assertThatThrownBy(() -> trial.run(orders("[{'id': 6}, {'id': 7, 'cust': 'x', 'customer_id': 'y'}]")))
                .hasMessageContaining("[NAME_COLLISION]")
                .hasMessageContaining("table contract_data.orders: 1 row has values for 'cust' and for 'customer_id',"
                        + " which are one column 'customer_id' since a migration renamed it (first: 'x' in row 2)."
                        + " Leave one of them out with .exclude(..). Nothing was loaded.");
        assertThat(trial.count("orders")).isEqualTo(5);
    }

    @Test
    default void keys_cursors_checks_and_types_follow_by_the_name_that_the_rows_have(Trial trial) {
        Resource first = orders("[{'num': 1, 'at': 10, 'amount': '1.50'}, {'num': 2, 'at': 10, 'amount': '2'}]")
                .merge("num")
                .column("amount", decimal(10, 2))
                .incremental(Pipette.cursor("at", Long.class))
                .check(range("amount", 0, null), notNull("num"));
        trial.run(first);
        long known = trial.run(first).rows("orders");
        migrate(
                trial,
                rename("orders.num", "number")
                        .andRename("orders.at", "changed_at")
                        .andRename("orders.amount", "total"));

        LoadInfo again = trial.run(first);
        LoadInfo next = trial.run(orders(
                        "[{'num': 1, 'at': 9, 'amount': '9'}, {'num': 2, 'at': 11, 'amount': '3.25'}, {'num': 3, 'at': 12, 'amount': '4'}]")
                .merge("num")
                .column("amount", decimal(10, 2))
                .incremental(Pipette.cursor("at", Long.class))
                .check(range("amount", 0, null), notNull("num")));

        assertThat(again.rows("orders")).isEqualTo(known);
        assertThat(next.rows("orders")).isEqualTo(2);
        assertThat(trial.rows("SELECT number, changed_at, total FROM orders ORDER BY number"))
                .containsExactly("1 | 10 | 1.50", "2 | 11 | 3.25", "3 | 12 | 4.00");
        assertThat(trial.pipeline().admin().cursor("orders").path()).isEqualTo("at");
        assertThatThrownBy(() -> trial.run(orders("[{'num': 4, 'at': 13, 'amount': '-1'}]")
                        .merge("num")
                        .column("amount", decimal(10, 2))
                        .incremental(Pipette.cursor("at", Long.class))
                        .check(range("amount", 0, null))))
                .hasMessageContaining("[CHECK_FAILED]");
        assertThatThrownBy(() -> trial.run(orders("[{'num': 4, 'at': 13, 'amount': '1'}]")
                        .merge("num")
                        .column("total", decimal(10, 2))
                        .incremental(Pipette.cursor("at", Long.class))))
                .hasMessageContaining(
                        "[LOAD_REFUSED] resource orders: a type is declared for column 'total' of table"
                                + " contract_data.orders, and the rows have its former name 'amount', which a migration renamed."
                                + " Declare the type for 'amount', or rename it in the rows too: .rename(\"amount\", \"total\").");
    }

    @Test
    default void rows_at_a_cursor_without_a_key_are_known_again_after_a_rename(Trial trial) throws IOException {
        Path csv = Files.writeString(trial.folder().resolve("events.csv"), "id,at,kind\n1,10,a\n2,10,b\n");
        Resource events = Pipette.csv("events", csv).incremental(Pipette.cursor("at", Long.class));
        Resource items = json("items", "[{'id': 1, 'at': 10, 'kind': 'a'}, {'id': 2, 'at': 10}]")
                .incremental(Pipette.cursor("at", Long.class));
        trial.run(events, items);

        migrate(
                trial,
                rename("events.kind", "a_kind")
                        .andRename("items.kind", "a_kind")
                        .andRename("items.at", "when_at"));

        assertThat(trial.run(events, items).nothingNew()).isTrue();
        Files.writeString(csv, "id,at,kind\n1,10,a\n2,10,b\n3,10,c\n");
        trial.run(events);
        assertThat(trial.rows("SELECT id, a_kind FROM events ORDER BY id")).containsExactly("1 | a", "2 | b", "3 | c");
    }

    @Test
    default void rows_at_a_cursor_are_known_again_when_the_source_follows_the_rename(Trial trial) throws IOException {
        Cursor<Long> at = Pipette.cursor("at", Long.class);
        Path csv = Files.writeString(trial.folder().resolve("events.csv"), "id,at,kind\n1,10,a\n2,10,b\n");
        Path keyed = Files.writeString(trial.folder().resolve("keyed.csv"), "num,at\n1,10\n2,10\n");
        Resource[] before = {
            Pipette.csv("events", csv).incremental(at),
            Pipette.csv("mapped", csv).map(row -> row).incremental(at),
            Pipette.csv("filtered", csv).filter(row -> true).incremental(at),
            Pipette.csv("keyed", keyed).primaryKey("num").incremental(at),
            Pipette.csv("keyed_rows", keyed)
                    .filter(row -> true)
                    .primaryKey("num")
                    .incremental(at),
            json("items", "[{'id': 1, 'at': 10, 'theKind': 'a'}, {'id': 2, 'at': 10, 'theKind': 'b'}]")
                    .incremental(at)
        };
        trial.run(before);
        migrate(
                trial,
                rename("events.kind", "a_kind")
                        .andRename("mapped.kind", "a_kind")
                        .andRename("filtered.kind", "a_kind")
                        .andRename("keyed.num", "a_num")
                        .andRename("keyed_rows.num", "a_num")
                        .andRename("items.the_kind", "b_kind"));
        migrate(trial, rename("items.b_kind", "a_kind"));

        Files.writeString(csv, "id,at,a_kind\n1,10,a\n2,10,b\n");
        Files.writeString(keyed, "a_num,at\n1,10\n2,10\n");
        Resource[] after = {
            Pipette.csv("events", csv).incremental(at),
            Pipette.csv("mapped", csv).map(row -> row).incremental(at),
            Pipette.csv("filtered", csv).filter(row -> true).incremental(at),
            Pipette.csv("keyed", keyed).primaryKey("a_num").incremental(at),
            Pipette.csv("keyed_rows", keyed)
                    .filter(row -> true)
                    .primaryKey("a_num")
                    .incremental(at),
            json("items", "[{'id': 1, 'at': 10, 'aKind': 'a'}, {'id': 2, 'at': 10, 'a_kind': 'b'}]")
                    .incremental(at)
        };
        LoadInfo again = trial.run(after);

        assertThat(again.tables()).allSatisfy(table -> assertThat(table.rows()).isZero());
        for (Resource resource : after) {
            assertThat(trial.count(resource.name())).as(resource.name()).isEqualTo(2);
        }
        assertThat(trial.run(json("items", "[{'id': 1, 'at': 10, 'b_kind': 'a'}, {'id': 3, 'at': 10, 'a_kind': 'b'}]")
                                .incremental(at))
                        .rows("items"))
                .isEqualTo(1);
    }

    @Test
    default void nested_columns_and_history_follow(Trial trial) {
        Resource before = json("shops", "[{'id': 1, 'name': 'a', 'lines': [{'sku': 'x', 'n': 1}]}]")
                .merge(Pipette.scd2("id"));
        trial.run(before);

        migrate(
                trial,
                rename("shops.name", "title")
                        .andRename("shops__lines.sku", "code")
                        .andDrop("shops__lines.n"));
        trial.run(before);
        assertThat(trial.count("shops")).as("the row is as it was").isEqualTo(1);
        trial.run(json("shops", "[{'id': 1, 'name': 'b', 'lines': [{'sku': 'y', 'n': 2}]}]")
                .merge(Pipette.scd2("id")));

        assertThat(trial.rows("SELECT title, CASE WHEN _dlt_valid_to IS NULL THEN 'now' ELSE 'past' END FROM shops"
                        + " ORDER BY title"))
                .containsExactly("a | past", "b | now");
        assertThat(trial.rows("SELECT code FROM shops__lines ORDER BY code")).containsExactly("x", "y");
        assertThat(trial.columns("shops__lines")).doesNotContain("sku", "n");
    }

    @Test
    default void a_machine_that_knew_the_former_name_and_a_package_that_waited_fill_the_new_one(Trial trial) {
        Pipeline other = trial.elsewhere();
        other.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x'}]"));
        trial.crash(LoadStep.SEALED, orders("[{'id': 2, 'cust': 'b', 'note': 'y'}]"));
        String waiting = trial.pipeline().admin().pending().getFirst().loadId();

        Migration migration = rename("orders.cust", "customer_id").andDrop("orders.note");
        assertThat(trial.pipeline().admin().planMigration(migration).packages())
                .containsExactly(
                        "package " + waiting
                                + " waits with values for orders.note, which will be left out; load it first to keep them",
                        "package " + waiting + " waits with values for orders.cust, which will fill customer_id");
        migrate(trial, migration);
        other.run(orders("[{'id': 3, 'cust': 'c', 'note': 'z'}]"));
        trial.pipeline().admin().retry(waiting);

        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "3 | c");
        assertThat(trial.columns("orders")).doesNotContain("cust", "note");
    }

    @Test
    default void tables_that_rows_chose_have_names_of_their_own(Trial trial) {
        Resource events = json(
                        "events",
                        "[{'kind': 'order', 'id': 1, 'who': 'a'}, {'kind': 'visit', 'id': 2, 'who': 'b'}, {'kind': 'order', 'id': 3, 'who': 'c'}]")
                .tableBy("kind")
                .merge("id");
        trial.run(events);

        migrate(
                trial,
                rename("order.who", "customer").andRename("order.id", "number").andDrop("visit.who"));
        LoadInfo next = trial.run(json(
                        "events",
                        "[{'kind': 'order', 'id': 1, 'who': 'A'}, {'kind': 'visit', 'id': 2, 'who': 'B'}, {'kind': 'visit', 'id': 4, 'who': 'D'}]")
                .tableBy("kind")
                .merge("id"));

        assertThat(trial.rows("SELECT number, customer FROM contract_data.\"order\" ORDER BY number"))
                .containsExactly("1 | A", "3 | c");
        assertThat(trial.rows("SELECT id FROM visit ORDER BY id")).containsExactly("2", "4");
        assertThat(trial.columns("visit")).doesNotContain("who");
        assertThat(next.schemaChanges()).isEmpty();
    }

    @Test
    default void a_plan_and_a_frozen_contract_know_the_new_name(Trial trial) {
        Resource rows =
                orders("[{'id': 2, 'cust': 'b', 'note': 'y'}]").merge("id").contract(SchemaContract.frozen());
        trial.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x'}]").merge("id"));
        migrate(
                trial,
                rename("orders.cust", "customer_id")
                        .andRename("orders.id", "number")
                        .andDrop("orders.note"));

        RunPlan plan = trial.pipeline().plan(rows);
        LoadInfo info = trial.run(rows);

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.schemaChanges()).isEmpty();
        assertThat(plan.toString()).contains("column orders.note was dropped by a migration: 1 value was left out");
        assertThat(info.rows("orders")).isEqualTo(1);
        assertThat(trial.rows("SELECT number, customer_id FROM orders ORDER BY number"))
                .containsExactly("1 | a", "2 | b");
    }

    @Test
    default void every_disposition_loads_into_renamed_columns(Trial trial) {
        String rows = "[{'num': 1, 'n': 1, 'lines': [{'x': 1}]}, {'num': 2, 'n': 2}]";
        List<Resource> all = List.of(
                json("appended", rows),
                json("replaced", rows).replace(),
                json("merged", rows).merge("num"),
                json("upserted", rows).merge(Pipette.upsert("num")),
                json("inserted", rows).merge(Pipette.insertOnly("num")),
                json("snapped", rows).merge(Pipette.snapshot("num")));
        trial.run(all.toArray(Resource[]::new));
        Migration migration = Migration.NONE;
        for (Resource resource : all) {
            migration = migration
                    .andRename(resource.name() + ".num", "number")
                    .andRename(resource.name() + "__lines.x", "y");
        }
        migrate(trial, migration);

        trial.run(all.toArray(Resource[]::new));

        for (Resource resource : all) {
            int times = resource.name().equals("appended") ? 2 : 1;
            assertThat(trial.rows("SELECT sum(number) FROM " + resource.name()))
                    .as(resource.name())
                    .containsExactly(String.valueOf(3 * times));
            assertThat(trial.rows("SELECT sum(y) FROM " + resource.name() + "__lines"))
                    .as(resource.name())
                    .containsExactly(String.valueOf(times));
            assertThat(trial.columns(resource.name())).doesNotContain("num");
        }
    }

    @Test
    default void a_migration_waits_for_a_load_of_the_table(Trial trial) throws Exception {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        Pipeline impatient = trial.pipelineInto(
                        "contract",
                        trial.destination().lockTimeout(Duration.ofMillis(150)).retryFor(Duration.ZERO))
                .home(trial.folder().resolve("other"));

        try (HeldRun loading = HeldRun.at(LoadStep.ROWS_STAGED, trial.pipeline(), orders("[{'id': 2, 'cust': 'b'}]"))) {
            assertThatThrownBy(() -> impatient.admin().migrate(rename("orders.cust", "customer_id")))
                    .isInstanceOfSatisfying(
                            PipetteException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DESTINATION_LOCKED));
            loading.finish();
        }
        impatient.admin().migrate(rename("orders.cust", "customer_id"));
        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id")).containsExactly("1 | a", "2 | b");
    }

    @Test
    default void a_column_is_renamed_twice_and_back(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));

        migrate(trial, rename("orders.cust", "customer"));
        migrate(trial, rename("orders.customer", "client"));
        trial.run(
                orders("[{'id': 2, 'cust': 'b'}]"),
                json("more", "[{'id': 3, 'customer': 'c'}]").table("orders"));
        migrate(trial, rename("orders.client", "cust"));
        trial.run(
                orders("[{'id': 4, 'cust': 'd'}]"),
                json("more", "[{'id': 5, 'client': 'e'}]").table("orders"));

        assertThat(trial.rows("SELECT id, cust FROM orders ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "3 | c", "4 | d", "5 | e");
    }

    @Test
    default void a_load_that_gives_a_renamed_column_another_type_remembers_its_former_name(Trial trial) {
        trial.run(orders("[{'id': 1, 'n': 1}]"));
        trial.execute("ALTER TABLE contract_data.orders ADD COLUMN extra INTEGER");
        migrate(trial, rename("orders.n", "m").andRename("orders.extra", "more"));
        trial.run(orders("[{'id': 2, 'n': 2.5, 'extra': 5}]"));

        trial.run(orders("[{'id': 3, 'n': 3, 'extra': 6}]"));

        assertThat(trial.rows("SELECT id, CAST(10 * m AS INTEGER), more FROM orders ORDER BY id"))
                .containsExactly("1 | 10 | NULL", "2 | 25 | 5", "3 | 30 | 6");
        assertThat(trial.columns("orders")).doesNotContain("n", "extra");
    }

    @Test
    default void values_beside_a_column_follow_its_name(Trial trial) {
        trial.run(orders("[{'id': 1, 'n': 1}]"));
        trial.run(orders("[{'id': 2, 'n': 'x'}]"));

        migrate(trial, rename("orders.n", "number"));
        trial.run(orders("[{'id': 3, 'n': 'y'}]"));

        assertThat(trial.rows("SELECT id, number, number__v_text FROM orders ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | NULL | x", "3 | NULL | y");
        assertThatThrownBy(() -> migrate(trial, rename("orders.number__v_text", "other")))
                .hasMessage(
                        "[BAD_USAGE] migrate contract_data: column orders.number__v_text has the values that do not fit"
                                + " column 'number', and is not renamed alone. Nothing was changed.");
        migrate(trial, drop("orders.number"));
        assertThat(trial.columns("orders")).doesNotContain("number", "number__v_text");
    }

    @Test
    default void a_dropped_column_is_made_again_only_when_asked_for(Trial trial) {
        trial.run(orders("[{'id': 1, 'note': 'x'}]"));
        migrate(trial, drop("orders.note"));
        trial.run(orders("[{'id': 2, 'note': 'y'}]"));

        migrate(trial, Migration.restore("orders.note"));
        trial.run(orders("[{'id': 3, 'note': 'z'}]"));

        assertThat(trial.rows("SELECT id, note FROM orders ORDER BY id"))
                .containsExactly("1 | NULL", "2 | NULL", "3 | z");
        assertThatThrownBy(() -> migrate(trial, Migration.restore("orders.note")))
                .hasMessage("[BAD_USAGE] migrate contract_data: no migration renamed or dropped column orders.note."
                        + " Remembered are: none."
                        + " Nothing was changed.");
    }

    @Test
    default void a_former_name_is_that_of_a_column_again_only_when_asked_for(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x'}]"));
        migrate(trial, rename("orders.cust", "customer_id").andDrop("orders.note"));
        assertThatThrownBy(() -> migrate(trial, rename("orders.customer_id", "note")))
                .hasMessage(
                        "[NAME_COLLISION] migrate contract_data: column orders.customer_id cannot be renamed 'note': a"
                                + " migration dropped a column of that name, and rows may still have values for it. Choose another"
                                + " name, or let the name be used again first with --restore orders.note. Nothing was changed.");

        MigrationInfo restored = migrate(trial, Migration.restore("orders.cust"));
        trial.run(orders("[{'id': 2, 'cust': 'new', 'customer_id': 'b'}]"));

        assertThat(restored.changes())
                .extracting(MigrationInfo.Change::what)
                .containsExactly(
                        "cust may be made again by the next values that arrive, which fill customer_id no more");
        assertThat(trial.rows("SELECT id, customer_id, cust FROM orders ORDER BY id"))
                .containsExactly("1 | a | NULL", "2 | b | new");
    }

    @Test
    default void every_pair_of_types_converts_what_is_exact_and_nothing_else(Trial trial) {
        List<Cast> casts = List.of(
                new Cast("i_d", bigint(), decimal(4, 1), "[999, -999, 0]", "[1000, -1000]"),
                new Cast("i_f", bigint(), float64(), "[9007199254740992, -5]", "[9007199254740993]"),
                new Cast("i_t", bigint(), text(), "[1, -1, 0]", "[]"),
                new Cast("d_i", decimal(20, 2), bigint(), "[5, -7.00, 0]", "[5.5, 99999999999999999.01]"),
                new Cast("d_d", decimal(10, 4), decimal(5, 2), "[1.25, -999.99, 1.2500]", "[1.255, 1000]"),
                new Cast("d_f", decimal(20, 4), float64(), "[1.25, -0.1]", "[1234567890123456.7891]"),
                new Cast("f_i", float64(), bigint(), "[2.0, -3.0]", "[2.5, 9.3e18]"),
                new Cast("f_d", float64(), decimal(4, 2), "[0.1, -2.25, 99.99]", "[0.125, 100, 1e300]"),
                new Cast(
                        "t_i",
                        text(),
                        bigint(),
                        "['0', '-12', '9223372036854775807']",
                        "['007', '+1', '1.0', '', ' 1', '9223372036854775808', '-0']"),
                new Cast("t_d", text(), decimal(4, 2), "['1', '-0.5', '12.340']", "['123', '1.234', '.5', '1e1']"),
                new Cast("t_f", text(), float64(), "['1.5', '-0.25']", "['x', '1.2345678901234567', 'NaN']"),
                new Cast("t_b", text(), bool(), "['true', 'false']", "['yes', 'True']"),
                new Cast(
                        "t_date",
                        text(),
                        date(),
                        "['2024-02-29', '2000-02-29', '1999-12-31']",
                        "['2023-02-29', '2024-13-01', '2024-04-31', '0000-01-01', '2024-1-1']"),
                new Cast("t_time", text(), time(), "['23:59:59.123456', '00:00']", "['24:00:00', '1:00']"),
                new Cast(
                        "t_local",
                        text(),
                        localTimestamp(),
                        "['2024-02-29T10:00:00', '2024-02-29 10:00:00.5']",
                        "['2024-02-30T10:00:00', '2024-02-29T10:00:00Z']"),
                new Cast(
                        "t_at",
                        text(),
                        timestamp(),
                        "['2024-02-29T10:00:00+05:30', '2024-02-29 10:00:00Z']",
                        "['2024-02-29T10:00:00', '2024-02-29T10:00:00+25:00']"),
                new Cast("b_t", bool(), text(), "[true, false]", "[]"),
                new Cast("date_t", date(), text(), "['2024-02-29']", "[]"),
                new Cast("date_local", date(), localTimestamp(), "['2024-02-29']", "[]"),
                new Cast("local_date", localTimestamp(), date(), "['2024-02-29T00:00:00']", "['2024-02-29T00:00:01']"));
        trial.run(casts.stream().map(Cast::rows).toArray(Resource[]::new));

        for (Cast cast : casts) {
            Migration migration = retype(cast.name() + ".v", cast.to());
            if (cast.bad() > 0) {
                assertThatThrownBy(() -> migrate(trial, migration))
                        .as(cast.name())
                        .hasMessageContaining("column " + cast.name() + ".v: " + cast.bad()
                                + (cast.bad() == 1 ? " value does" : " values do") + " not become ");
                trial.execute("DELETE FROM contract_data." + cast.name() + " WHERE bad");
            }
            long rows = trial.count(cast.name());
            migrate(trial, migration);
            assertThat(trial.rows("SELECT count(v) FROM " + cast.name()))
                    .as(cast.name())
                    .containsExactly(String.valueOf(rows));
        }
        assertThat(trial.rows("SELECT v FROM f_d ORDER BY v")).containsExactly("-2.25", "0.10", "99.99");
        assertThat(trial.rows("SELECT v FROM t_d ORDER BY v")).containsExactly("-0.50", "1.00", "12.34");
        assertThat(trial.rows("SELECT v FROM t_at ORDER BY v"))
                .containsExactly("2024-02-29T04:30:00Z", "2024-02-29T10:00:00Z");
    }

    /**
     * A column of one type that gets another.
     *
     * @param good values that become values of the new type, as JSON
     * @param others values that do not
     */
    record Cast(String name, ColumnHint from, ColumnHint to, String good, String others) {
        private static List<String> values(String list) {
            String inner = list.substring(1, list.length() - 1);
            return inner.isEmpty() ? List.of() : List.of(inner.split(", "));
        }

        int bad() {
            return values(others).size();
        }

        Resource rows() {
            List<String> rows = new ArrayList<>();
            values(good).forEach(value -> rows.add("{'bad': false, 'v': " + value + "}"));
            values(others).forEach(value -> rows.add("{'bad': true, 'v': " + value + "}"));
            return json(name, rows.toString()).column("v", from);
        }
    }

    @Test
    default void columns_that_loads_need_are_not_dropped(Trial trial) {
        trial.run(
                json("orders", "[{'id': 1, 'at': 1, 'gone': false, 'seq': 1}]")
                        .merge("id")
                        .hardDelete("gone")
                        .dedupSort("seq")
                        .incremental(Pipette.cursor("at", Long.class)),
                json("history", "[{'id': 1}]").merge(Pipette.scd2("id")));
        List<String> before = trial.everything();

        assertThatThrownBy(() -> migrate(
                        trial,
                        drop("orders.id")
                                .andDrop("orders.at")
                                .andDrop("orders.gone")
                                .andDrop("orders._dlt_id")
                                .andDrop("orders.nothing")
                                .andRetype("orders.at", text())))
                .hasMessageContaining("column orders.at cannot be given another type: a cursor follows it")
                .hasMessageContaining("column orders.id cannot be dropped: it is of the key of the table.")
                .hasMessageContaining("column orders.gone cannot be dropped: a merge decides by it.")
                .hasMessageContaining("column orders._dlt_id is Pipette's own, and is not dropped.")
                .hasMessageContaining("table orders has no column 'nothing'. It has: id, at, gone, seq.")
                .hasMessageEndingWith("Nothing was changed.");
        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void another_pipeline_of_the_table_is_not_left_with_the_former_column(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        trial.pipeline("second").run(orders("[{'id': 2, 'cust': 'b'}]"));

        assertThatThrownBy(() -> migrate(trial, rename("orders.cust", "customer_id")))
                .hasMessage(
                        "[BAD_USAGE] migrate contract_data: table orders is also in schema second of the dataset, whose"
                                + " loads would make the column again under its former name or type. Load the table with one"
                                + " pipeline before its columns are migrated. Nothing was changed.");
    }

    @Test
    default void a_new_type_holds_every_value_or_none_is_changed(Trial trial) {
        trial.run(orders("[{'id': 1, 'n': '12', 'd': '2025-02-28', 't': '2025-02-28T10:00:00Z', 'm': 1.5, 'i': 7},"
                        + " {'id': 2, 'n': '007', 'd': '2024-02-29', 't': '2025-02-28 10:00:00+02:00', 'm': 2.25, 'i': 8},"
                        + " {'id': 3, 'n': 'x', 'd': '1900-02-29', 't': 'soon', 'm': 3}]")
                .column("n", text())
                .column("d", text())
                .column("t", text())
                .column("m", decimal(12, 4)));
        List<String> before = trial.everything();

        assertThatThrownBy(() -> migrate(
                        trial,
                        retype("orders.n", bigint())
                                .andRetype("orders.d", date())
                                .andRetype("orders.t", timestamp())
                                .andRetype("orders.m", decimal(5, 1))))
                .hasMessage(
                        "[TYPE_MISMATCH] migrate contract_data: column orders.n: 2 values do not become bigint without"
                                + " loss (first: '007', 'x'). Correct or delete such rows at the destination, or choose another"
                                + " type. column orders.d: 1 value does not become date without loss (first: '1900-02-29')."
                                + " Correct or delete such rows at the destination, or choose another type. column orders.t: 1"
                                + " value does not become timestamp without loss (first: 'soon'). Correct or delete such rows at"
                                + " the destination, or choose another type. column orders.m: 1 value does not become decimal(5,1)"
                                + " without loss (first: '2.2500'). Correct or delete such rows at the destination, or choose"
                                + " another type. Nothing was changed.");
        assertThat(trial.everything()).isEqualTo(before);

        trial.execute("DELETE FROM contract_data.orders WHERE id = 3");
        trial.execute("UPDATE contract_data.orders SET n = '7' WHERE id = 2");
        migrate(
                trial,
                retype("orders.n", bigint())
                        .andRetype("orders.d", date())
                        .andRetype("orders.t", timestamp())
                        .andRetype("orders.m", decimal(5, 2))
                        .andRetype("orders.i", text()));
        assertThat(trial.rows("SELECT n + 1, d, t, m, i FROM orders ORDER BY id"))
                .containsExactly(
                        "13 | 2025-02-28 | 2025-02-28T10:00:00Z | 1.50 | 7",
                        "8 | 2024-02-29 | 2025-02-28T08:00:00Z | 2.25 | 8");
    }

    @Test
    default void later_loads_leave_a_chosen_type(Trial trial) {
        trial.run(orders("[{'id': 1, 'm': 1.5, 'n': '5'}]")
                .column("m", decimal(12, 4))
                .column("n", text()));
        migrate(trial, retype("orders.m", decimal(5, 2)).andRetype("orders.n", bigint()));

        LoadInfo info = trial.run(orders("[{'id': 2, 'm': 2.25, 'n': 6}, {'id': 3, 'm': 12345.678, 'n': 7.5}]"));

        assertThat(trial.rows("SELECT m, m__v_double FROM orders ORDER BY id"))
                .containsExactly("1.50 | NULL", "2.25 | NULL", "NULL | 12345.678");
        assertThat(trial.rows("SELECT n FROM orders ORDER BY id")).containsExactly("5", "6", "NULL");
        assertThat(String.join("\n", info.schemaChanges()).toLowerCase(Locale.ROOT))
                .contains("because a migration chose this type; values that do not fit go to a column beside it");
        assertThatThrownBy(() -> trial.run(orders("[{'id': 4, 'n': 'x'}]").column("n", text())))
                .hasMessageContaining("[TYPE_MISMATCH] table contract_data.orders, column 'n': it is declared as text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rename", "drop", "retype"})
    default void keys_indexes_null_and_comments_stay(String kind, Trial trial) {
        ColumnHint plain = text().notNull().describedAs("as printed");
        // DuckDB retypes no column that has an index
        ColumnHint code = kind.equals("retype") ? plain : plain.indexed();
        Resource rows = json("orders", "[{'id': 1, 'mail': 'a', 'code': '5', 'note': 'x'}]")
                .merge("id")
                .column("code", code)
                .column("note", text())
                .column("mail", text().unique())
                .tableHints(Pipette.tableHints().enforcePrimaryKey());
        trial.run(rows);
        TableDetails before = details(trial, "orders");

        migrate(
                trial,
                switch (kind) {
                    case "rename" -> rename("orders.code", "barcode").andRename("orders.id", "number");
                    case "drop" -> drop("orders.note");
                    default -> retype("orders.code", bigint());
                });

        TableDetails after = details(trial, "orders");
        String column = kind.equals("rename") ? "barcode" : "code";
        assertThat(after.primaryKey()).isEqualTo(kind.equals("rename") ? List.of("number") : before.primaryKey());
        assertThat(after.uniqueKeys()).isEqualTo(before.uniqueKeys());
        assertThat(after.indexes()).isEqualTo(before.indexes().isEmpty() ? List.of() : List.of(List.of(column)));
        assertThat(after.descriptions()).containsEntry(column, "as printed");
        assertThat(trial.rows(
                        "SELECT is_nullable FROM information_schema.columns WHERE table_schema = 'contract_data' AND"
                                + " table_name = 'orders' AND column_name = '" + column + "'"))
                .containsExactly("NO");
        LoadInfo next = trial.run(
                kind.equals("retype")
                        ? json("orders", "[{'id': 2, 'code': 6, 'mail': 'b'}]").merge("id")
                        : json("orders", "[{'id': 2, 'code': '6', 'note': 'y', 'mail': 'b'}]")
                                .merge("id")
                                .column("code", code)
                                .column("note", text())
                                .column("mail", text().unique())
                                .tableHints(Pipette.tableHints().enforcePrimaryKey()));
        assertThat(next.schemaChanges()).isEmpty();
        assertThat(trial.rows("SELECT " + column + " FROM orders ORDER BY " + column))
                .containsExactly("5", "6");
    }

    private static TableDetails details(Trial trial, String table) {
        try (DestinationSession session =
                trial.destination().client(trial.home()).open(Access.READ)) {
            session.beginReading();
            return session.details("contract_data", table).orElse(TableDetails.NONE);
        }
    }

    @Test
    default void a_view_of_the_column_is_named(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        trial.execute("CREATE VIEW contract_data.daily AS SELECT id, cust FROM contract_data.orders");

        assertThatThrownBy(() -> migrate(trial, drop("orders.cust")))
                .hasMessageContaining(
                        "[LOAD_REFUSED] migrate contract_data: column orders.cust cannot be dropped, because view"
                                + " contract_data.daily uses it. Drop ");
        assertThatThrownBy(() -> migrate(trial, retype("orders.id", decimal(20, 0))))
                .hasMessageContaining("because view contract_data.daily uses it");
        try {
            migrate(trial, rename("orders.cust", "customer_id"));
        } catch (PipetteException refused) {
            assertThat(refused).hasMessageContaining("cannot be renamed, because view contract_data.daily uses it");
        }
        assertThat(trial.rows("SELECT id, cust FROM daily")).containsExactly("1 | a");
    }

    @Test
    default void what_somebody_changed_at_the_destination_is_told_and_only_remembered(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a', 'n': 1}]"));
        trial.execute("ALTER TABLE contract_data.orders RENAME COLUMN cust TO customer_id");
        trial.execute("ALTER TABLE contract_data.orders ADD COLUMN extra INTEGER");
        trial.execute("ALTER TABLE contract_data.orders ALTER COLUMN n TYPE VARCHAR");

        MigrationInfo drift = trial.pipeline().admin().planMigration(Migration.NONE);
        assertThat(drift.isEmpty()).isTrue();
        assertThat(drift.drift()).hasSize(4);
        assertThat(drift.drift().get(0))
                .isEqualTo(
                        "column orders.cust is missing at the destination; the next values that arrive make it again");
        assertThat(drift.drift().get(1)).startsWith("column orders.n is ").endsWith(", and was loaded as bigint");
        assertThat(drift.drift().subList(2, 4))
                .containsExactlyInAnyOrder(
                        "column orders.customer_id was added at the destination; no load filled it",
                        "column orders.extra was added at the destination; no load filled it");

        MigrationInfo done = migrate(trial, rename("orders.cust", "customer_id"));

        assertThat(done.changes()).singleElement().matches(change -> !change.inDatabase());
        trial.run(orders("[{'id': 2, 'cust': 'b'}]"));
        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id")).containsExactly("1 | a", "2 | b");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSACTION_BEGUN", "CHECKED", "SCHEMA_CHANGED", "BOOKKEEPING_WRITTEN"})
    default void a_crash_in_a_migration_changes_nothing(LoadStep step, Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a', 'note': 'x', 'n': '5'}]"));
        List<String> before = trial.everything();
        Migration migration =
                rename("orders.cust", "customer_id").andDrop("orders.note").andRetype("orders.n", bigint());
        Pipeline dying = trial.pipeline().listener(CrashAt.step(step));

        assertThatThrownBy(() -> dying.admin().migrate(migration)).isInstanceOf(Crash.class);

        assertThat(trial.everything()).isEqualTo(before);
        assertThat(migrate(trial, migration).changes()).hasSize(3);
        assertThat(trial.rows("SELECT id, customer_id, n FROM orders")).containsExactly("1 | a | 5");
    }

    @Test
    default void a_crash_after_the_commit_leaves_nothing_to_do(Trial trial) {
        trial.run(orders("[{'id': 1, 'cust': 'a'}]"));
        Pipeline dying = trial.pipeline().listener(CrashAt.step(LoadStep.COMMITTED));

        assertThatThrownBy(() -> dying.admin().migrate(rename("orders.cust", "customer_id")))
                .isInstanceOf(Crash.class);

        MigrationInfo again = migrate(trial, rename("orders.cust", "customer_id"));
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.toString())
                .startsWith("nothing to migrate in ")
                .contains("column orders.cust was renamed customer_id before");
        trial.run(orders("[{'id': 2, 'cust': 'b'}]"));
        assertThat(trial.rows("SELECT id, customer_id FROM orders ORDER BY id")).containsExactly("1 | a", "2 | b");
    }
}
