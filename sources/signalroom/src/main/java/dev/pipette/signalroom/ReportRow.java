package dev.pipette.signalroom;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A row of a table that is made of a row of a report. Numbers may arrive as text, and zero is a number. */
final class ReportRow {
    private static final int SHOWN = 300;

    private final String report;
    private final JsonNode source;
    private final Map<String, Object> columns = new LinkedHashMap<>();

    /**
     * An empty row.
     *
     * @param report for errors
     * @param source what it is made of, for errors
     */
    ReportRow(String report, JsonNode source) {
        this.report = report;
        this.source = source;
    }

    /** A column that has a value in any case. */
    ReportRow with(String column, Object value) {
        columns.put(column, value);
        return this;
    }

    /** A whole number; no column where there is none. */
    ReportRow integer(String column, JsonNode value) {
        number(column, value).ifPresent(number -> {
            try {
                columns.put(column, number.longValueExact());
            } catch (ArithmeticException broken) {
                throw unfit(column, value, "no whole number", broken);
            }
        });
        return this;
    }

    /** An exact number, also where it is written without a point; no column where there is none. */
    ReportRow money(String column, JsonNode value) {
        number(column, value).ifPresent(number -> columns.put(column, number));
        return this;
    }

    private Optional<BigDecimal> number(String column, JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        if (value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isBlank())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.asString().strip()));
        } catch (NumberFormatException notOne) {
            throw unfit(column, value, "no number", notOne);
        }
    }

    /** The columns that every row has: whose it is, and when it was loaded. */
    Map<String, Object> stamped(String clientId, Instant loadedAt) {
        columns.put("_client_id", clientId);
        columns.put("_loaded_at", loadedAt);
        return columns;
    }

    private PipetteException unfit(String column, JsonNode value, String what, Exception cause) {
        return unreadable(report, "'" + value.asString() + "' for column " + column + " is " + what, source, cause);
    }

    /** The error for a row that is none. */
    static PipetteException unreadable(String report, String why, JsonNode row) {
        return unreadable(report, why, row, null);
    }

    private static PipetteException unreadable(
            String report, String why, JsonNode row, @org.jspecify.annotations.Nullable Exception cause) {
        String shown = row.toString();
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                report + ": " + why + ", in row "
                        + (shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "..")
                        + ". The API changed, or answers something else: nothing of the run was loaded.",
                cause);
    }
}
