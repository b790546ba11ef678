package dev.pipette.rest;

import dev.pipette.PipetteException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads all pages of one report, and again when they do not fit together. */
final class PageReader {
    /** How often a report is read before it is an error that its pages do not fit together. */
    private static final int READS = 3;

    private final RestClient client;
    private final RestRequest request;
    private final Paging paging;

    /** What was read, and what is wrong with it. */
    private record Reading(Report report, Optional<String> problem) {}

    PageReader(RestClient client, RestRequest request, Paging paging) {
        this.client = client;
        this.request = request;
        this.paging = paging;
    }

    /**
     * Reads them.
     *
     * @throws PipetteException SOURCE_UNREADABLE when they do not fit together at the last time either
     */
    Report read() {
        Reading reading = pages();
        for (int reads = 1; reading.problem().isPresent(); reads++) {
            if (reads == READS) {
                throw client.inconsistent(request, reading.problem().get(), reads);
            }
            reading = pages();
        }
        return reading.report();
    }

    private Reading pages() {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> before = List.of();
        Optional<Long> total = Optional.empty();
        for (int number = 1; ; number++) {
            List<JsonNode> previous = before;
            JsonNode document = client.json(paging.request(request, number), answer -> check(answer, previous));
            List<JsonNode> rows = paging.rows(document).orElseThrow();
            if (paging.isCut(document)) {
                return new Reading(new Report(rows, true), Optional.empty());
            }
            all.addAll(rows);
            total = paging.total(document);
            if (paging.isLast(document, rows.size(), all.size())) {
                return new Reading(new Report(all, false), problem(all, total));
            }
            before = rows;
        }
    }

    private void check(JsonNode answer, List<JsonNode> previous) {
        List<JsonNode> rows = paging.rows(answer)
                .orElseThrow(() ->
                        Setback.doubtful("answered without " + paging.place() + ": " + client.excerpt(answer), null));
        if (!rows.isEmpty() && rows.equals(previous)) {
            throw Setback.doubtful("answered with the rows of the page before", null);
        }
    }

    private Optional<String> problem(List<JsonNode> all, Optional<Long> total) {
        if (total.isPresent() && total.get() != all.size()) {
            return Optional.of(all.size() + " rows came, and the API counts " + total.get());
        }
        Set<Object> keys = new HashSet<>();
        for (JsonNode row : all) {
            Object key = paging.key(row);
            if (!keys.add(key)) {
                return Optional.of("one row came twice: " + client.excerpt(row));
            }
        }
        return Optional.empty();
    }
}
