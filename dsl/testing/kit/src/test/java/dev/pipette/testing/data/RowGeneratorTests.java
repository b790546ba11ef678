package dev.pipette.testing.data;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.bool;
import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.localTimestamp;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.time;
import static dev.pipette.Pipette.timestamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.DataType;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RowGeneratorTests {
    private static final RowGenerator ALL_TYPES = RowGenerator.empty()
            .column("id", bigint())
            .column("n", bigint())
            .column("amount", decimal(12, 2))
            .column("most", decimal())
            .column("ratio", float64())
            .column("flag", bool())
            .column("at", timestamp())
            .column("local_at", localTimestamp())
            .column("day", date())
            .column("clock", time())
            .column("bytes", binary())
            .column("document", jsonDocument())
            .column("note", text())
            .key("id");

    private static List<@Nullable Object> values(RowGenerator generator, String column, int rows) {
        List<@Nullable Object> values = new ArrayList<>();
        generator.stream(rows).forEach(row -> values.add(row.get(column)));
        return values;
    }

    private static Object comparable(@Nullable Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : Objects.requireNonNullElse(value, "null!");
    }

    private static String printed(Map<String, ?> row) {
        List<String> texts = new ArrayList<>();
        row.forEach((name, value) ->
                texts.add(name + "=" + (value instanceof byte[] bytes ? Arrays.toString(bytes) : value)));
        return texts.toString();
    }

    @Test
    void a_seed_gives_the_same_rows_in_every_order_and_thread() {
        List<String> rows =
                ALL_TYPES.stream(500).map(RowGeneratorTests::printed).toList();

        List<String> parallel = IntStream.rangeClosed(1, 500)
                .parallel()
                .mapToObj(number -> printed(ALL_TYPES.seed(1).row(number)))
                .toList();

        assertThat(parallel).isEqualTo(rows);
        assertThat(printed(ALL_TYPES.row(300))).isEqualTo(rows.get(299));
    }

    @Test
    void another_seed_gives_other_rows() {
        assertThat(printed(ALL_TYPES.seed(2).row(300))).isNotEqualTo(printed(ALL_TYPES.row(300)));
    }

    /** These numbers are the promise that rows stay the same from one version of Java, and of Pipette, to the next. */
    @Test
    void the_rows_of_a_seed_are_known() {
        RowGenerator generator = RowGenerator.empty()
                .column("n", bigint())
                .column("at", timestamp())
                .column("note", text())
                .seed(42);

        assertThat(generator.row(1_000))
                .hasToString("{n=-53644705135640, at=2003-01-07T07:43:47.702487Z, note=\u00E4 iC}");
    }

    @Test
    void every_edge_value_comes_once_in_the_first_rows() {
        assertThat(values(ALL_TYPES, "n", 15))
                .containsExactly(
                        0L,
                        1L,
                        -1L,
                        32_767L,
                        -32_767L,
                        -32_768L,
                        2_147_483_647L,
                        -2_147_483_647L,
                        -2_147_483_648L,
                        Long.MAX_VALUE,
                        -Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        9_007_199_254_740_992L,
                        -9_007_199_254_740_992L,
                        -9_007_199_254_740_993L);
        assertThat(values(ALL_TYPES, "amount", 5))
                .containsExactly(
                        new BigDecimal("0.00"),
                        new BigDecimal("0.01"),
                        new BigDecimal("-0.01"),
                        new BigDecimal("9999999999.99"),
                        new BigDecimal("-9999999999.99"));
        assertThat(values(ALL_TYPES, "ratio", 11))
                .contains(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE);
        assertThat(values(ALL_TYPES, "at", 14))
                .contains(
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("9999-12-31T23:59:59.999999Z"),
                        Instant.EPOCH,
                        Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(values(ALL_TYPES, "local_at", 13)).contains(LocalDateTime.parse("2025-03-30T02:30"));
        assertThat(values(ALL_TYPES, "day", 8))
                .contains(LocalDate.parse("2024-02-29"))
                .containsNull();
        assertThat(values(ALL_TYPES, "document", 5))
                .contains(Map.of(), List.of())
                .containsNull();
        assertThat(values(ALL_TYPES, "note", ALL_TYPES.edgeRows()))
                .contains("", "NULL", "it's")
                .containsNull()
                .anyMatch(value -> value instanceof String note && note.length() == 100_000)
                .anyMatch(value -> value instanceof String note && note.startsWith("\u0001\u0002"));
    }

    @Test
    void no_edge_value_comes_twice_in_the_first_rows() {
        for (String column : ALL_TYPES.row(1).keySet()) {
            int edges = RowGenerator.empty().column(column, hint(column)).edgeRows();

            assertThat(values(ALL_TYPES, column, edges).stream().map(RowGeneratorTests::comparable))
                    .as(column)
                    .doesNotHaveDuplicates();
        }
    }

    private static ColumnHint hint(String column) {
        return switch (column) {
            case "amount" -> decimal(12, 2);
            case "most" -> decimal();
            case "ratio" -> float64();
            case "flag" -> bool();
            case "at" -> timestamp();
            case "local_at" -> localTimestamp();
            case "day" -> date();
            case "clock" -> time();
            case "bytes" -> binary();
            case "document" -> jsonDocument();
            case "note" -> text();
            // the key has no null
            case "id" -> bool();
            default -> bigint();
        };
    }

    @Test
    void text_has_no_nul_and_no_half_of_a_character() {
        assertThat(values(ALL_TYPES, "note", 2_000))
                .noneMatch(value -> value instanceof String note
                        && (note.indexOf('\0') >= 0
                                || !note.equals(new String(
                                        note.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        java.nio.charset.StandardCharsets.UTF_8))));
    }

    static Stream<ColumnHint> keys() {
        return Stream.of(
                bigint(),
                decimal(),
                decimal(12, 2),
                float64(),
                timestamp(),
                localTimestamp(),
                date(),
                time(),
                binary(),
                text());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keys_are_unique_and_never_null(ColumnHint type) {
        RowGenerator generator = RowGenerator.empty().column("k", type).key("k").nulls(0.5);

        assertThat(values(generator, "k", 20_000).stream().map(RowGeneratorTests::comparable))
                .doesNotContain("null!")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_key_of_several_columns_is_unique_as_a_whole() {
        RowGenerator generator = RowGenerator.empty()
                .column("active", bool())
                .column("day", date())
                .column("id", bigint())
                .key("active", "day", "id");

        assertThat(generator.rows(5_000))
                .doesNotHaveDuplicates()
                .allSatisfy(row -> assertThat(row).doesNotContainValue(null));
        assertThat(new HashSet<>(values(generator, "active", 100))).containsExactlyInAnyOrder(true, false);
    }

    static Stream<ColumnHint> cursors() {
        return Stream.of(bigint(), decimal(12, 2), float64(), timestamp(), localTimestamp(), date(), text());
    }

    @ParameterizedTest
    @MethodSource("cursors")
    @SuppressWarnings({"unchecked", "rawtypes"}) // the values are of one comparable type
    void a_cursor_never_falls_and_sometimes_stays(ColumnHint type) {
        RowGenerator generator = RowGenerator.empty().column("c", type).increasing("c");

        List<Comparable> values = (List) values(generator, "c", 5_000);

        int same = 0;
        for (int row = 1; row < values.size(); row++) {
            int order = values.get(row).compareTo(values.get(row - 1));
            assertThat(order).as("row %s", row + 1).isNotNegative();
            same += order == 0 ? 1 : 0;
        }
        assertThat(same).isBetween(1_000, 1_500);
    }

    @Test
    void a_cursor_that_is_the_key_always_rises() {
        assertThat(values(RowGenerator.empty().column("c", timestamp()).key("c").increasing("c"), "c", 5_000))
                .doesNotHaveDuplicates();
    }

    @Test
    void nested_lists_have_every_length_and_every_edge_value() {
        RowGenerator items =
                RowGenerator.empty().column("sku", text()).column("n", bigint()).key("sku");
        RowGenerator orders = RowGenerator.empty().column("id", bigint()).nested("items", items, 0, 3);

        List<List<?>> lists = orders.stream(2_000)
                .<List<?>>map(row -> (List<?>) Objects.requireNonNull(row.get("items")))
                .toList();

        assertThat(lists.subList(0, 4)).extracting(List::size).containsExactly(0, 1, 2, 3);
        assertThat(lists.subList(4, 8)).extracting(List::size).containsExactlyInAnyOrder(0, 1, 2, 3);
        List<?> all = lists.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(3_000);
        assertThat(all.stream().<Object>map(item -> ((Map<?, ?>) item).get("sku")))
                .doesNotHaveDuplicates();
        assertThat(all.subList(0, 15).stream().<Object>map(item -> ((Map<?, ?>) item).get("n")))
                .contains(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void the_seed_of_the_rows_is_that_of_nested_lists_too() {
        RowGenerator items = RowGenerator.empty().column("n", bigint());
        RowGenerator orders = RowGenerator.empty().nested("items", items, 1, 1);

        assertThat(orders.seed(2).row(100))
                .isNotEqualTo(orders.row(100))
                .isEqualTo(orders.seed(2).row(100));
    }

    @Test
    void kinds_of_edge_values_can_be_left_out() {
        RowGenerator tame = RowGenerator.empty()
                .column("ratio", float64())
                .column("note", text())
                .without(Edge.NOT_A_NUMBER)
                .without(Edge.LONG_TEXT)
                .without(Edge.NULL);

        assertThat(values(tame, "ratio", 3_000)).doesNotContain(Double.NaN).doesNotContainNull();
        assertThat(values(tame, "note", 3_000))
                .allSatisfy(value -> assertThat((String) value).hasSizeLessThan(100));
    }

    @Test
    void every_kind_of_edge_changes_something_when_it_is_left_out() {
        for (Edge edge : Edge.values()) {
            assertThat(ALL_TYPES.without(edge).stream(60)
                            .map(RowGeneratorTests::printed)
                            .toList())
                    .as(edge.name())
                    .isNotEqualTo(
                            ALL_TYPES.stream(60).map(RowGeneratorTests::printed).toList());
        }
    }

    @Test
    void as_many_values_are_null_as_asked() {
        RowGenerator generator = RowGenerator.empty().column("n", bigint());

        assertThat(values(generator.nulls(0), "n", 2_000)).doesNotContainNull();
        assertThat(values(generator.notNull("n"), "n", 2_000)).doesNotContainNull();
        assertThat(values(generator.nulls(0.5), "n", 2_000).stream()
                        .filter(Objects::isNull)
                        .count())
                .isBetween(900L, 1_100L);
        assertThat(values(generator, "n", 2_000).stream()
                        .filter(Objects::isNull)
                        .count())
                .isBetween(60L, 140L);
    }

    @Test
    void a_table_of_a_schema_says_its_types_key_and_cursor() {
        TableSchema table = TableSchema.root("orders", "merge")
                .withColumn(
                        Column.of("id", DataType.BIGINT).withPrimaryKey(true).withNullable(false))
                .withColumn(Column.of("code", DataType.TEXT).withPrecision(5).withNullable(false))
                .withColumn(Column.of("small", DataType.BIGINT).withPrecision(16))
                .withColumn(Column.of("wei", DataType.WEI))
                .withColumn(Column.of("at", DataType.TIMESTAMP)
                        .withTimezone(false)
                        .withPrecision(3)
                        .withIncremental(true))
                .withColumn(SystemColumns.loadId())
                .withColumn(SystemColumns.rowId());

        RowGenerator generator = RowGenerator.of(table);

        assertThat(generator)
                .hasToString("rows of seed 1: id bigint key, code text(5), small bigint(16), wei decimal(38, 0),"
                        + " at local_timestamp(3) increasing");
        assertThat(values(generator, "code", 500))
                .allSatisfy(value -> assertThat(((String) Objects.requireNonNull(value)).codePoints())
                        .hasSizeLessThanOrEqualTo(5));
        assertThat(values(generator.nulls(0), "small", 500))
                .allSatisfy(value -> assertThat((Long) value).isBetween(-32_768L, 32_767L));
        assertThat(values(generator, "at", 500))
                .allSatisfy(value -> assertThat(((LocalDateTime) Objects.requireNonNull(value)).getNano() % 1_000_000)
                        .isZero());
    }

    @Test
    void a_generator_says_from_what_its_rows_can_be_made_again() {
        RowGenerator items = RowGenerator.empty().column("sku", text());

        assertThat(RowGenerator.empty()
                        .column("id", bigint())
                        .column("amount", decimal(12, 2))
                        .column("at", timestamp())
                        .key("id")
                        .increasing("at")
                        .nested("items", items, 0, 5)
                        .seed(42))
                .hasToString("rows of seed 42: id bigint key, amount decimal(12, 2), at timestamp increasing,"
                        + " 'items' of 0 to 5");
    }

    @Test
    void misuse_is_one_clear_sentence() {
        RowGenerator generator = RowGenerator.empty()
                .column("id", bigint())
                .column("active", bool())
                .column("clock", time());

        assertError(() -> generator.key("ID"), "there is no column 'ID'. There are: id, active, clock.");
        assertError(
                () -> generator.key("active"),
                "key(\"active\"): 'active' is bool, so that rows would share a key. Columns that can be one: id, clock.");
        assertError(
                () -> generator.increasing("clock"),
                "increasing(\"clock\"): 'clock' is time, which no cursor follows. Columns that can: id.");
        assertError(() -> generator.nulls(2), "nulls(2.0): a share is from 0, for none, to 1, for nothing but nulls.");
        assertError(
                () -> generator.nested("items", generator, 3, 2),
                "nested(\"items\", .., 3, 2): a list has at least 0 elements, and at most not fewer than at least.");
        assertError(() -> generator.nested("id", generator, 0, 2), "'id' is there already.");
        assertError(
                () -> RowGenerator.of(List.of(Column.of("odd"))),
                "column 'odd' has no type that is known here. Give it one: .column(\"odd\", text()).");
        assertError(() -> generator.row(0), "row(0): rows are numbered from 1.");
        assertError(
                () -> RowGenerator.of(List.of(Column.of("id", DataType.BIGINT)
                                .withPrecision(16)
                                .withPrimaryKey(true)))
                        .row(40_000),
                "the key 'id' is bigint(16), which has no other value for row 40000. Ask for fewer rows, or give the"
                        + " column a larger type.");
    }

    private static void assertError(java.util.function.Supplier<?> call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::get).withMessage(message);
    }

    @Test
    void a_resource_knows_the_types_and_the_key() {
        assertThat(ALL_TYPES.resource("rows", 10).primaryKey()).containsExactly("id");
        assertThat(ALL_TYPES.resource("rows", 10).columnHints()).hasSize(13).containsEntry("amount", decimal(12, 2));
        assertThat(Set.copyOf(ALL_TYPES.resource("rows", 10).columnHints().keySet()))
                .isEqualTo(ALL_TYPES.row(1).keySet());
    }
}
