package dev.pipette.signalroom.testing;

import dev.pipette.testing.http.Answer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the fake Everflow writes a report.
 *
 * @param cap rows beyond which a report is incomplete
 * @param paged whether pages are given to those who ask for them
 * @param dateLabels whether the label of a day is the day; else it is empty, and only the id gives it
 */
record EverflowReport(int cap, boolean paged, boolean dateLabels) {
    Answer answer(EverflowBook book, EverflowRequest request) {
        Map<List<Object>, EverflowRow> sums = new LinkedHashMap<>();
        book.read(request.zone(), (key, row) -> {
            if (request.wants(key)) {
                List<Object> group = request.columns().stream()
                        .map(column -> value(key, column))
                        .toList();
                sums.merge(group, row, EverflowRow::plus);
            }
        });
        List<Map<String, Object>> rows = sums.entrySet().stream()
                .limit(cap)
                .map(sum -> row(request.columns(), sum.getKey(), sum.getValue()))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("table", rows);
        answer.put("incomplete_results", sums.size() > cap);
        request.page().filter(asked -> paged).ifPresent(page -> {
            long first = Math.min(rows.size(), (page.number() - 1L) * page.size());
            answer.put(
                    "table",
                    rows.subList(Math.toIntExact(first), Math.toIntExact(Math.min(rows.size(), first + page.size()))));
            answer.put("paging", Map.of("page", page.number(), "page_size", page.size(), "total_count", rows.size()));
        });
        return Answer.json(answer);
    }

    private static Object value(EverflowBook.Key key, String column) {
        return switch (column) {
            case "affiliate" -> key.affiliate();
            case "advertiser" -> key.advertiser();
            default -> key.day();
        };
    }

    private Map<String, Object> row(List<String> columns, List<Object> group, EverflowRow sum) {
        List<Map<String, Object>> written = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Map<String, Object> column = new LinkedHashMap<>();
            column.put("column_type", columns.get(i));
            column.put("id", id(group.get(i)));
            column.put("label", label(columns.get(i), group.get(i)));
            written.add(column);
        }
        return Map.of("columns", written, "reporting", metrics(sum));
    }

    /** Of a day it is the second in which the day begins in UTC, whatever zone was asked for. */
    private static String id(Object value) {
        return value instanceof LocalDate day
                ? String.valueOf(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                : value.toString();
    }

    private String label(String column, Object value) {
        if (value instanceof LocalDate day) {
            return dateLabels ? day.toString() : "";
        }
        if (value.equals(0L)) {
            return "";
        }
        return (column.equals("affiliate") ? "Demo Affiliate " : "Demo Brand ") + value;
    }

    private static Map<String, Object> metrics(EverflowRow sum) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("imp", 0);
        metrics.put("total_click", sum.clicks());
        metrics.put("unique_click", sum.clicks());
        metrics.put("invalid_click", 0);
        metrics.put("duplicate_click", 0);
        metrics.put("gross_click", sum.clicks());
        metrics.put("cv", sum.conversions());
        metrics.put("invalid_cv_scrub", 0);
        metrics.put("view_through_cv", Math.max(0, sum.totalConversions() - sum.conversions()));
        metrics.put("total_cv", sum.totalConversions());
        metrics.put("event", 0);
        metrics.put("payout", Money.written(sum.payout()));
        metrics.put("revenue", Money.written(sum.revenue()));
        metrics.put("profit", Money.written(sum.profit()));
        metrics.put("media_buying_cost", BigDecimal.ZERO);
        return metrics;
    }
}
