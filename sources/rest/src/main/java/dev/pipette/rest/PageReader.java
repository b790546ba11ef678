package dev.pipette.rest;

import dev.pipette.error.PipetteException;
import dev.pipette.spi.Sampling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads all pages of one report, and again when they do not fit together. Pages may never end, so that they have limits. */
final class PageReader {
    /** How often a report is read before it is an error that its pages do not fit together. */
    private static final int READS = 3;

    private final RestClient client;
    private final RestRequest request;
    private final ReportPaging paging;
    private final ClientOptions options;
    private final Instant begin;

    /** What was read, and what is wrong with it. */
    private record Reading(Report report, Optional<String> problem) {}

    PageReader(RestClient client, RestRequest request, ReportPaging paging, ClientOptions options) {
        this.client = client;
        this.request = request;
        this.paging = paging;
        this.options = options;
        this.begin = options.timing().instant();
    }

    /**
     * Reads them.
     *
     * @throws PipetteException SOURCE_UNREADABLE when they do not fit together at the last time either
     */
    Report read() {
        Reading reading = new Pages().read();
        for (int reads = 1; reading.problem().isPresent(); reads++) {
            if (reads == READS) {
                throw client.inconsistent(request, reading.problem().get(), reads);
            }
            reading = new Pages().read();
        }
        return reading.report();
    }

    /** One reading of all pages. */
    private final class Pages {
        private final List<JsonNode> all = new ArrayList<>();
        private final Set<Object> keys = new HashSet<>();
        private Optional<JsonNode> twice = Optional.empty();
        private List<JsonNode> before = List.of();
        private long size;

        Reading read() {
            for (int number = 1; ; number++) {
                checkLimits(number);
                Answer answer = client.answer(paging.request(request, number), this::check);
                JsonNode document = answer.document();
                List<JsonNode> rows = paging.rows(document).orElseThrow();
                if (paging.isCut(document)) {
                    return new Reading(new Report(rows, true), Optional.empty());
                }
                size += answer.size();
                boolean isKnown = !add(rows) && !rows.isEmpty();
                if (paging.isLast(document, rows.size(), all.size())) {
                    return new Reading(new Report(all, false), problem(paging.total(document)));
                }
                if (Sampling.isComplete()) {
                    return new Reading(new Report(all, false), Optional.empty()); // a plan needs no more of it
                }
                if (isKnown) {
                    return new Reading(
                            new Report(all, false),
                            Optional.of("page " + number + " has only rows of the pages before it"));
                }
                before = rows;
            }
        }

        private void checkLimits(int number) {
            String read = " (" + (number - 1) + " were read)";
            if (number > options.maxPages()) {
                throw client.tooMuch(request, "has more than " + options.maxPages() + " pages", "maxPages(..)");
            }
            if (size > options.maxReportSize()) {
                throw client.tooMuch(
                        request,
                        "has pages of more than " + RequestProblems.shown(options.maxReportSize()) + " together" + read,
                        "maxReportSize(..)");
            }
            Duration time = Duration.between(begin, options.timing().instant());
            if (time.compareTo(options.reportTimeout()) > 0) {
                throw client.tooMuch(
                        request,
                        "has pages that take more than " + RequestProblems.shown(options.reportTimeout()) + " together"
                                + read,
                        "reportTimeout(..)");
            }
        }

        private void check(JsonNode answer) {
            List<JsonNode> rows = paging.rows(answer)
                    .orElseThrow(() -> Setback.doubtful(
                            "answered without " + paging.place() + ": " + client.excerpt(answer), null));
            if (!rows.isEmpty() && rows.equals(before)) {
                throw Setback.doubtful("answered with the rows of the page before", null);
            }
        }

        /** Adds the rows of a page; false when none of them is new. */
        private boolean add(List<JsonNode> rows) {
            boolean isNew = false;
            for (JsonNode row : rows) {
                all.add(row);
                if (keys.add(paging.key(row))) {
                    isNew = true;
                } else if (twice.isEmpty()) {
                    twice = Optional.of(row);
                }
            }
            return isNew;
        }

        private Optional<String> problem(Optional<Long> total) {
            return total.filter(counted -> counted != all.size())
                    .map(counted -> all.size() + " rows came, and the API counts " + counted)
                    .or(() -> twice.map(row -> "one row came twice: " + client.excerpt(row)));
        }
    }
}
