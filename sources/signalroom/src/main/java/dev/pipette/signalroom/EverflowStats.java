package dev.pipette.signalroom;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.rest.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the daily statistics of one run. A report has 10,000 rows at most and says when it has not all; then it is asked
 * for in parts: fewer days, then single affiliates, or single advertisers where there are
 * too many affiliates for a report.
 */
final class EverflowStats {
    private static final Logger LOG = LoggerFactory.getLogger(EverflowStats.class);

    /** Days of one report; the API refuses more. */
    private static final int MOST_DAYS = 365;

    private final EverflowClient client;
    private final ExtractContext context;
    private final Instant loadedAt;

    EverflowStats(EverflowClient client, ExtractContext context) {
        this.client = client;
        this.context = context;
        this.loadedAt = context.clock().instant();
    }

    Stream<Map<String, Object>> rows() {
        EverflowApi api = new EverflowApi(client, context.clock().getZone());
        return Days.due(context, Everflow.START)
                .map(days -> days.parts(MOST_DAYS).stream()
                        .flatMap(part -> rows(api, EverflowSlice.of(part, client.advertiserId()))))
                .orElseGet(() -> {
                    LOG.info("everflow_already_current yesterday={}", context.yesterday());
                    return Stream.empty();
                });
    }

    private Stream<Map<String, Object>> rows(EverflowApi api, EverflowSlice slice) {
        Report report = api.stats(slice);
        LOG.info(
                "everflow_report slice=\"{}\" rows={} complete={}",
                slice,
                report.rows().size(),
                !report.cut());
        if (report.cut()) {
            return parts(api, slice).stream().flatMap(part -> rows(api, part));
        }
        if (report.rows().isEmpty() && slice.affiliate().isPresent()) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "daily_stats: Everflow has rows for " + slice + " and gives none when it is asked for them alone."
                            + " Nothing of the run was loaded.");
        }
        return report.rows().stream().map(this::row);
    }

    private static List<EverflowSlice> parts(EverflowApi api, EverflowSlice slice) {
        if (slice.days().count() > 1) {
            return slice.days().halves().stream().map(slice::on).toList();
        }
        return ids(api, slice, "affiliate", slice.affiliate())
                .map(ids -> ids.stream().map(slice::ofAffiliate).toList())
                .or(() -> ids(api, slice, "advertiser", slice.advertiser())
                        .map(ids -> ids.stream().map(slice::ofAdvertiser).toList()))
                .orElseThrow(() -> cannotBeSplit(slice));
    }

    /** The ids that a slice could be split by; empty when it is about one already, or there are too many for a report. */
    private static Optional<List<Long>> ids(
            EverflowApi api, EverflowSlice slice, String dimension, Optional<Long> already) {
        if (already.isPresent()) {
            return Optional.empty();
        }
        Report report = api.ids(slice, dimension);
        return report.cut()
                ? Optional.empty()
                : Optional.of(report.rows().stream()
                        .map(row -> EverflowApi.id(row, dimension))
                        .toList());
    }

    private static PipetteException cannotBeSplit(EverflowSlice slice) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                "daily_stats: Everflow says that its report of " + slice
                        + " is incomplete, and it cannot be asked for in smaller parts. Nothing of the run was loaded.");
    }

    private Map<String, Object> row(JsonNode row) {
        JsonNode numbers = row.path("reporting");
        if (!numbers.isObject()) {
            throw ReportRow.unreadable(EverflowApi.REPORT, "there are no numbers at reporting", row);
        }
        return new ReportRow(EverflowApi.REPORT, row)
                .with("date", EverflowApi.date(row))
                .with("affiliate_id", EverflowApi.id(row, "affiliate"))
                .with("affiliate_label", EverflowApi.label(row, "affiliate"))
                .with("advertiser_id", EverflowApi.id(row, "advertiser"))
                .with("advertiser_label", EverflowApi.label(row, "advertiser"))
                .integer("clicks", numbers.path("total_click"))
                .integer("conversions", SignalRoom.first(numbers, "cv", "total_cv"))
                .money("revenue", numbers.path("revenue"))
                .money("payout", numbers.path("payout"))
                .money("profit", numbers.path("profit"))
                .stamped(client.client(), loadedAt);
    }
}
