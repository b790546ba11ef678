package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random rows, batches, strategies and rules: after each load, the tables hold what {@link MergeModel} holds, nested rows
 * included, and the load counted the same. Each build runs a few histories, {@code -Pcampaign} many.
 */
interface MergeModelContract {
    int HISTORIES = Integer.getInteger("pipette.campaign.kills") == null ? 8 : 200;
    int LOADS = 4;
    List<String> NONE = List.of();

    /** All columns, so that each can be read. */
    Map<String, @Nullable Object> FULL = row(0, 1, "w", 1, false, List.of(line("a", List.of(1, 2))));

    private static Map<String, @Nullable Object> row(
            int key,
            @Nullable Integer value,
            @Nullable String word,
            @Nullable Integer sort,
            @Nullable Boolean gone,
            @Nullable List<?> lines) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("k", key);
        row.put("v", value);
        row.put("w", word);
        row.put("s", sort);
        row.put("gone", gone);
        row.put("lines", lines);
        return row;
    }

    private static Map<String, @Nullable Object> line(@Nullable String sku, @Nullable List<?> tags) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("sku", sku);
        line.put("tags", tags);
        return line;
    }

    private static <T> @Nullable T some(Random random, List<T> values) {
        int at = random.nextInt(values.size() + 1);
        return at == values.size() ? null : values.get(at);
    }

    private static List<Map<String, @Nullable Object>> batch(Random random) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        int count = 1 + random.nextInt(7);
        for (int at = 0; at < count; at++) {
            List<Map<String, @Nullable Object>> lines = new ArrayList<>();
            for (int line = random.nextInt(3); line > 0; line--) {
                // a line without any value would be no row
                lines.add(line(
                        random.nextBoolean() ? "a" : "b", some(random, List.of(List.of(1), List.of(1, 2), NONE))));
            }
            rows.add(row(
                    random.nextInt(5),
                    some(random, List.of(1, 2)),
                    some(random, List.of("x", "")),
                    some(random, List.of(1, 2, 3)),
                    some(random, List.of(true, false, false)),
                    lines));
        }
        return rows;
    }

    private static MergeStrategy strategy(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> MergeStrategy.upsert("k");
            case 1 -> MergeStrategy.insertOnly("k");
            case 2 -> MergeStrategy.snapshot("k").allowDeleting(1);
            default -> MergeStrategy.deleteInsert("k");
        };
    }

    private static MergeRules rules(Random random) {
        return new MergeRules(
                random.nextBoolean() ? Optional.of("gone") : Optional.empty(),
                Optional.ofNullable(some(
                        random,
                        List.of(
                                new DedupSort("s", DedupSort.Wins.HIGHEST),
                                new DedupSort("s", DedupSort.Wins.LOWEST)))),
                random.nextBoolean());
    }

    private static Resource resource(String name, List<Map<String, @Nullable Object>> rows) {
        return Pipette.resource(name).rows(rows);
    }

    @Test
    default void tables_hold_what_the_model_holds(Trial trial) {
        for (int history = 0; history < HISTORIES; history++) {
            Random random = new Random(history);
            String table = "t" + history;
            MergeModel model = new MergeModel();
            List<String> loads = new ArrayList<>();
            StringBuilder steps = new StringBuilder();
            for (int load = 0; load < LOADS; load++) {
                List<Map<String, @Nullable Object>> rows = load == 0 ? List.of(FULL) : batch(random);
                MergeStrategy strategy = strategy(random);
                MergeRules rules = rules(random);
                steps.append("\nload ")
                        .append(load)
                        .append(": ")
                        .append(strategy)
                        .append(' ')
                        .append(rules)
                        .append(' ')
                        .append(rows);

                LoadInfo info = trial.run(resource(table, rows).write(new WriteDisposition.Merge(strategy, rules)));

                MergeModel.Counts counts = model.load(rows, strategy, rules, load);
                loads.add(info.nothingNew() ? "" : info.packages().getFirst().loadId());
                assertThat(read(trial, table, loads))
                        .as("history " + history + steps)
                        .isEqualTo(model.rows());
                if (!info.nothingNew()) {
                    assertThat(counts(info, table))
                            .as("history " + history + steps)
                            .isEqualTo(counts);
                }
            }
        }
    }

    @Test
    default void one_package_equals_many(Trial trial) {
        for (int history = 0; history < HISTORIES / 4; history++) {
            Random random = new Random(1_000 + history);
            for (MergeStrategy strategy : List.of(
                    MergeStrategy.deleteInsert("k"), MergeStrategy.upsert("k"), MergeStrategy.insertOnly("k"))) {
                // a delete that came before the first row of its key is over when that row comes
                Optional<String> gone =
                        strategy instanceof MergeStrategy.InsertOnly ? Optional.empty() : Optional.of("gone");
                WriteDisposition merge = new WriteDisposition.Merge(
                        strategy, new MergeRules(gone, Optional.empty(), random.nextBoolean()));
                List<Map<String, @Nullable Object>> rows = new ArrayList<>(List.of(FULL));
                rows.addAll(batch(random));
                rows.addAll(batch(random));
                String one = "one" + history + strategy.word().charAt(0);
                String many = "many" + history + strategy.word().charAt(0);

                trial.run(resource(one, rows).write(merge));
                int cut = 1 + random.nextInt(rows.size() - 1);
                trial.run(resource(many, rows.subList(0, cut)).write(merge));
                trial.run(resource(many, rows.subList(cut, rows.size())).write(merge));

                assertThat(values(trial, many))
                        .as(merge + " " + cut + " " + rows)
                        .isEqualTo(values(trial, one));
            }
        }
    }

    private static MergeModel.Counts counts(LoadInfo info, String table) {
        TableLoad load = info.tables().stream()
                .filter(found -> found.table().equals(table))
                .findFirst()
                .orElseThrow();
        return new MergeModel.Counts(load.inserted(), load.updated(), load.unchanged(), load.skipped(), load.deleted());
    }

    private static List<Map<String, Object>> values(Trial trial, String table) {
        return read(trial, table, List.of()).values().stream()
                .map(MergeModel.Row::values)
                .toList();
    }

    /** The rows of a table with what is nested in them, by their keys. */
    private static Map<Integer, MergeModel.Row> read(Trial trial, String table, List<String> loads) {
        Map<String, List<Object>> tags = new HashMap<>();
        trial.pipeline()
                .dataset()
                .query("SELECT _dlt_parent_id, value FROM " + table + "__lines__tags ORDER BY 1, _dlt_list_idx")
                .forEach(row -> tags.computeIfAbsent(row.get(0, String.class), id -> new ArrayList<>())
                        .add(row.get(1, Integer.class)));
        Map<String, List<Object>> lines = new HashMap<>();
        trial.pipeline()
                .dataset()
                .query("SELECT _dlt_parent_id, _dlt_id, sku FROM " + table + "__lines ORDER BY 1, _dlt_list_idx")
                .forEach(row -> {
                    Map<String, Object> line =
                            MergeModel.clean(line(row.get(2, String.class), tags.remove(row.get(1, String.class))));
                    lines.computeIfAbsent(row.get(0, String.class), id -> new ArrayList<>())
                            .add(line);
                });
        assertThat(tags).as("tags without a line").isEmpty();
        Map<Integer, MergeModel.Row> rows = new TreeMap<>();
        trial.pipeline()
                .dataset()
                .query("SELECT k, v, w, s, gone, _dlt_id, _dlt_load_id FROM " + table)
                .forEach(row -> {
                    int key = row.get(0, Integer.class);
                    Map<String, Object> values = MergeModel.clean(row(
                            key,
                            row.get(1, Integer.class),
                            row.get(2, String.class),
                            row.get(3, Integer.class),
                            row.get(4, Boolean.class),
                            lines.remove(row.get(5, String.class))));
                    MergeModel.Row read = new MergeModel.Row(values, loads.indexOf(row.get(6, String.class)));
                    assertThat(rows.put(key, read))
                            .as("another row of key " + key)
                            .isNull();
                });
        assertThat(lines).as("lines without a row").isEmpty();
        return rows;
    }
}
