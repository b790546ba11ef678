package dev.pipette.testing.contract;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.inferred;
import static dev.pipette.Pipette.localTimestamp;
import static dev.pipette.Pipette.tableHints;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.timestamp;
import static dev.pipette.testing.contract.StrategyContract.counts;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Keys, indexes and comments are made where they are declared, in the load's transaction, and once. */
interface HintContract {
    private static <R> R asked(Trial trial, Function<DestinationSession, R> question) {
        try (DestinationSession session =
                trial.destination().client(trial.home()).open(Access.READ)) {
            session.beginReading();
            return question.apply(session);
        }
    }

    private static TableDetails details(Trial trial, String table) {
        return asked(trial, session -> session.details("contract_data", table)).orElse(TableDetails.NONE);
    }

    private static void assumeHints(Trial trial) {
        trial.run(json("first", "[{'id': 1}]"));
        boolean makesThem = asked(
                trial, session -> session.details("contract_data", "first").isPresent());
        assumeThat(makesThem)
                .as("the destination makes keys, indexes and comments")
                .isTrue();
    }

    /** Plans, runs, and sees that both changed the same, and that nothing is left to change. */
    private static LoadInfo plannedAndRunTwice(Trial trial, Resource... resources) {
        RunPlan plan = trial.pipeline().plan(resources);
        LoadInfo info = trial.run(resources);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.schemaChanges()).isEqualTo(info.schemaChanges());
        assertThat(plan.notes().stream().filter(info.notes()::contains).toList())
                .as("what the plan and the run note of the tables")
                .isEqualTo(info.notes().stream().filter(plan.notes()::contains).toList());
        assertThat(trial.pipeline().plan(resources).ddl()).isEmpty();
        assertThat(trial.run(resources).schemaChanges()).isEmpty();
        return info;
    }

    private static TableSchema remembered(Trial trial, String table) {
        return DltMade.schema(trial, "contract").table(table).orElseThrow();
    }

    private static TableHints described(String text) {
        return tableHints().describedAs(text);
    }

    @Test
    default void a_new_table_has_all_that_is_declared(Trial trial) {
        assumeHints(trial);

        LoadInfo info = plannedAndRunTwice(
                trial,
                json("orders", "[{'id': 1, 'shop': 'a', 'number': 1, 'email': 'x', 'day': '2025-12-24'}]")
                        .merge("id")
                        .column("email", inferred().unique().notNull().describedAs("it's theirs"))
                        .column("shop", text().indexed())
                        .tableHints(described("one row for each order")
                                .enforcePrimaryKey()
                                .unique("shop", "number")
                                .index("day", "shop")));

        TableDetails orders = details(trial, "orders");
        assertThat(orders.primaryKey()).containsExactly("id");
        assertThat(orders.uniqueKeys()).containsExactlyInAnyOrder(List.of("email"), List.of("shop", "number"));
        assertThat(orders.indexes()).containsExactlyInAnyOrder(List.of("shop"), List.of("day", "shop"));
        assertThat(orders.description()).contains("one row for each order");
        assertThat(orders.descriptions()).containsExactly(Map.entry("email", "it's theirs"));
        assertThat(info.schemaChanges())
                .containsExactly(
                        "table orders was made with 5 columns",
                        "table orders has the primary key (id) from now on",
                        "table orders has the unique key (email) from now on",
                        "table orders has the unique key (shop, number) from now on",
                        "table orders has an index on (shop) from now on",
                        "table orders has an index on (day, shop) from now on",
                        "the description of table orders was added",
                        "the description of column orders.email was added");
    }

    @Test
    default void a_table_that_is_there_gets_what_is_declared_later(Trial trial) {
        assumeHints(trial);
        trial.run(json("orders", "[{'id': 1, 'email': 'x', 'old': 1}, {'id': 2, 'email': 'y', 'old': 2}]")
                .merge("id"));

        plannedAndRunTwice(
                trial,
                json("orders", "[{'id': 2, 'email': 'y', 'old': 3}, {'id': 3, 'email': 'z', 'old': 3}]")
                        .merge("id")
                        .column("email", inferred().unique().notNull())
                        .tableHints(described("orders").enforcePrimaryKey().index("old")));

        TableDetails orders = details(trial, "orders");
        assertThat(orders.primaryKey()).containsExactly("id");
        assertThat(orders.uniqueKeys()).containsExactly(List.of("email"));
        assertThat(orders.indexes()).containsExactly(List.of("old"));
        assertThat(orders.description()).contains("orders");
        assertThat(trial.rows("SELECT id, email FROM orders ORDER BY id")).containsExactly("1 | x", "2 | y", "3 | z");
    }

    @Test
    default void a_replace_and_a_merge_go_on_in_a_table_with_keys(Trial trial) {
        assumeHints(trial);
        Resource items = json("items", "[{'id': 1, 'u': 'a', 'tags': ['x']}, {'id': 2, 'u': 'b', 'tags': []}]")
                .column("u", inferred().unique())
                .tableHints(tableHints().enforcePrimaryKey());
        trial.run(items.primaryKey("id"));

        trial.run(items.primaryKey("id").replace());
        trial.run(items.merge("id"));
        trial.run(json("items", "[{'id': 1, 'u': 'b', 'more': 1}, {'id': 2, 'u': 'a'}]")
                .merge("id"));

        assertThat(trial.rows("SELECT id, u, more FROM items ORDER BY id"))
                .containsExactly("1 | b | 1", "2 | a | NULL");
    }

    @Test
    default void rows_that_are_updated_may_swap_the_values_of_another_unique_key(Trial trial) {
        assumeHints(trial);
        for (MergeStrategy strategy : List.of(MergeStrategy.upsert("id"), MergeStrategy.snapshot("id"))) {
            String table = strategy.word();
            trial.run(json(table, "[{'id': 1, 'u': 'a'}, {'id': 2, 'u': 'b'}, {'id': 3, 'u': 'c', 'tags': ['x']}]")
                    .merge(strategy)
                    .column("u", inferred().unique()));

            LoadInfo swapped = trial.run(
                    json(table, "[{'id': 1, 'u': 'b'}, {'id': 2, 'u': 'a'}, {'id': 3, 'u': 'c', 'tags': ['y']}]")
                            .merge(strategy));

            assertThat(trial.rows("SELECT id, u FROM " + table + " ORDER BY id"))
                    .containsExactly("1 | b", "2 | a", "3 | c");
            assertThat(trial.rows("SELECT value FROM " + table + "__tags")).containsExactly("y");
            assertThat(counts(swapped))
                    .containsExactly(
                            table + ": 0 inserted, 3 updated, 0 unchanged, 0 skipped, 0 deleted",
                            table + "__tags: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");
        }
        trial.run(json("snapshot", "[{'id': 4, 'u': 'b'}, {'id': 2, 'u': 'a'}, {'id': 3, 'u': 'c'}]")
                .merge(MergeStrategy.snapshot("id").allowDeleting(0.5)));

        assertThat(trial.rows("SELECT id, u FROM snapshot ORDER BY id")).containsExactly("2 | a", "3 | c", "4 | b");
    }

    @Test
    default void a_changed_description_is_changed(Trial trial) {
        assumeHints(trial);
        Resource items = json("items", "[{'id': 1}]");
        trial.run(items.column("id", inferred().describedAs("a")).tableHints(described("one")));

        LoadInfo info = plannedAndRunTwice(
                trial, items.column("id", inferred().describedAs("b")).tableHints(described("two")));

        assertThat(info.schemaChanges())
                .containsExactly(
                        "the description of table items was changed", "the description of column items.id was changed");
        assertThat(details(trial, "items").description()).contains("two");
        assertThat(details(trial, "items").descriptions()).containsEntry("id", "b");
        assertThat(remembered(trial, "items").description()).contains("two");
    }

    @Test
    default void hints_are_remembered_under_dlts_names(Trial trial) {
        Resource[] resources = {
            json("customers", "[{'id': 1}]")
                    .primaryKey("id")
                    .tableHints(tableHints().enforcePrimaryKey()),
            json("items", """
                            [{'id': 1, 'c': 1, 'price': 1.5, 'at': '2025-12-24T10:00:00Z', 'd': '2025-12-24T10:00:00'}]""")
                    .primaryKey("id")
                    .column("c", bigint().notNull().sorted())
                    .column("price", decimal(10, 2).unique().describedAs("in euros"))
                    .column("at", timestamp().partitioned())
                    .column("d", localTimestamp())
                    .tableHints(described("items").index("c", "at").references("c", "customers", "id"))
        };
        RunPlan first = trial.pipeline().plan(resources);

        assertThat(trial.run(resources).schemaChanges()).isEqualTo(first.schemaChanges());

        TableSchema items = remembered(trial, "items");
        assertThat(items.description()).contains("items");
        assertThat(items.hint("references"))
                .contains(List.of(Map.of(
                        "columns",
                        List.of("c"),
                        "referenced_table",
                        "customers",
                        "referenced_columns",
                        List.of("id"))));
        assertThat(items.hint("x-pipette-indexes")).contains(List.of(List.of("c", "at")));
        Map<String, Map<String, Object>> columns = new java.util.LinkedHashMap<>();
        List.of("id", "c", "price", "at", "d")
                .forEach(name ->
                        columns.put(name, items.column(name).orElseThrow().hints()));
        assertThat(columns.get("id"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("name", "id", "data_type", "bigint", "nullable", false, "primary_key", true));
        assertThat(columns.get("c"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("name", "c", "data_type", "bigint", "nullable", false, "sort", true));
        assertThat(columns.get("price"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "name",
                        "price",
                        "data_type",
                        "decimal",
                        "nullable",
                        true,
                        "precision",
                        10L,
                        "scale",
                        2L,
                        "unique",
                        true,
                        "description",
                        "in euros"));
        assertThat(columns.get("at"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("name", "at", "data_type", "timestamp", "nullable", true, "partition", true));
        assertThat(columns.get("d"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("name", "d", "data_type", "timestamp", "nullable", true, "timezone", false));
    }

    @Test
    default void what_only_the_document_keeps_is_noted_once(Trial trial) {
        Resource items = json("items", "[{'id': 1, 'day': 1}]")
                .column("day", inferred().sorted().partitioned());

        assertThat(trial.run(items).notes())
                .containsExactly(
                        "column items.day: sort is kept in the schema document only",
                        "column items.day: partition is kept in the schema document only");
        assertThat(trial.run(items).notes()).isEmpty();
    }

    @Test
    default void a_key_that_rows_break_which_are_there_is_refused_before_anything_is_written(Trial trial) {
        assumeHints(trial);
        trial.run(json("items", "[{'id': 1, 'u': 'a'}, {'id': 2, 'u': 'a'}, {'id': 3}]"));
        List<String> before = trial.everything();
        Resource items = json("items", "[{'id': 4, 'u': 'b'}]");

        assertRefused(
                trial,
                items.column("u", inferred().unique()),
                "[LOAD_REFUSED] table contract_data.items: unique (u) is declared, and rows that are there have the same"
                        + " values: (u) = (a) in 2 rows. Correct them, or leave the hint out. Nothing was changed.");
        assertRefused(
                trial,
                items.column("u", inferred().notNull()),
                "[LOAD_REFUSED] table contract_data.items, column 'u': it must not be NULL, and 1 row that is there has no"
                        + " value. Give a value to each, or leave the hint out. Nothing was changed.");
        assertRefused(
                trial,
                items.primaryKey("u").replace().tableHints(tableHints().enforcePrimaryKey()),
                "[LOAD_REFUSED] table contract_data.items, column 'u': it must not be NULL, and 1 row that is there has no"
                        + " value. Delete the rows that are there, which this load would replace, or leave the hint out."
                        + " Nothing was changed.");
        assertRefused(
                trial,
                json("items", "[{'id': 4, 'n': 1}]").column("n", inferred().notNull()),
                "[LOAD_REFUSED] table contract_data.items, column 'n': it must not be NULL, and 3 rows that are there would"
                        + " have no value. Add the column there with its values, or leave the hint out. Nothing was changed.");
        assertThat(trial.everything()).isEqualTo(before);

        trial.execute("UPDATE contract_data.items SET u = id");
        plannedAndRunTwice(trial, json("more", "[{'id': 1}]"));
        trial.run(items.column("u", inferred().unique().notNull()));
        assertThat(details(trial, "items").uniqueKeys()).containsExactly(List.of("u"));
    }

    /** The plan has the refusal, and the run has it. */
    private static void assertRefused(Trial trial, Resource items, String message) {
        assertThat(trial.pipeline().plan(items).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains(message));
        assertThatThrownBy(() -> trial.pipeline("other").run(items)).hasMessageStartingWith(message);
        trial.pipeline("other")
                .admin()
                .pending()
                .forEach(pending -> trial.pipeline("other").admin().discard(pending.loadId()));
    }

    @Test
    default void rows_that_break_a_hint_are_refused_and_the_next_load_goes_on(Trial trial) {
        assumeHints(trial);
        Resource hinted = json("items", "[{'id': 1, 'u': 'a'}, {'id': 2, 'u': 'b'}]")
                .column("u", inferred().unique().notNull());
        trial.run(hinted);

        for (String rows : List.of("[{'id': 3, 'u': 'a'}]", "[{'id': 3, 'u': 'c'}, {'id': 4}]")) {
            assertThatThrownBy(() -> trial.pipeline("other").run(json("items", rows)))
                    .hasMessageStartingWith("[ROW_REFUSED] ");
        }
        assertThatThrownBy(() -> trial.pipeline("another")
                        .run(json("new", "[{'id': 1}, {'id': 1}]").column("id", bigint().unique())))
                .hasMessageStartingWith("[ROW_REFUSED] ");

        Resource withoutValue = json("new", "[{'id': 1, 'u': 'a'}, {'id': 2}]")
                .column("u", inferred().notNull());
        assertThat(trial.pipeline().plan(withoutValue).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message())
                        .contains("table contract_data.new, column 'u': 1 row of the sample has no value for it"));
        assertThatThrownBy(() -> trial.pipeline("third").run(withoutValue)).hasMessageStartingWith("[ROW_REFUSED] ");

        assertThat(trial.allTables()).doesNotContain("new");
        trial.run(json("items", "[{'id': 3, 'u': 'c'}]"));
        assertThat(trial.rows("SELECT id, u FROM items ORDER BY id")).containsExactly("1 | a", "2 | b", "3 | c");
    }

    @Test
    default void a_column_takes_null_again_where_that_is_declared(Trial trial) {
        assumeHints(trial);
        trial.run(json("items", "[{'id': 1, 'u': 'a'}]").column("u", inferred().notNull()));

        LoadInfo info = plannedAndRunTwice(
                trial,
                json("items", "[{'id': 2}, {'id': 3, 'u': 'b'}]")
                        .column("u", inferred().nullable()));

        assertThat(info.schemaChanges()).containsExactly("column items.u takes NULL from now on");
        assertThat(remembered(trial, "items").column("u").orElseThrow().nullable())
                .isTrue();
    }

    @Test
    default void a_column_that_no_row_has_is_noted_and_not_null_is_refused(Trial trial) {
        assumeHints(trial);

        assertThat(trial.run(json("items", "[{'id': 1}]")
                                .tableHints(tableHints().index("day")))
                        .notes())
                .containsExactly("table items: the index on (day) is not made yet, because there is no column 'day'");
        assertThatThrownBy(() -> trial.run(
                        json("items", "[{'id': 1}]").column("day", inferred().notNull())))
                .hasMessageStartingWith(
                        "[LOAD_REFUSED] table contract_data.items, column 'day': it is declared notNull(),"
                                + " and no row has a value. Leave notNull() out, or give the rows a value with .map(..). Nothing was"
                                + " changed.");
    }

    @Test
    default void several_resources_that_declare_the_same_make_it_once(Trial trial) {
        assumeHints(trial);
        TableHints hints = described("orders").index("id");

        LoadInfo info = plannedAndRunTwice(
                trial,
                json("eu", "[{'id': 1}]")
                        .table("orders")
                        .column("id", bigint().unique().notNull())
                        .tableHints(hints)
                        .replace(),
                json("us", "[{'id': 2, 'more': 'x'}]")
                        .table("orders")
                        .column("id", bigint().unique().notNull())
                        .tableHints(hints)
                        .replace());

        assertThat(details(trial, "orders").uniqueKeys()).containsExactly(List.of("id"));
        assertThat(info.schemaChanges())
                .contains("table orders has the unique key (id) from now on")
                .doesNotHaveDuplicates();
    }

    @Test
    default void a_row_that_repeats_another_unique_key_of_the_load_is_named_by_it(Trial trial) {
        assumeHints(trial);
        TableHints keys = tableHints().enforcePrimaryKey().unique("email").unique("shop", "number");
        Resource items = json(
                        "items",
                        "[{'id': 4, 'email': 'a', 'shop': 1, 'number': 1}, {'id': 5, 'email': '4', 'shop': 1, 'number': 2}]")
                .merge("id")
                .tableHints(keys);
        trial.run(items);

        assertThatThrownBy(() -> trial.pipeline("email")
                        .run(json(
                                        "items",
                                        "[{'id': 6, 'email': '7'}, {'id': 7, 'email': 'c'}, {'id': 8, 'email': '7'}]")
                                .merge("id")
                                .tableHints(keys)))
                .hasMessageStartingWith("[ROW_REFUSED] could not insert row 3 (email = 7) into contract_data.items (");
        assertThatThrownBy(() -> trial.pipeline("number")
                        .run(json(
                                        "items",
                                        "[{'id': 6, 'shop': 9, 'number': 4}, {'id': 9, 'shop': 9, 'number': 4}, {'id': 10}]")
                                .merge("id")
                                .tableHints(keys)))
                .hasMessageStartingWith(
                        "[ROW_REFUSED] could not insert row 2 (shop = 9, number = 4) into contract_data.items (");
    }

    @Test
    default void a_foreign_key_is_checked_when_the_load_ends(Trial trial) {
        assumeHints(trial);
        Resource customers = json("customers", "[{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}]")
                .merge("id")
                .tableHints(tableHints().enforcePrimaryKey());
        Resource orders = json("orders", "[{'id': 1, 'customer': 2}, {'id': 2}]")
                .merge("id")
                .tableHints(tableHints().references("customer", "customers", "id"));

        LoadInfo info = plannedAndRunTwice(trial, orders, customers);

        if (!asked(trial, DestinationSession::hasForeignKeys)) {
            assertThat(info.notes())
                    .containsExactly("table orders: the foreign key (customer) to customers (id) is kept in the schema"
                            + " document only, because the destination adds none to a table that is there");
            return;
        }
        assertThat(details(trial, "orders").references())
                .containsExactly(new TableReference(List.of("customer"), "customers", List.of("id")));
        trial.run(json("customers", "[{'id': 2, 'name': 'c'}]").merge("id"));
        trial.run(json("customers", "[{'id': 2}, {'id': 3}]").replace());
        trial.run(
                json("eu", "[{'id': 4, 'customer': 2}]").merge("id").table("orders"),
                json("us", "[{'id': 5, 'customer': 3, 'note': 'x'}]")
                        .merge("id")
                        .table("orders"));
        assertThat(trial.rows("SELECT id, customer FROM orders ORDER BY id"))
                .containsExactly("1 | 2", "2 | NULL", "4 | 2", "5 | 3");
        assertThatThrownBy(() -> trial.pipeline("other")
                        .run(json("customers", "[{'id': 3}]").replace()))
                .hasMessageStartingWith("[LOAD_REFUSED] could not check the foreign keys of contract_data (");
        assertThatThrownBy(() -> trial.pipeline("another")
                        .run(
                                json("notes", "[{'id': 3, 'customer': 7}]"),
                                json("orders", "[{'id': 6}, {'id': 3, 'customer': 7}]")
                                        .merge("id")))
                .hasMessageStartingWith(
                        "[ROW_REFUSED] could not insert row 2 (customer = 7) into contract_data.orders (")
                .hasMessageContaining("Load what the row refers to first, or drop the foreign key.");
        assertThat(trial.count("customers")).isEqualTo(2);
        assertThatThrownBy(() -> trial.pipeline().admin().drop("customers"))
                .hasMessageContaining("orders_customer_fkey");
        assertThat(trial.count("customers")).isEqualTo(2);
    }

    @Test
    default void a_foreign_key_to_what_is_not_there_or_is_not_a_key_is_refused(Trial trial) {
        assumeHints(trial);
        boolean hasForeignKeys = asked(trial, DestinationSession::hasForeignKeys);
        assumeThat(hasForeignKeys).isTrue();
        Resource orders = json("orders", "[{'id': 1, 'customer': 2}]")
                .tableHints(tableHints().references("customer", "customers", "id"));

        assertRefused(
                trial,
                orders,
                "[LOAD_REFUSED] table contract_data.orders: the foreign key (customer) to customers (id) cannot be made:"
                        + " there is no table contract_data.customers. Load it before this one, or in the same run. Nothing"
                        + " was changed.");
        trial.run(json("customers", "[{'id': 2}]"));
        assertRefused(
                trial,
                orders,
                "[LOAD_REFUSED] table contract_data.orders: the foreign key (customer) to customers (id) cannot be made:"
                        + " table contract_data.customers has no key (id). Declare one there, with enforcePrimaryKey() or"
                        + " unique(..), and load it before this one, or in the same run. Nothing was changed.");

        plannedAndRunTwice(
                trial, orders, json("customers", "[{'id': 3}]").merge("id").column("id", bigint().unique()));
        List<String> tables = new ArrayList<>(trial.allTables());
        assertThat(tables).contains("orders", "customers");
    }

    @Test
    default void another_primary_key_that_is_there_is_refused(Trial trial) {
        assumeHints(trial);
        trial.execute("CREATE TABLE contract_data.items (id bigint, n bigint PRIMARY KEY)");

        assertRefused(
                trial,
                json("items", "[{'id': 1, 'n': 1}]")
                        .merge("id")
                        .tableHints(tableHints().enforcePrimaryKey()),
                "[LOAD_REFUSED] table contract_data.items: enforcePrimaryKey() is declared for (id), and the table has the"
                        + " primary key (n). Leave enforcePrimaryKey() out, or drop that primary key. Nothing was changed.");
    }

    @Test
    default void hints_that_contradict_each_other_are_refused_before_anything_is_read(Trial trial) {
        assertThatThrownBy(() -> trial.run(
                        json("items", "[{'id': 1}]").tableHints(tableHints().enforcePrimaryKey())))
                .hasMessage("[BAD_USAGE] resource items: enforcePrimaryKey() is declared, and no primary key. Name its"
                        + " columns with primaryKey(..) or merge(..).");
        assertThatThrownBy(
                        () -> trial.run(json("items", "[{'id': 1}]").merge("id").column("ID", bigint().nullable())))
                .hasMessage(
                        "[BAD_USAGE] resource items: column 'id' is declared nullable(), and a column of the key never"
                                + " is NULL. Leave nullable() out, or the column out of the key.");
        assertThatThrownBy(() -> trial.run(
                        json("eu", "[{'id': 1}]").table("orders").tableHints(described("a")),
                        json("us", "[{'id': 1}]").table("orders").tableHints(described("b"))))
                .hasMessageContaining(
                        "contradict each other: the table is described as 'a' in eu, and as 'b' in us. Let");
        assertThatThrownBy(() -> trial.run(
                        json("eu", "[{'id': 1}]").table("orders").column("id", bigint().unique()),
                        json("us", "[{'id': 1}]").table("orders").column("id", bigint())))
                .hasMessageContaining("contradict each other: column id is bigint unique in eu, and bigint in us. Let");
        assertThat(trial.allTables()).isEmpty();
    }
}
