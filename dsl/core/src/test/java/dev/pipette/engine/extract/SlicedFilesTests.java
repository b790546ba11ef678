package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.pipette.engine.extract.SlicedPackage.Content;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.ResourceState;
import dev.pipette.schema.Naming;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.StepListener;
import dev.pipette.spi.TableChoice;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resource of several files is loaded the same in one slice and in several. */
class SlicedFilesTests {
    private static final int ROUNDS = Integer.getInteger("pipette.trials", 8);

    @TempDir
    Path folder;

    private SlicedPackage orders;

    @BeforeEach
    void open() {
        orders = new SlicedPackage(folder);
    }

    @AfterEach
    void close() {
        orders.close();
    }

    private Content sameInTwo() throws Exception {
        Content whole = orders.in(1);
        Content sliced = orders.in(2);

        assertThat(sliced.slices()).as("slices").isEqualTo(2);
        assertThat(sliced.ofOneSlice()).isEqualTo(whole);
        return sliced;
    }

    @Test
    void rows_keep_the_order_of_the_files() throws Exception {
        orders.file("{\"id\": 3}", "{\"id\": 1}").file("{\"id\": 2}", "{\"id\": 3}");

        assertThat(sameInTwo().tables().get("orders"))
                .containsExactly("id BIGINT, _ordinal BIGINT", "3, 0", "1, 1", "2, 2", "3, 3");
    }

    @Test
    void types_are_joined_over_all_files() throws Exception {
        orders.file("{\"n\": 1, \"at\": \"2025-12-24T06:00:00Z\", \"day\": \"2025-12-24T06:00:00Z\"}")
                .file(
                        "{\"n\": 12345678901234567890.5, \"at\": \"2025-12-25T06:00:00Z\", \"day\": \"soon\", \"new\": true}");

        assertThat(Objects.requireNonNull(sameInTwo().tables().get("orders")).getFirst())
                .isEqualTo("n DECIMAL(38,9), at TIMESTAMP WITH TIME ZONE, day VARCHAR, new BOOLEAN, _ordinal BIGINT");
    }

    @Test
    void nested_rows_find_their_parents_in_every_slice() throws Exception {
        orders.file("{\"id\": 1, \"lines\": [{\"sku\": \"a\", \"tags\": [1, 2]}, {\"sku\": \"b\"}]}", "{\"id\": 2}")
                .file("{\"id\": 3, \"lines\": [{\"sku\": \"c\", \"tags\": [3]}], \"notes\": [\"x\", \"y\"]}");

        Content content = sameInTwo();

        assertThat(content.tables())
                .containsOnlyKeys("orders", "orders__lines", "orders__lines__tags", "orders__notes");
        assertThat(content.tables().get("orders__lines__tags"))
                .containsExactly(
                        "value BIGINT, _ordinal BIGINT, _parent_ordinal BIGINT, _root_ordinal BIGINT, _list_index BIGINT",
                        "1, 0, 0, 0, 0",
                        "2, 1, 0, 0, 1",
                        "3, 2, 2, 2, 0");
        assertThat(content.tables().get("orders__notes")).contains("x, 0, 2, 2, 0", "y, 1, 2, 2, 1");
    }

    private void chooseTables() {
        orders.plan(plan -> plan.tableChoice(new TableChoice.OfColumn("type")));
    }

    @Test
    void slices_choose_the_same_tables_and_others() throws Exception {
        orders.file(
                        "{\"id\": 1, \"type\": \"a\", \"x\": [1, 2]}",
                        "{\"id\": 2, \"type\": \"b\", \"x\": [3]}",
                        "{\"id\": 3, \"type\": \"a\"}")
                .file(
                        "{\"id\": 4, \"type\": \"c\", \"y\": [{\"z\": [5]}]}",
                        "{\"id\": 5, \"type\": \"A\", \"x\": [6], \"new\": true}");
        chooseTables();

        Content content = sameInTwo();

        assertThat(content.tables()).containsOnlyKeys("a", "a__x", "b", "b__x", "c", "c__y", "c__y__z");
        assertThat(content.tables().get("a"))
                .containsExactly(
                        "id BIGINT, type VARCHAR, new BOOLEAN, _ordinal BIGINT",
                        "1, a, null, 0",
                        "3, a, null, 1",
                        "5, A, true, 2");
        assertThat(content.tables().get("a__x")).endsWith("1, 0, 0, 0, 0", "2, 1, 0, 0, 1", "6, 2, 2, 2, 0");
        assertThat(content.tables().get("c__y__z")).endsWith("5, 0, 0, 0, 0");
    }

    @Test
    void a_function_that_names_tables_runs_on_one_thread() throws Exception {
        orders.file("{\"id\": 1}").file("{\"id\": 2}");
        orders.plan(plan -> plan.tableChoice(new TableChoice.OfRow(row -> "t")));

        assertThat(orders.in(2).slices()).isEqualTo(1);
    }

    @Test
    void a_table_that_one_slice_chooses_and_another_has_for_a_list_is_told() throws Exception {
        String root = "r".repeat(50);
        String list = "l".repeat(50);
        String both = Naming.snakeCase(63).shorten(root + "__" + list);
        orders.file("{\"type\": \"" + root + "\", \"" + list + "\": [1]}", "{\"type\": \"other\"}")
                .file("{\"type\": \"" + both + "\"}");
        chooseTables();

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessage("[NAME_COLLISION] a row chose table " + both + ", which a list inside table " + root
                        + " becomes as well. Choose another name with .tableBy(..), or rename the list with .map(..).");
    }

    @Test
    void a_list_whose_table_a_row_chose_before_is_told() throws Exception {
        String root = "r".repeat(50);
        String list = "l".repeat(50);
        String both = Naming.snakeCase(63).shorten(root + "__" + list);
        orders.file("{\"type\": \"" + both + "\"}", "{\"type\": \"" + root + "\", \"" + list + "\": [1]}");
        chooseTables();

        assertThatThrownBy(() -> orders.in(1))
                .hasMessageContaining("a row chose table " + both + ", which a list inside");
    }

    @Test
    void tables_that_are_too_many_together_are_told_as_in_one_slice() throws Exception {
        orders.file(types(0, 600)).file(types(600, 1_001));
        chooseTables();

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessage(
                        "[SOURCE_UNREADABLE] table t1000, which a row chose, is table 1,001 of this resource, which may"
                                + " have 1,000: t0, t1, t2 ... Choose the table by what has fewer values, or load all rows into"
                                + " one table, where a column tells them apart.");
    }

    private static String[] types(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(type -> "{\"type\": \"t" + type + "\"}")
                .toArray(String[]::new);
    }

    private static CursorLoad updatedAt(CursorKind kind, Object start) {
        return CursorLoad.builder()
                .path("at")
                .column("at")
                .kind(kind)
                .start(start)
                .end(start)
                .known(start)
                .deduplicated(true)
                .rules(new CursorRules(
                        LastValue.HIGHEST, false, false, MissingValue.RAISE, null, null, null, List.of()))
                .build();
    }

    private void followTime() {
        orders.plan(plan -> plan.cursor(Cursor.of("at", Instant.class)));
    }

    @Test
    void a_cursor_ends_at_the_furthest_row_of_all_slices_and_leaves_out_what_is_loaded() throws Exception {
        String loaded = "{\"id\": 1, \"at\": \"2025-12-24T06:00:00Z\"}";
        orders.file(
                        loaded,
                        "{\"id\": 2, \"at\": \"2025-12-24T06:00:00Z\"}",
                        "{\"id\": 3, \"at\": \"2025-12-26T06:00:00Z\"}")
                .file(
                        loaded,
                        "{\"id\": 4, \"at\": \"2025-12-25T06:00:00Z\"}",
                        "{\"id\": 5, \"at\": \"2025-12-23T06:00:00Z\"}");
        followTime();
        RowDigest digest = new RowDigest(UnaryOperator.identity());
        digest.of(Map.of("id", 1L, "at", "2025-12-24T06:00:00Z"));
        UUID key = new UUID(digest.high(), digest.low());
        AtomicInteger asked = new AtomicInteger();
        orders.cursor(
                updatedAt(CursorKind.INSTANT, "2025-12-24T06:00:00Z"),
                boundary -> new BoundaryRows(
                        true,
                        Set.of(),
                        (count, keys) -> {
                            asked.incrementAndGet();
                            count.accept(1);
                            keys.accept(key);
                        },
                        Map.of(),
                        false));

        Content content = sameInTwo();

        assertThat(Objects.requireNonNull(content.cursor()).end()).isEqualTo("2025-12-26T06:00:00Z");
        assertThat(content.tables().get("orders"))
                .extracting(row -> row.substring(0, 2))
                .containsExactly("id", "2,", "3,", "4,");
        assertThat(asked).as("once for each package").hasValue(2);
    }

    @Test
    void the_cursor_stays_where_no_slice_has_a_new_row() throws Exception {
        orders.file("{\"at\": \"2025-12-24T06:00:00Z\"}").file("{\"at\": \"2025-12-24T06:00:00Z\"}");
        followTime();
        orders.cursor(updatedAt(CursorKind.INSTANT, "2025-12-24T06:00:00.000Z"), boundary -> boundary);

        assertThat(Objects.requireNonNull(sameInTwo().cursor()).end()).isEqualTo("2025-12-24T06:00:00.000Z");
    }

    @Test
    void files_are_remembered_in_their_order_with_their_rows() throws Exception {
        orders.file("{\"id\": 1}", "{\"id\": 2}").file("{\"id\": 3}").file("{\"id\": 4}");
        FileState ledger = FileState.ledger();
        orders.selection(FileSelection.of("orders", ledger, Map.of(), new ResourceState(Map.of())));

        Content content = sameInTwo();

        assertThat(Objects.requireNonNull(content.files()).files())
                .extracting(FilesLoad.FileLoad::key, FilesLoad.FileLoad::rows)
                .containsExactly(tuple("rows-0.jsonl", 2L), tuple("rows-1.jsonl", 1L), tuple("rows-2.jsonl", 1L));
        assertThat(content.tables().get("orders"))
                .contains("1, rows-0.jsonl, 0, 0", "2, rows-0.jsonl, 1, 1", "4, rows-2.jsonl, 0, 3");
    }

    @Test
    void columns_are_chosen_and_constants_are_made_once() throws Exception {
        orders.file("{\"id\": 1, \"secret\": \"x\"}").file("{\"id\": 2, \"secret\": \"y\"}");
        AtomicInteger made = new AtomicInteger();
        orders.plan(plan -> plan.addSteps(
                new RowStep.Exclude(List.of("secret")),
                new RowStep.Constant("run", context -> made.incrementAndGet())));

        assertThat(orders.in(2).tables().get("orders"))
                .containsExactly("id BIGINT, run BIGINT, _ordinal BIGINT", "1, 1, 0", "2, 1, 1");
        assertThat(made).hasValue(1);
    }

    @Test
    void a_column_that_only_another_slice_has_is_not_unknown() throws Exception {
        orders.file("{\"id\": 1}").file("{\"id\": 2, \"note\": \"y\"}");
        orders.plan(plan -> plan.addSteps(new RowStep.Exclude(List.of("note"))));

        assertThat(sameInTwo().notes()).isEmpty();
    }

    @Test
    void a_name_that_is_almost_a_key_of_another_slice_is_told() throws Exception {
        orders.file("{\"id\": 1}").file("{\"id\": 2, \"comment\": \"y\"}");
        orders.plan(plan -> plan.addSteps(new RowStep.Exclude(List.of("coment"))));

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessageContaining(".exclude(..) names column 'coment'");
    }

    @Test
    void an_error_names_the_row_by_its_number_among_all_rows() throws Exception {
        orders.file("{\"id\": 1, \"at\": 1}", "{\"id\": 2, \"at\": 2}").file("{\"id\": 3, \"at\": 3}", "{\"id\": 4}");
        orders.plan(plan -> plan.cursor(Cursor.of("at", Long.class)));
        orders.cursor(updatedAt(CursorKind.INTEGER, 1L), boundary -> boundary);

        Throwable whole = catchThrowable(() -> orders.in(1));
        List<String> before = orders.filesOfPackages();
        Throwable sliced = catchThrowable(() -> orders.in(2));

        assertThat(sliced)
                .hasMessage(whole.getMessage())
                .hasMessageStartingWith("[CURSOR_MISSING] resource orders, row 4: no value for cursor column 'at'.");
        assertThat(orders.filesOfPackages()).as("nothing of the slices is left").isEqualTo(before);
    }

    @Test
    void an_error_counts_the_rows_that_one_walk_reads_before_it() throws Exception {
        orders.file("{\"id\": 1}", "{\"id\": 2}").broken("{\"id\": 3}");

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessageStartingWith("[RESOURCE_FAILED] resource orders failed after 3 rows: IllegalStateException:"
                        + " the end is missing.");
    }

    @Test
    void lists_of_two_slices_that_become_one_table_are_told() throws Exception {
        orders.file("{\"a\": [{\"b\": [1]}]}").file("{\"a__b\": [2]}");

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessageContaining("two lists of resource table orders become the table orders__a__b");
    }

    @Test
    void keys_that_are_too_many_together_are_told_as_in_one_slice() throws Exception {
        orders.file(keys(0, 7_000)).file(keys(7_000, 14_000));

        Throwable whole = catchThrowable(() -> orders.in(1));

        assertThatThrownBy(() -> orders.in(2))
                .hasMessage(whole.getMessage())
                .hasMessageStartingWith("[SOURCE_UNREADABLE] table orders, row 2: 'k12000' is key 12,001");
    }

    private static String keys(int from, int to) {
        List<String> pairs = new ArrayList<>();
        for (int key = from; key < to; key++) {
            pairs.add("\"k" + key + "\": 1");
        }
        return "{" + String.join(", ", pairs) + "}";
    }

    @Test
    void an_error_of_the_listener_ends_the_load() throws Exception {
        orders.file("{\"id\": 1}").file("{\"id\": 2}");
        AtomicInteger calls = new AtomicInteger();
        orders.listener(new Listener() {
            @Override
            public void reading(String resource, String file) {
                if (calls.incrementAndGet() == 2) {
                    throw new IllegalStateException("enough");
                }
            }
        });

        assertThatThrownBy(() -> orders.in(2)).hasMessageContaining("enough");
        assertThat(calls).as("no file is read again").hasValue(2);
    }

    @Test
    void slices_are_read_at_the_same_time() throws Exception {
        orders.file("{\"id\": 1}").file("{\"id\": 2}");
        CountDownLatch both = new CountDownLatch(2);
        orders.listener(new Listener() {
            @Override
            public void reading(String resource, String file) {
                both.countDown();
                try {
                    if (!both.await(30, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("the other slice has not begun");
                    }
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        });

        assertThat(orders.in(2).slices()).isEqualTo(2);
    }

    @Test
    void the_listener_is_told_the_rows_of_all_slices_together() throws Exception {
        orders.file("{\"id\": 1}", "{\"id\": 2}").file("{\"id\": 3}");
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        orders.listener(new Listener() {
            @Override
            public void extracted(String resource, long rows) {
                told.add(rows);
            }
        });

        orders.in(2);

        assertThat(told).isSorted().endsWith(3L);
    }

    private interface Listener extends StepListener {
        @Override
        default void reached(LoadStep step, String loadId) {}
    }

    @Test
    void random_rows_are_the_same_in_any_number_of_slices() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int files = random.nextInt(2, 7);
            try (SlicedPackage one = new SlicedPackage(folder.resolve("seed" + seed))) {
                for (int file = 0; file < files; file++) {
                    one.file(lines(random));
                }
                Content whole = one.in(1);
                for (int slices = 2; slices <= 4; slices++) {
                    assertThat(one.in(slices).ofOneSlice())
                            .as("seed %d, %d slices", seed, slices)
                            .isEqualTo(whole);
                }
            }
        }
    }

    private static String[] lines(SplittableRandom random) {
        String[] lines = new String[random.nextInt(1, 12)];
        for (int line = 0; line < lines.length; line++) {
            lines[line] = object(random, 2);
        }
        return lines;
    }

    private static String object(SplittableRandom random, int depth) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            int key = random.nextInt(6);
            // a list and an object under one name would be two places of one column
            pairs.put("k" + depth + key, key < 4 || depth == 0 ? scalar(random) : nested(random, depth, key));
        }
        List<String> written = new ArrayList<>();
        pairs.forEach((key, value) -> written.add("\"" + key + "\": " + value));
        return "{" + String.join(", ", written) + "}";
    }

    private static String nested(SplittableRandom random, int depth, int key) {
        if (key == 4) {
            return object(random, depth - 1);
        }
        List<String> elements = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            elements.add(object(random, depth - 1));
        }
        return "[" + String.join(", ", elements) + "]";
    }

    private static String scalar(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextInt(100));
            case 2 -> random.nextInt(100) + ".25";
            case 3 -> "\"2025-12-24T06:00:0" + random.nextInt(10) + "Z\"";
            case 4 -> "\"2025-12-24T06:00:0" + random.nextInt(10) + "\"";
            case 5 -> String.valueOf(random.nextBoolean());
            case 6 -> "12345678901234567890" + random.nextInt(10);
            default -> "\"word\"";
        };
    }
}
