package dev.pipette.rest;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The rows of all pages.
 *
 * @param cut whether the API says that it has more and will not give them; see {@link ReportPaging#cutWhen}
 */
public record Report(List<JsonNode> rows, boolean cut) {
    /** Copies the rows. */
    public Report {
        rows = List.copyOf(rows);
    }
}
