package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.incremental.RowOrder;
import dev.pipette.plan.RunPlan;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are made of another resource's are loaded with these, once. */
interface DerivedContract {
    private static Resource orders(long count) {
        return resource("orders").stream(
                () -> LongStream.range(0, count).mapToObj(id -> Map.<String, Object>of("id", id, "at", id / 3)));
    }

    private static long id(Map<String, Object> row) {
        return (long) Objects.requireNonNull(row.get("id"));
    }

    /** Two items of each order. */
    private static Stream<Map<String, Object>> items(Map<String, Object> order) {
        return IntStream.range(0, 2)
                .mapToObj(number -> Map.of("order_id", Objects.requireNonNull(order.get("id")), "number", number));
    }

    private static Resource itemsOf(Resource orders) {
        return resource("items").from(orders, DerivedContract::items);
    }

    private static List<String> counts(Trial trial) {
        return trial.rows("SELECT count(*), count(DISTINCT order_id) FROM items");
    }

    @Test
    default void a_resource_is_read_once_for_all_that_are_made_of_it(Trial trial) {
        AtomicInteger opened = new AtomicInteger();
        Resource orders = resource("orders").stream(() -> {
            opened.incrementAndGet();
            return Stream.of(Map.of("id", 1, "customer", "a"), Map.of("id", 2, "customer", "b"));
        });
        Resource notes = resource("notes").from(orders, order -> Stream.of(Map.of("text", order.get("customer"))));

        trial.run(notes, itemsOf(orders), orders);

        assertThat(opened).hasValue(1);
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(counts(trial)).containsExactly("4 | 2");
        assertThat(trial.rows("SELECT text FROM notes ORDER BY text")).containsExactly("a", "b");
    }

    @Test
    default void a_resource_that_the_run_does_not_load_is_read_only(Trial trial) {
        LoadInfo info = trial.run(itemsOf(orders(3)));

        assertThat(counts(trial)).containsExactly("6 | 3");
        assertThat(trial.allTables()).doesNotContain("orders");
        assertThat(info.notes()).contains("resource orders: 3 rows extracted, none loaded, because it is skipped");
    }

    @Test
    default void rows_are_made_of_what_the_steps_of_the_other_leave(Trial trial) {
        Resource orders = orders(9).filter(row -> id(row) > 6).map(row -> {
            row.put("id", 10 * id(row));
            return row;
        });

        trial.run(itemsOf(orders));

        assertThat(trial.rows("SELECT DISTINCT order_id FROM items ORDER BY order_id"))
                .containsExactly("70", "80");
    }

    @Test
    default void rows_have_columns_of_the_row_that_they_are_made_of(Trial trial) {
        Resource orders = json("orders", "[{'id': 1, 'customer': 'a'}, {'id': 2}]");

        trial.run(itemsOf(orders).includeFromParent("id", "customer"));

        assertThat(trial.rows("SELECT _orders_id, _orders_customer, number FROM items ORDER BY _orders_id, number"))
                .containsExactly("1 | a | 0", "1 | a | 1", "2 | NULL | 0", "2 | NULL | 1");
        assertThatThrownBy(() -> trial.run(itemsOf(orders).includeFromParent("id", "costumer")))
                .hasMessage("[BAD_USAGE] resource items: no row of orders has a column costumer, which"
                        + " includeFromParent(..) names. Nothing of the run was loaded.");
        assertThat(counts(trial)).containsExactly("4 | 2");
    }

    @Test
    default void rows_of_rows_are_made_as_well(Trial trial) {
        Resource items = itemsOf(orders(2));
        Resource parts = resource("parts")
                .from(items, item -> Stream.of(Map.of("part", item.get("order_id") + "/" + item.get("number"))))
                .includeFromParent("order_id");

        trial.run(parts);

        assertThat(trial.rows("SELECT part, _items_order_id FROM parts ORDER BY part"))
                .containsExactly("0/0 | 0", "0/1 | 0", "1/0 | 1", "1/1 | 1");
        assertThat(trial.allTables()).doesNotContain("items", "orders");
    }

    @Test
    default void rows_of_files_are_given_as_they_are_read(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id,customer\n1,a\n2,b\n");
        Resource orders = resource("orders").files(file);

        trial.run(orders, itemsOf(orders).includeFromParent("customer"));

        assertThat(trial.rows("SELECT order_id, _orders_customer FROM items WHERE number = 0 ORDER BY order_id"))
                .containsExactly("1 | a", "2 | b");
        assertThat(trial.type("items", "order_id")).isEqualTo(trial.type("orders", "id"));
    }

    @Test
    default void only_new_rows_of_a_cursor_make_rows(Trial trial) {
        AtomicInteger made = new AtomicInteger();
        for (long count : new long[] {4, 4, 9}) {
            Resource orders = orders(count).incremental(cursor("at", Long.class));
            trial.run(
                    orders, resource("items").from(orders, order -> items(order).peek(item -> made.incrementAndGet())));
        }

        assertThat(counts(trial)).containsExactly("18 | 9");
        assertThat(made).hasValue(18);
    }

    @Test
    default void rows_that_are_read_again_make_no_row_twice(Trial trial) {
        Resource merged = orders(4).merge("id").incremental(cursor("at", Long.class));
        Resource keyed = orders(4).primaryKey("id").incremental(cursor("at", Long.class));

        for (Resource orders : List.of(merged, keyed)) {
            assertThatThrownBy(() -> trial.run(orders, itemsOf(orders)))
                    .hasMessage(
                            "[BAD_USAGE] resource items appends, and is made of the rows of orders, of which each run"
                                    + " reads those at the last value of the cursor again: what is made of them would be loaded"
                                    + " twice. Say merge(\"KEY\") of items, or give the cursor of orders .excludingStart().");
        }
        Resource open =
                orders(4).merge("id").incremental(cursor("at", Long.class).excludingStart());
        for (int run = 0; run < 2; run++) {
            trial.run(merged, itemsOf(merged).merge("order_id", "number"));
            trial.pipeline("other").datasetName("other").run(open, itemsOf(open));
        }
        assertThat(counts(trial)).containsExactly("8 | 4");
        assertThat(trial.pipeline("other")
                        .datasetName("other")
                        .dataset()
                        .query("SELECT 1 AS n FROM items")
                        .result())
                .hasSize(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"EXTRACTED", "SEALED", "ROWS_APPLIED", "COMMITTED", "MARKED"})
    default void rows_are_made_once_by_runs_that_die(LoadStep step, Trial trial) {
        Resource orders = orders(6).incremental(cursor("at", Long.class));

        trial.crash(step, orders, itemsOf(orders).parallel(3));
        trial.run(orders, itemsOf(orders).parallel(3));

        assertThat(trial.rows("SELECT count(*) FROM orders")).containsExactly("6");
        assertThat(counts(trial)).containsExactly("12 | 6");
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"SEALED", "ROWS_APPLIED", "COMMITTED"})
    default void what_is_made_of_rows_that_are_known_is_known(LoadStep step, Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id\n1\n2\n");
        Resource ofFile = resource("orders").files(file);
        AtomicInteger answers = new AtomicInteger();
        Resource ofCode = resource("days").stream(() -> Stream.of(Map.of("day", 1)));
        Resource hours = resource("hours")
                .from(ofCode, day -> Stream.of(Map.of("day", day.get("day"), "answer", answers.incrementAndGet())));

        trial.crash(step, ofFile, itemsOf(ofFile), ofCode, hours);
        trial.run(ofFile, itemsOf(ofFile), ofCode, hours);

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(counts(trial)).containsExactly("4 | 2");
        assertThat(trial.rows("SELECT count(*) FROM days")).containsExactly("1");
        assertThat(trial.rows("SELECT answer FROM hours")).containsExactly("1");
    }

    @Test
    default void what_an_interrupted_run_did_not_make_is_not_forgotten(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id\n1\n2\n");
        Resource orders = resource("orders").files(file);
        trial.crash(LoadStep.SEALED, orders);

        assertThatThrownBy(() -> trial.run(orders, itemsOf(orders)))
                .hasMessage("[BAD_USAGE] an interrupted run had read orders without items, which is made of its rows."
                        + " What it had read is loaded now. Run it again to read orders for items. Nothing else was"
                        + " loaded.");
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void rows_are_made_in_the_steps_of_the_other(Trial trial) {
        Resource orders = orders(20)
                .incremental(cursor("at", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(4);
        AtomicInteger made = new AtomicInteger();
        Resource failing = resource("items").from(orders, order -> {
            if (made.incrementAndGet() == 15) {
                throw new SocketException("reset");
            }
            return items(order);
        });

        assertThatThrownBy(() -> trial.run(orders, failing)).hasMessageContaining("row 15 of orders");
        assertThat(trial.rows("SELECT count(*) FROM orders")).containsExactly("12");
        assertThat(counts(trial)).containsExactly("24 | 12");

        LoadInfo info = trial.run(orders, itemsOf(orders));

        assertThat(info.packages()).hasSize(2);
        assertThat(counts(trial)).containsExactly("40 | 20");
    }

    @Test
    default void several_are_made_at_once_and_loaded_in_their_order(Trial trial) {
        int most = 4;
        CountDownLatch together = new CountDownLatch(most);
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        Resource items = resource("items")
                .from(orders(40), order -> {
                    synchronized (seen) {
                        seen.add(running.incrementAndGet());
                    }
                    together.countDown();
                    together.await();
                    return items(order).onClose(running::decrementAndGet);
                })
                .parallel(most)
                .addColumn("kind", "x")
                .primaryKey("order_id", "number");

        trial.run(items);

        assertThat(seen).hasSize(40).allMatch(count -> count <= most);
        assertThat(counts(trial)).containsExactly("80 | 40");
        assertThat(trial.rows("SELECT order_id * 2 + number FROM items"))
                .extracting(Integer::valueOf)
                .isSorted();
    }

    @Test
    default void a_failure_names_the_row_and_loads_nothing(Trial trial) {
        Resource orders = orders(9).primaryKey("id");
        Resource failing = resource("items").from(orders, order -> {
            if (id(order) == 4) {
                throw new SocketException("reset");
            }
            return items(order);
        });

        for (Resource items : List.of(failing, failing.parallel(3))) {
            assertThatThrownBy(() -> trial.run(orders, items))
                    .hasMessage("[RESOURCE_FAILED] resource items, row 5 of orders (id 4): SocketException: reset."
                            + " Nothing of the run was loaded.");
        }
        assertThat(trial.allTables()).doesNotContain("orders", "items");
    }

    @Test
    default void some_may_fail(Trial trial) {
        Resource orders = orders(9).primaryKey("id");
        Resource failing = resource("items")
                .from(
                        orders,
                        order -> items(order).peek(item -> {
                            if (id(order) == 4 && Integer.valueOf(1).equals(item.get("number"))) {
                                throw new IllegalStateException("gone");
                            }
                        }));

        for (Resource items : List.of(failing, failing.parallel(3))) {
            LoadInfo info = trial.run(items.skipFailed(1).replace());

            assertThat(info.notes())
                    .contains(
                            "resource items: what is made of 1 of 9 rows of orders was left out, because it failed; the"
                                    + " first was row 5 of orders (id 4): IllegalStateException: gone");
            assertThat(trial.rows("SELECT count(*), min(order_id) FROM items WHERE order_id >= 4"))
                    .containsExactly("8 | 5");
            assertThat(counts(trial)).containsExactly("16 | 8");
        }
        Resource all = resource("items").from(orders, order -> {
            throw new IllegalStateException("down");
        });
        assertThatThrownBy(() -> trial.run(all.skipFailed(2)))
                .hasMessage(
                        "[RESOURCE_FAILED] resource items, 3 of 3 rows of orders failed, and skipFailed(2) allows 2."
                                + " The first was row 1 of orders (id 0): IllegalStateException: down. Nothing of the run was"
                                + " loaded.");
    }

    @Test
    default void a_limit_ends_the_reading_of_both(Trial trial) {
        AtomicInteger read = new AtomicInteger();
        Resource orders = resource("orders").stream(() -> Stream.iterate(0, id -> id + 1)
                .peek(id -> read.incrementAndGet())
                .map(id -> Map.of("id", id)));

        trial.run(itemsOf(orders).limit(5));

        assertThat(trial.rows("SELECT count(*) FROM items")).containsExactly("5");
        assertThat(read).hasValueLessThan(5);
    }

    @Test
    default void a_plan_makes_rows_of_a_sample(Trial trial) {
        Resource orders = orders(3);

        RunPlan both = trial.pipeline().plan(orders, itemsOf(orders));
        RunPlan alone = trial.pipeline().plan(itemsOf(orders));

        assertThat(both.refusals()).isEmpty();
        assertThat(both.resources())
                .extracting(found -> found.name() + " " + found.rows() + " " + found.source())
                .containsExactly("orders 3 ", "items 6 rows of orders");
        assertThat(alone.refusals()).isEmpty();
        assertThat(alone.table("items").newColumns()).hasSize(2);
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void what_cannot_be_loaded_together_is_refused(Trial trial) {
        Resource cursored = orders(3).incremental(cursor("at", Long.class));
        Resource other = resource("orders").stream(() -> Stream.of(Map.of("id", 1)));
        Resource stepped = orders(9)
                .incremental(cursor("at", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(4);

        assertThatThrownBy(() -> trial.run(itemsOf(cursored)))
                .hasMessage(
                        "[BAD_USAGE] resource items is made of the rows of orders, which this run reads and does not"
                                + " load: nothing would remember how far it came, and it has a cursor. Load it in the same run as"
                                + " well, or leave incremental(..) out of it.");
        assertThatThrownBy(() -> trial.run(itemsOf(orders(3)), resource("more").from(other, DerivedContract::items)))
                .hasMessage(
                        "[BAD_USAGE] resource more is made of the rows of orders, and another one of the run is made"
                                + " of those of another orders. Give one of them another name.");
        assertThatThrownBy(() -> trial.run(stepped, itemsOf(stepped).replace()))
                .hasMessage("[BAD_USAGE] resource items is made of orders, which is committed in steps, and each step"
                        + " would take the rows of the one before away. Leave commitEvery(..) out of orders.");
        assertThatThrownBy(() -> itemsOf(stepped).commitEvery(3))
                .hasMessage("[BAD_USAGE] resource items cannot be committed in steps: it is committed with the rows of"
                        + " orders, which it is made of. Say commitEvery(..) of orders.");
        assertThatThrownBy(() -> orders(3).parallel(2))
                .hasMessage("[BAD_USAGE] resource orders is not made of the rows of another one, so parallel(..) has no"
                        + " meaning. Begin it with resource(\"orders\").from(parent, ..), or with .slices(..).");
        Resource circle = resource("orders").from(itemsOf(orders(1)), item -> Stream.of(item));
        assertThatThrownBy(() -> trial.run(circle, itemsOf(orders(1))))
                .hasMessage(
                        "[BAD_USAGE] resource orders is made of its own rows: orders, which is made of items, which is"
                                + " made of orders. Give one of them another name.");
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void a_run_key_of_the_other_alone_is_refused(Trial trial) {
        trial.pipeline().runKey("monday").run(orders(2));

        assertThatThrownBy(() -> trial.pipeline().runKey("monday").run(orders(2), itemsOf(orders(2))))
                .hasMessage(
                        "[BAD_USAGE] run key monday is committed for resource orders and not for items, which is made"
                                + " of its rows. Choose another run key. Nothing was loaded.");

        trial.pipeline().runKey("tuesday").run(orders(2), itemsOf(orders(2)));
        trial.pipeline().runKey("tuesday").run(orders(2), itemsOf(orders(2)));
        assertThat(counts(trial)).containsExactly("4 | 2");
    }

    @Test
    default void an_interrupt_ends_what_is_being_made(Trial trial) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        Resource items = resource("items")
                .from(orders(9), order -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.countDown();
                    }
                    return items(order);
                })
                .parallel(2);
        Thread run = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(() -> trial.run(items)).isNotInstanceOf(Crash.class));
        begun.await();

        run.interrupt();
        run.join();
        ended.await();
        assertThat(trial.allTables()).doesNotContain("items");
    }
}
