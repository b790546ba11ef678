package dev.pipette.testing.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON documents as maps and lists. */
final class JsonData {
    private static final int DEEP = 50;

    private JsonData() {}

    static List<Object> edges(Set<Edge> unwanted) {
        List<Object> edges = new ArrayList<>();
        if (!unwanted.contains(Edge.EMPTY_JSON)) {
            edges.add(Map.of());
            edges.add(List.of());
        }
        if (!unwanted.contains(Edge.DEEP_JSON)) {
            edges.add(deep());
        }
        if (!unwanted.contains(Edge.ODD_JSON)) {
            edges.add(odd());
        }
        return edges;
    }

    private static Object deep() {
        Object inner = "the end";
        for (int level = 0; level < DEEP; level += 2) {
            inner = Map.of("deeper", List.of(inner));
        }
        return inner;
    }

    private static Object odd() {
        Map<String, @Nullable Object> odd = new LinkedHashMap<>();
        odd.put("", "no name");
        odd.put("a.b", "it's \"quoted\" \\ and\nbroken\t\uD83D\uDC18");
        odd.put("none", null);
        odd.put("list", Collections.unmodifiableList(Arrays.asList(null, true, 0L, -1.5, "", Map.of(), List.of())));
        odd.put("ends", List.of(Long.MIN_VALUE, Long.MAX_VALUE));
        return Collections.unmodifiableMap(odd);
    }

    /** A document of at most four levels. */
    static Object random(CellRandom random) {
        return object(random, 3);
    }

    private static Object object(CellRandom random, int levels) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        int count = random.below(4);
        for (int field = 0; field < count; field++) {
            fields.put("f" + field, value(random, levels - 1));
        }
        return Collections.unmodifiableMap(fields);
    }

    private static @Nullable Object value(CellRandom random, int levels) {
        return switch (random.below(levels > 0 ? 7 : 5)) {
            case 0 -> null;
            case 1 -> random.below(2) == 0;
            case 2 -> random.next() >> random.below(Long.SIZE);
            case 3 -> random.below(1_000_000) / 64.0;
            case 4 -> RandomValues.text(random, 12);
            case 5 -> object(random, levels);
            default -> list(random, levels);
        };
    }

    private static Object list(CellRandom random, int levels) {
        List<@Nullable Object> elements = new ArrayList<>();
        int count = random.below(4);
        for (int element = 0; element < count; element++) {
            elements.add(value(random, levels - 1));
        }
        return Collections.unmodifiableList(elements);
    }
}
