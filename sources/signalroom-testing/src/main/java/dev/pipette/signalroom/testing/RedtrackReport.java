package dev.pipette.signalroom.testing;

import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.ReceivedRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the fake RedTrack reads what is asked for and writes the report.
 *
 * @param per rows on a page for those who ask for no number
 * @param inItems whether the rows are in {@code items} for all clients
 * @param bySourceOnly whether several groups are understood as {@code source}
 */
record RedtrackReport(int per, boolean inItems, boolean bySourceOnly) {
    private static final int MOST_PER = 1_000;
    private static final Set<String> GROUPS = Set.of("date", "source");

    Answer answer(RedtrackBook book, ReceivedRequest request) {
        List<String> groups = List.of(request.query("group").orElse("").split(","));
        if (!GROUPS.containsAll(groups)) {
            return FakeApi.error(400, "group: date, source or both, not '" + String.join(",", groups) + "'");
        }
        Optional<LocalDate> from = day(request, "date_from");
        Optional<LocalDate> to = day(request, "date_to");
        Optional<ZoneId> zone = zone(request);
        if (from.isEmpty() || to.isEmpty()) {
            return FakeApi.error(400, "date_from and date_to are required, as YYYY-MM-DD");
        }
        if (zone.isEmpty()) {
            return FakeApi.error(400, "timezone is unknown");
        }
        List<String> understood = bySourceOnly && groups.size() > 1 ? List.of("source") : groups;
        Set<String> sources = Set.of(request.query("source_id")
                .filter(ids -> !ids.isEmpty())
                .map(ids -> ids.split(","))
                .orElseGet(() -> new String[0]));
        Map<Map<String, Object>, RedtrackRow> sums = new LinkedHashMap<>();
        book.read(zone.get(), (key, row) -> {
            if (!key.day().isBefore(from.get())
                    && !key.day().isAfter(to.get())
                    && (sources.isEmpty() || sources.contains(key.sourceId()))) {
                sums.merge(group(understood, key), row, RedtrackRow::plus);
            }
        });
        List<Map<String, Object>> rows = sums.entrySet().stream()
                .map(sum -> row(sum.getKey(), sum.getValue()))
                .toList();
        return written(rows, request);
    }

    private static Optional<LocalDate> day(ReceivedRequest request, String name) {
        try {
            return request.query(name).map(LocalDate::parse);
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /** UTC by default. */
    private static Optional<ZoneId> zone(ReceivedRequest request) {
        try {
            return Optional.of(ZoneId.of(request.query("timezone").orElse("UTC")));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> group(List<String> groups, RedtrackBook.Key key) {
        Map<String, Object> group = new LinkedHashMap<>();
        if (groups.contains("date")) {
            group.put("date", key.day().toString());
        }
        if (groups.contains("source")) {
            group.put("source", key.name());
            group.put("source_alias", key.alias());
            group.put("source_id", key.sourceId());
        }
        return group;
    }

    private static Map<String, Object> row(Map<String, Object> group, RedtrackRow sum) {
        Map<String, Object> row = new LinkedHashMap<>(group);
        row.put("clicks", sum.clicks());
        row.put("conversions", sum.conversions());
        row.put("total_conversions", sum.totalConversions());
        row.put("cost", Money.written(sum.cost()));
        row.put("revenue", 0);
        row.put("total_revenue", 0);
        row.put("profit", Money.written(sum.cost().negate()));
        row.put("lp_views", 0);
        row.put("lp_clicks", 0);
        return row;
    }

    private Answer written(List<Map<String, Object>> rows, ReceivedRequest request) {
        long page = number(request, "page", 1);
        long size = Math.min(MOST_PER, number(request, "per", per));
        List<Map<String, Object>> onPage =
                rows.stream().skip((page - 1) * size).limit(size).toList();
        boolean total = request.query("total").orElse("").equals("true");
        return inItems || total ? Answer.json(Map.of("items", onPage, "total", total(rows))) : Answer.json(onPage);
    }

    private static Map<String, Object> total(List<Map<String, Object>> rows) {
        return Map.of(
                "clicks",
                rows.stream().mapToLong(row -> (Long) row.get("clicks")).sum());
    }

    /** A text that is not a number counts as not given. */
    private static long number(ReceivedRequest request, String name, long otherwise) {
        return request.query(name)
                .filter(text -> text.matches("[1-9]\\d{0,8}"))
                .map(Long::parseLong)
                .orElse(otherwise);
    }
}
