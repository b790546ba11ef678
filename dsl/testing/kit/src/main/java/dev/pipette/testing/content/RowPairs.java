package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which expected row is compared with which actual one: equal ones first, whatever their order; then those with the
 * same key; and where no key is known, those that have most in common.
 */
record RowPairs(List<Changed> changed, List<Map<String, Object>> missing, List<Map<String, Object>> unexpected) {
    /** Looking for the most similar row is quadratic, and more differences than this are not read. */
    private static final int SIMILAR_AT_MOST = 200;

    private static final int CELLS_SHOWN = 5;
    private static final int CELLS_IN_A_NAME = 3;

    /** Two rows that are one row, changed. */
    record Changed(String name, Map<String, Object> expected, Map<String, Object> actual) {
        String text() {
            List<String> differences = Differences.between(expected, actual);
            String more = differences.size() > CELLS_SHOWN
                    ? "; and " + (differences.size() - CELLS_SHOWN) + " more differences"
                    : "";
            return name + ": " + differences.stream().limit(CELLS_SHOWN).collect(Collectors.joining("; ")) + more;
        }
    }

    int size() {
        return changed.size() + missing.size() + unexpected.size();
    }

    RowPairs expectedOnly() {
        return new RowPairs(changed, missing, List.of());
    }

    static RowPairs byPosition(List<Map<String, Object>> expected, List<Map<String, Object>> actual) {
        List<Changed> changed = new ArrayList<>();
        int both = Math.min(expected.size(), actual.size());
        for (int at = 0; at < both; at++) {
            if (!expected.get(at).equals(actual.get(at))) {
                changed.add(new Changed("row " + (at + 1), expected.get(at), actual.get(at)));
            }
        }
        return new RowPairs(changed, expected.subList(both, expected.size()), actual.subList(both, actual.size()));
    }

    static RowPairs anyOrder(List<Map<String, Object>> expected, List<Map<String, Object>> actual, List<String> key) {
        List<Map<String, Object>> missing = without(expected, actual);
        List<Map<String, Object>> unexpected = without(actual, expected);
        List<Changed> changed = new ArrayList<>();
        if (!key.isEmpty()) {
            pairByKey(missing, unexpected, key, changed);
        } else {
            guessedKey(expected, actual).ifPresent(column -> pairByKey(missing, unexpected, List.of(column), changed));
            pairSimilar(missing, unexpected, changed);
        }
        return new RowPairs(changed, missing, unexpected);
    }

    /** The rows without those that the others have too, each as often as they have it. */
    private static List<Map<String, Object>> without(List<Map<String, Object>> rows, List<Map<String, Object>> others) {
        Map<Map<String, Object>, Integer> there = new LinkedHashMap<>();
        others.forEach(row -> there.merge(row, 1, Integer::sum));
        List<Map<String, Object>> left = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (there.getOrDefault(row, 0) > 0) {
                there.merge(row, -1, Integer::sum);
            } else {
                left.add(row);
            }
        }
        return left;
    }

    /** The first column that has another value in every row, on both sides. */
    private static Optional<String> guessedKey(List<Map<String, Object>> expected, List<Map<String, Object>> actual) {
        if (expected.size() < 2 && actual.size() < 2) {
            return Optional.empty(); // of one row every column is unique
        }
        Set<String> columns = new LinkedHashSet<>();
        expected.forEach(row -> columns.addAll(row.keySet()));
        return columns.stream()
                .filter(column -> isUnique(column, expected) && isUnique(column, actual))
                .findFirst();
    }

    private static boolean isUnique(String column, List<Map<String, Object>> rows) {
        Set<Object> values = new HashSet<>();
        for (Map<String, Object> row : rows) {
            Object value = row.get(column);
            if (value == null || value instanceof List<?> || !values.add(value)) {
                return false;
            }
        }
        return true;
    }

    private static void pairByKey(
            List<Map<String, Object>> missing,
            List<Map<String, Object>> unexpected,
            List<String> key,
            List<Changed> changed) {
        Map<List<Object>, List<Map<String, Object>>> byKey = new LinkedHashMap<>();
        unexpected.forEach(row -> byKey.computeIfAbsent(values(row, key), values -> new ArrayList<>())
                .add(row));
        List<Map<String, Object>> left = new ArrayList<>();
        for (Map<String, Object> row : missing) {
            List<Map<String, Object>> same = byKey.getOrDefault(values(row, key), List.of());
            if (same.isEmpty()) {
                left.add(row);
            } else {
                changed.add(new Changed("row " + name(row, key), row, same.removeFirst()));
            }
        }
        missing.clear();
        missing.addAll(left);
        unexpected.clear();
        byKey.values().forEach(unexpected::addAll);
    }

    private static List<Object> values(Map<String, Object> row, List<String> key) {
        return key.stream()
                .map(column -> Optional.ofNullable(row.get(column)))
                .map(Object.class::cast)
                .toList();
    }

    private static void pairSimilar(
            List<Map<String, Object>> missing, List<Map<String, Object>> unexpected, List<Changed> changed) {
        if (missing.size() > SIMILAR_AT_MOST || unexpected.size() > SIMILAR_AT_MOST) {
            return;
        }
        List<Map<String, Object>> left = new ArrayList<>();
        for (Map<String, Object> row : missing) {
            Map<String, Object> best = Map.of();
            long most = 0;
            for (Map<String, Object> candidate : unexpected) {
                long common = common(row, candidate).count();
                if (common > most) {
                    most = common;
                    best = candidate;
                }
            }
            if (most > 0 && most * 2 >= Math.max(row.size(), best.size())) {
                Map<String, Object> found = best;
                List<String> equal = common(row, found).limit(CELLS_IN_A_NAME).toList();
                changed.add(new Changed("row " + name(row, equal), row, found));
                removeOne(unexpected, found);
            } else {
                left.add(row);
            }
        }
        missing.clear();
        missing.addAll(left);
    }

    private static void removeOne(List<Map<String, Object>> rows, Map<String, Object> row) {
        for (int at = 0; at < rows.size(); at++) {
            if (rows.get(at) == row) {
                rows.remove(at);
                return;
            }
        }
    }

    private static Stream<String> common(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().stream().filter(column -> ComparableValues.same(one.get(column), other.get(column)));
    }

    static String name(Map<String, Object> row, List<String> columns) {
        return columns.stream()
                .map(column -> column + "=" + Cells.text(row.get(column)))
                .collect(Collectors.joining(", "));
    }
}
