package dev.pipette.testing.contract;

import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a table with the key {@code k} holds after merges, in plain Java: rows by their keys, each with the load that brought
 * it. Only for tests of the contract.
 */
final class MergeModel {
    /** A row with what is nested in it; a value that is null and a list that is empty are left out. */
    record Row(Map<String, Object> values, int load) {}

    /** What a load did with the rows of the root table. */
    record Counts(long inserted, long updated, long unchanged, long skipped, long deleted) {}

    private final TreeMap<Integer, Row> rows = new TreeMap<>();

    /** The rows by their keys. */
    Map<Integer, Row> rows() {
        return rows;
    }

    /** Applies one load, by the definition of each strategy. */
    Counts load(List<Map<String, @Nullable Object>> arriving, MergeStrategy strategy, MergeRules rules, int load) {
        boolean keeps = strategy instanceof MergeStrategy.InsertOnly;
        Map<Integer, Map<String, Object>> winners = winners(arriving, rules, keeps);
        long inserted = 0;
        long updated = 0;
        long unchanged = 0;
        long deleted = 0;
        for (Map.Entry<Integer, Map<String, Object>> winner : winners.entrySet()) {
            Row there = rows.get(winner.getKey());
            if (deletes(winner.getValue(), rules)) {
                deleted += !keeps && rows.remove(winner.getKey()) != null ? 1 : 0;
            } else if (there != null && rules.skipUnchanged() && there.values().equals(winner.getValue())) {
                unchanged++;
            } else if (there == null || !keeps) {
                rows.put(winner.getKey(), new Row(winner.getValue(), load));
                inserted += there == null ? 1 : 0;
                updated += there == null ? 0 : 1;
            }
        }
        if (strategy instanceof MergeStrategy.Snapshot) {
            int before = rows.size();
            rows.keySet().retainAll(winners.keySet());
            deleted += before - rows.size();
        }
        return new Counts(inserted, updated, unchanged, arriving.size() - inserted - updated - unchanged, deleted);
    }

    private static boolean deletes(Map<String, Object> row, MergeRules rules) {
        return rules.hardDelete().map(row::get).filter(Boolean.TRUE::equals).isPresent();
    }

    private static Map<Integer, Map<String, Object>> winners(
            List<Map<String, @Nullable Object>> arriving, MergeRules rules, boolean firstWins) {
        Map<Integer, List<Map<String, Object>>> byKey = new LinkedHashMap<>();
        arriving.forEach(row -> {
            Map<String, Object> clean = clean(row);
            byKey.computeIfAbsent((Integer) Objects.requireNonNull(clean.get("k")), key -> new ArrayList<>())
                    .add(clean);
        });
        Map<Integer, Map<String, Object>> winners = new HashMap<>();
        byKey.forEach((key, rows) -> winners.put(key, winner(firstWins ? rows.reversed() : rows, rules)));
        return winners;
    }

    /** The last of the rows that no other one beats. */
    private static Map<String, Object> winner(List<Map<String, Object>> rows, MergeRules rules) {
        if (rules.dedupSort().isEmpty()) {
            return rows.getLast();
        }
        DedupSort sort = rules.dedupSort().get();
        Comparator<Integer> values = sort.wins() == DedupSort.Wins.HIGHEST
                ? Comparator.naturalOrder()
                : Comparator.<Integer>naturalOrder().reversed();
        Comparator<Map<String, Object>> better =
                Comparator.comparing(row -> (Integer) row.get(sort.column()), Comparator.nullsFirst(values));
        Map<String, Object> winner = rows.getFirst();
        for (Map<String, Object> row : rows) {
            winner = better.compare(row, winner) >= 0 ? row : winner;
        }
        return winner;
    }

    /** A row without values that are null and lists that are empty: tables do not tell them from those that are missing. */
    static Map<String, Object> clean(Map<String, @Nullable Object> row) {
        Map<String, Object> clean = new TreeMap<>();
        row.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                if (!list.isEmpty()) {
                    clean.put(name, list.stream().map(MergeModel::cleanItem).toList());
                }
            } else if (value != null) {
                clean.put(name, value);
            }
        });
        return clean;
    }

    @SuppressWarnings("unchecked")
    private static Object cleanItem(Object item) {
        return item instanceof Map<?, ?> row ? clean((Map<String, @Nullable Object>) row) : item;
    }
}
