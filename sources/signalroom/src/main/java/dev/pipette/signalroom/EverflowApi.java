package dev.pipette.signalroom;

import dev.pipette.rest.Report;
import dev.pipette.rest.ReportPaging;
import dev.pipette.rest.RestRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everflow's report {@code entity/table}: how it is requested, and where its values are in a row. */
final class EverflowApi {
    /** The report, for errors. */
    static final String REPORT = "daily_stats: Everflow's report entity/table";

    private static final String PATH = "/v1/networks/reporting/entity/table";

    /** Rows beyond which a report is incomplete. */
    private static final int MOST_ROWS = 10_000;

    /** Rows that the API puts on a page, where it has pages. */
    private static final int PAGE = 2_000;

    private final EverflowClient client;
    private final int timezone;

    EverflowApi(EverflowClient client, ZoneId zone) {
        this.client = client;
        this.timezone = EverflowTimezones.id(zone, client.moreTimezones());
    }

    /** The rows of a slice, by day, affiliate and advertiser. */
    Report stats(EverflowSlice slice) {
        return report(slice, "affiliate", "advertiser", "date");
    }

    /** The rows of a slice, one for each value of a dimension. */
    Report ids(EverflowSlice slice, String dimension) {
        return report(slice, dimension);
    }

    private Report report(EverflowSlice slice, String... columns) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("from", slice.days().first().toString());
        body.put("to", slice.days().last().toString());
        body.put("timezone_id", timezone);
        body.put("currency_id", client.currencyId());
        ArrayNode asked = body.putArray("columns");
        for (String column : columns) {
            asked.addObject().put("column", column);
        }
        ObjectNode query = body.putObject("query");
        ArrayNode filters = query.putArray("filters");
        slice.affiliate().ifPresent(id -> filter(filters, "affiliate", id));
        slice.advertiser().ifPresent(id -> filter(filters, "advertiser", id));
        query.putArray("exclusions");
        query.putArray("metric_filters");
        query.putArray("user_metrics");
        query.putObject("settings");
        return client.api()
                .report(
                        RestRequest.post(PATH).json(body),
                        ReportPaging.body("page", "page_size", PAGE)
                                .rowsAt("table")
                                .totalAt("paging.total_count")
                                .cutWhen(EverflowApi::isIncomplete)
                                .keyedBy(row -> Stream.of(columns)
                                        .map(column -> text(row, column, "id"))
                                        .toList()));
    }

    private static void filter(ArrayNode filters, String dimension, long id) {
        filters.addObject().put("resource_type", dimension).put("filter_id_value", String.valueOf(id));
    }

    private static boolean isIncomplete(JsonNode answer) {
        return answer.path("incomplete_results").booleanValue(false)
                || answer.path("table").size() >= MOST_ROWS
                || answer.path("paging").path("total_count").longValue(0) >= MOST_ROWS;
    }

    /**
     * The day of a row: its label where that is a date, else its id, which is the second since 1970 in which the day began
     * in UTC, whatever zone was asked for.
     */
    static LocalDate date(JsonNode row) {
        String label = text(row, "date", "label");
        if (label.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return LocalDate.parse(label);
        }
        String id = text(row, "date", "id");
        if (!id.matches("\\d{1,12}")) {
            throw ReportRow.unreadable(REPORT, "there is no day", row);
        }
        return Instant.ofEpochSecond(Long.parseLong(id))
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** The id of a row's dimension; 0 where the row belongs to none. */
    static long id(JsonNode row, String dimension) {
        String id = text(row, dimension, "id");
        if (id.isEmpty()) {
            return 0;
        }
        if (!id.matches("\\d{1,18}")) {
            throw ReportRow.unreadable(REPORT, "'" + id + "' is not an id of an " + dimension, row);
        }
        return Long.parseLong(id);
    }

    /** The name of a row's dimension; empty where the row belongs to none. */
    static String label(JsonNode row, String dimension) {
        return text(row, dimension, "label");
    }

    private static String text(JsonNode row, String dimension, String property) {
        for (JsonNode column : row.path("columns")) {
            if (column.path("column_type").asString("").equals(dimension)) {
                return column.path(property).asString("");
            }
        }
        return "";
    }
}
