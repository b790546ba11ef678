package dev.pipette.duckdb;

import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows in are rows loaded: random documents are put together again from the tables that were made of them, and are what
 * they were. What dlt's rules for nesting do not keep is taken out of both: keys without a value, empty objects and
 * empty lists, and which of null, {@code {}} and {@code []} an element of a list was.
 */
class NothingLostTests {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void documents_come_back_from_their_tables(long seed) {
        Documents documents = new Documents(new Random(seed));
        List<Map<String, @Nullable Object>> first = documents.make(0, 30);
        List<Map<String, @Nullable Object>> second = documents.make(30, 30);
        Scratch scratch = new Scratch(folder);

        LoadInfo one = scratch.run(resource("items").rows(first));
        LoadInfo two = scratch.run(jsonl("items", scratch.file("second.jsonl", lines(second))));

        List<Map<String, @Nullable Object>> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(one.rows("items")).isEqualTo(30);
        assertThat(two.rows("items")).isEqualTo(30);
        assertThat(nestedRows(one) + nestedRows(two)).isEqualTo(elements(all));
        List<Object> expected = all.stream().map(NothingLostTests::plain).toList();
        List<Object> loaded = new Tables(scratch).documents("items");
        for (int document = 0; document < expected.size(); document++) {
            assertThat(loaded.get(document)).isEqualTo(expected.get(document));
        }
        assertThat(loaded).hasSameSizeAs(expected);
    }

    private static String lines(List<Map<String, @Nullable Object>> rows) {
        return rows.stream().map(JsonMapper.shared()::writeValueAsString).collect(Collectors.joining("\n"));
    }

    private static long nestedRows(LoadInfo info) {
        return info.tables().stream()
                .filter(table -> table.parent().isPresent())
                .mapToLong(LoadInfo.TableLoad::rows)
                .sum();
    }

    private static long elements(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.values().stream().mapToLong(NothingLostTests::lists).sum();
            case Collection<?> list ->
                list.stream().mapToLong(NothingLostTests::elements).sum();
            case null, default -> 0;
        };
    }

    private static long lists(@Nullable Object value) {
        return value instanceof Collection<?> list
                ? list.size() + list.stream().mapToLong(NothingLostTests::lists).sum()
                : elements(value);
    }

    // What is expected.

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                Map<String, Object> plain = new TreeMap<>();
                map.forEach((key, inner) -> {
                    Object kept = plain(inner);
                    if (kept != null) {
                        plain.put(String.valueOf(key), kept);
                    }
                });
                yield plain.isEmpty() ? null : plain;
            }
            case Collection<?> list ->
                list.isEmpty()
                        ? null
                        : list.stream().map(NothingLostTests::plain).collect(Collectors.toList());
            case String text -> plainText(text);
            case Double number when !Double.isFinite(number) -> number.toString();
            case Number number -> plainNumber(new BigDecimal(number.toString()));
            default -> value.toString();
        };
    }

    /** Text that is the canonical writing of a number or a time may become one. */
    private static String plainText(String text) {
        if (text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?(e[-+][0-9]+)?")) {
            return plainNumber(new BigDecimal(text));
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            return Instant.parse(text).toString();
        }
        return text;
    }

    private static String plainNumber(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Makes random documents; the first letter of a key tells what may be under it. */
    private record Documents(Random random) {
        private static final List<Object> SCALARS = List.of(
                0L,
                -1L,
                9007199254740993L,
                Long.MIN_VALUE,
                BigInteger.TWO.pow(80).add(BigInteger.ONE),
                0.5,
                -1e-7,
                1e300,
                Double.NaN,
                true,
                false,
                "",
                "text",
                "it's \"quoted\"; \u0001 🙂",
                "12",
                "0012",
                "1.50",
                "true",
                "NULL",
                "2025-01-02T03:04:05Z",
                "2025-01-02T03:04:05.123456Z");

        List<Map<String, @Nullable Object>> make(int from, int count) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int id = from; id < from + count; id++) {
                Map<String, @Nullable Object> row = object(0);
                row.put("id", id);
                rows.add(row);
            }
            return rows;
        }

        private Map<String, @Nullable Object> object(int depth) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            int keys = random.nextInt(5);
            for (int key = 0; key < keys; key++) {
                String kind = List.of("s", "s", "o", "l").get(random.nextInt(4));
                object.put(kind + random.nextInt(3), value(kind, depth));
            }
            return object;
        }

        private @Nullable Object value(String kind, int depth) {
            int pick = random.nextInt(10);
            if (pick == 0) {
                return null;
            }
            if (kind.equals("s") || pick == 1 || depth == 2) {
                return SCALARS.get(random.nextInt(SCALARS.size()));
            }
            return kind.equals("o") ? object(depth + 1) : list(depth + 1);
        }

        private List<@Nullable Object> list(int depth) {
            List<@Nullable Object> list = new ArrayList<>();
            int size = random.nextInt(4);
            for (int index = 0; index < size; index++) {
                list.add(value(List.of("s", "o", "l").get(random.nextInt(3)), depth));
            }
            return list;
        }
    }

    /** Puts documents together again. */
    private static final class Tables {
        private final Map<String, List<Map<String, @Nullable String>>> rows = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> types = new LinkedHashMap<>();

        Tables(Scratch scratch) {
            for (String table : scratch.tables()) {
                rows.put(table, scratch.maps("SELECT * FROM " + table));
                types.put(
                        table,
                        scratch.columns(table).stream()
                                .map(column -> column.split(" ", 2))
                                .collect(Collectors.toMap(words -> words[0], words -> words[1])));
            }
        }

        List<Object> documents(String root) {
            return of(rows, root).stream()
                    .sorted(Comparator.comparing(row -> Integer.valueOf(of(row, "id"))))
                    .map(row -> document(root, row))
                    .toList();
        }

        private @Nullable Object document(String table, Map<String, @Nullable String> row) {
            Map<String, Object> document = new TreeMap<>();
            row.forEach((column, value) -> {
                if (value != null && !column.startsWith("_dlt_")) {
                    put(document, column.replaceFirst("__v_.*", ""), plain(of(of(types, table), column), value));
                }
            });
            for (String nested : rows.keySet()) {
                String path = nested.startsWith(table + "__") ? nested.substring(table.length() + 2) : "";
                List<Object> list = path.isEmpty() ? List.of() : list(nested, of(row, "_dlt_id"));
                if (!list.isEmpty()) {
                    put(document, path, list);
                }
            }
            Object scalar = document.get("value");
            Object list = document.get("list");
            return scalar != null ? scalar : list != null ? list : document.isEmpty() ? null : document;
        }

        private List<Object> list(String table, String parent) {
            return of(rows, table).stream()
                    .filter(row -> parent.equals(row.get("_dlt_parent_id")))
                    .sorted(Comparator.comparing(row -> Integer.valueOf(of(row, "_dlt_list_idx"))))
                    .map(row -> document(table, row))
                    .collect(Collectors.toList());
        }

        private static <T> T of(Map<String, ? extends @Nullable T> map, String key) {
            return Objects.requireNonNull(map.get(key), key);
        }

        @SuppressWarnings("unchecked")
        private static void put(Map<String, Object> document, String path, Object value) {
            int end = path.indexOf("__");
            if (end < 0) {
                assertThat(document.put(path, value))
                        .as("second value of " + path)
                        .isNull();
            } else {
                Object inner = document.computeIfAbsent(path.substring(0, end), key -> new TreeMap<String, Object>());
                put((Map<String, Object>) inner, path.substring(end + 2), value);
            }
        }

        private static String plain(String type, String value) {
            return switch (type) {
                case "BIGINT" -> plainNumber(new BigDecimal(value));
                case "DOUBLE" -> value.equals("nan") ? "NaN" : plainNumber(new BigDecimal(value));
                case "TIMESTAMP WITH TIME ZONE" ->
                    OffsetDateTime.parse(value.replace(' ', 'T') + ":00")
                            .toInstant()
                            .toString();
                case "VARCHAR" -> plainText(value);
                case "BOOLEAN" -> value;
                default -> {
                    assertThat(type).startsWith("DECIMAL");
                    yield plainNumber(new BigDecimal(value));
                }
            };
        }
    }

    // Order.

    private static final List<Object> VALUES = Arrays.asList(
            1L,
            9007199254740993L,
            2.5,
            Double.NaN,
            new BigDecimal("0.10"),
            BigInteger.TWO.pow(70),
            true,
            "text",
            "12",
            "2025-01-02T03:04:05Z",
            "2025-01-02T03:04:05",
            Instant.EPOCH,
            LocalDateTime.of(2025, 1, 2, 3, 4),
            LocalDate.EPOCH,
            LocalTime.NOON,
            null,
            List.of(1, "a"),
            Map.of("k", 1));

    /** Five random picks of types for three columns, each in three orders. */
    @Test
    void the_order_of_rows_decides_nothing() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<Map<String, Object>> rows = new ArrayList<>();
            List<List<Object>> picks = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                List<Object> pick = new ArrayList<>(VALUES);
                Collections.shuffle(pick, random);
                picks.add(pick.subList(0, 1 + random.nextInt(4)));
            }
            for (int id = 0; id < 12; id++) {
                Map<String, Object> row = new LinkedHashMap<>(Map.of("id", id));
                for (int column = 0; column < 3; column++) {
                    List<Object> pick = picks.get(column);
                    row.put("c" + column, pick.get(random.nextInt(pick.size())));
                }
                rows.add(row);
            }
            List<Resource> resources = new ArrayList<>();
            for (String table : List.of("first", "second", "third")) {
                resources.add(resource(table).rows(List.copyOf(rows)));
                Collections.shuffle(rows, random);
            }
            Scratch dataset = new Scratch(folder, "seed" + seed);

            dataset.pipeline().run(resources);

            assertThat(contents(dataset, "second")).as("seed %s", seed).isEqualTo(contents(dataset, "first"));
            assertThat(contents(dataset, "third")).as("seed %s", seed).isEqualTo(contents(dataset, "first"));
        }
    }

    private static List<String> contents(Scratch dataset, String root) {
        List<String> contents = new ArrayList<>();
        for (String table : dataset.tables()) {
            if (table.equals(root) || table.startsWith(root + "__")) {
                List<String> columns = dataset.columns(table).stream().sorted().toList();
                contents.add(table.substring(root.length()) + columns);
                String names = String.join(
                        ", ",
                        columns.stream()
                                .map(column -> column.substring(0, column.indexOf(' ')))
                                .toList());
                contents.addAll(dataset.rows("SELECT " + names + " FROM " + table + " ORDER BY ALL"));
            }
        }
        return contents;
    }
}
