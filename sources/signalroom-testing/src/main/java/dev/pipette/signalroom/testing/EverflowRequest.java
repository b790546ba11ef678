package dev.pipette.signalroom.testing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is asked for, checked as Everflow checks it.
 *
 * @param page empty where no pages are asked for
 */
record EverflowRequest(
        LocalDate from,
        LocalDate to,
        ZoneId zone,
        List<String> columns,
        Map<String, Set<String>> filters,
        Map<String, Set<String>> exclusions,
        Optional<Page> page) {
    static final Map<Integer, ZoneId> ZONES = Map.of(
            67, ZoneId.of("UTC"),
            80, ZoneId.of("America/New_York"),
            85, ZoneId.of("America/Chicago"),
            90, ZoneId.of("America/Los_Angeles"),
            63, ZoneId.of("Europe/London"),
            58, ZoneId.of("Europe/Paris"),
            56, ZoneId.of("Europe/Berlin"),
            72, ZoneId.of("America/Sao_Paulo"));

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Set<String> TIMES = Set.of("hour", "date", "week", "month", "quarter", "year");
    private static final Set<String> HELD = Set.of("affiliate", "advertiser", "date");
    private static final int MOST_COLUMNS = 10;
    private static final int MOST_DAYS = 365;
    private static final int PAGE_SIZE = 50;
    private static final int MOST_ON_PAGE = 2_000;

    /** A page, counted from 1. */
    record Page(int number, int size) {}

    /** What the API refuses with 400, in its words. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String words) {
            super(words);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    static EverflowRequest of(String body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JacksonException malformed) {
            throw new Refused("the request is not JSON");
        }
        LocalDate from = day(json, "from");
        LocalDate to = day(json, "to");
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MOST_DAYS) {
            throw new Refused("from and to: a report is about 1 to " + MOST_DAYS + " days, not " + days);
        }
        if (json.path("currency_id").asString("").isEmpty()) {
            throw new Refused("currency_id is required");
        }
        return new EverflowRequest(
                from,
                to,
                zone(json),
                columns(json),
                conditions(json, "filters"),
                conditions(json, "exclusions"),
                page(json));
    }

    private static LocalDate day(JsonNode json, String name) {
        try {
            return LocalDate.parse(json.path(name).asString(""));
        } catch (DateTimeException notOne) {
            throw new Refused(name + " is required, as YYYY-MM-DD");
        }
    }

    /** The network's own zone is that of New York. */
    private static ZoneId zone(JsonNode json) {
        JsonNode id = json.path("timezone_id");
        ZoneId zone = id.isMissingNode() ? Moments.NEW_YORK : ZONES.get(id.intValue(-1));
        if (zone == null) {
            throw new Refused("timezone_id " + id + " is unknown");
        }
        return zone;
    }

    private static List<String> columns(JsonNode json) {
        List<String> columns = new ArrayList<>();
        json.path("columns").forEach(column -> columns.add(column.path("column").asString("")));
        if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
            throw new Refused("columns: a report has 1 to " + MOST_COLUMNS + ", not " + columns.size());
        }
        if (columns.stream().filter(TIMES::contains).count() > 1) {
            throw new Refused("columns: only one column of time is supported");
        }
        columns.stream().filter(column -> !HELD.contains(column)).findFirst().ifPresent(unknown -> {
            throw new Refused("columns: '" + unknown + "' is none that the fake holds");
        });
        return List.copyOf(columns);
    }

    /** Values of one type are alternatives, types are wanted together. */
    private static Map<String, Set<String>> conditions(JsonNode json, String name) {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (JsonNode filter : json.path("query").path(name)) {
            String type = filter.path("resource_type").asString("");
            String value = filter.path("filter_id_value").asString("");
            if (type.isEmpty() || value.isEmpty()) {
                throw new Refused(name + ": resource_type and filter_id_value are required");
            }
            if (!type.equals("affiliate") && !type.equals("advertiser")) {
                throw new Refused(name + ": '" + type + "' is none that the fake holds");
            }
            wanted.computeIfAbsent(type, same -> new LinkedHashSet<>()).add(value);
        }
        return wanted;
    }

    private static Optional<Page> page(JsonNode json) {
        if (!json.has("page") && !json.has("page_size")) {
            return Optional.empty();
        }
        return Optional.of(new Page(
                Math.max(1, json.path("page").intValue(1)),
                Math.clamp(json.path("page_size").intValue(PAGE_SIZE), 1, MOST_ON_PAGE)));
    }

    boolean wants(EverflowBook.Key key) {
        return !key.day().isBefore(from)
                && !key.day().isAfter(to)
                && filters.entrySet().stream()
                        .allMatch(filter -> filter.getValue().contains(id(key, filter.getKey())))
                && exclusions.entrySet().stream()
                        .noneMatch(filter -> filter.getValue().contains(id(key, filter.getKey())));
    }

    private static String id(EverflowBook.Key key, String type) {
        return String.valueOf(type.equals("affiliate") ? key.affiliate() : key.advertiser());
    }
}
