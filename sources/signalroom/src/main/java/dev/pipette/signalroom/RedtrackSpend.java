package dev.pipette.signalroom;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.rest.ReportPaging;
import dev.pipette.rest.RestClient;
import dev.pipette.rest.RestRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the daily spend of one run: all days in one report by day and source, or a report of each day where the rows do
 * not tell theirs.
 */
final class RedtrackSpend {
    private static final Logger LOG = LoggerFactory.getLogger(RedtrackSpend.class);
    private static final String REPORT = "daily_spend: RedTrack's report";

    /** Rows on a page; RedTrack gives no more. */
    private static final int PAGE = 1_000;

    private final RestClient client;
    private final ExtractContext context;
    private final Instant loadedAt;

    RedtrackSpend(RestClient client, ExtractContext context) {
        this.client = client;
        this.context = context;
        this.loadedAt = context.clock().instant();
    }

    Stream<Map<String, Object>> rows() {
        return Days.due(context, Everflow.START).map(this::rows).orElseGet(() -> {
            LOG.info("redtrack_already_current yesterday={}", context.yesterday());
            return Stream.empty();
        });
    }

    private Stream<Map<String, Object>> rows(Days days) {
        List<JsonNode> rows = report(days, "date,source");
        if (rows.stream().allMatch(row -> row.path("date").isString())) {
            return rows.stream().map(row -> row(date(row), row));
        }
        return days.parts(1).stream()
                .flatMap(day -> report(day, "source").stream().map(row -> row(day.first(), row)));
    }

    private List<JsonNode> report(Days days, String group) {
        RestRequest request = RestRequest.get("/report")
                .query("group", group)
                .query("date_from", days.first().toString())
                .query("date_to", days.last().toString())
                .query("timezone", context.clock().getZone().getId());
        ReportPaging paging = ReportPaging.query("page", "per", PAGE)
                .rowsAt("items")
                .keyedBy(row -> List.of(row.path("date").asString(""), sourceId(row)));
        return client.report(request, paging).rows();
    }

    private static LocalDate date(JsonNode row) {
        String date = row.path("date").asString("");
        if (!date.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw ReportRow.unreadable(REPORT, "'" + date + "' is not a day", row);
        }
        return LocalDate.parse(date);
    }

    private static String sourceId(JsonNode row) {
        return row.path("source_id").asString("");
    }

    private Map<String, Object> row(LocalDate date, JsonNode row) {
        return new ReportRow(REPORT, row)
                .with("date", date)
                .with("source_id", sourceId(row))
                .with("source_name", row.path("source").asString(""))
                .with("source_alias", row.path("source_alias").asString(""))
                .integer("clicks", row.path("clicks"))
                .integer("conversions", SignalRoom.first(row, "conversions", "total_conversions"))
                .money("cost", row.path("cost"))
                .stamped(SignalRoom.CLIENT_ID, loadedAt);
    }
}
