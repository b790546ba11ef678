package dev.pipette.cli;

import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Record;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The columns that identify the rows of a table, by the schema that was committed last. */
final class TableKeys {
    private static final List<String> HINTS = List.of("merge_key", "primary_key");

    private TableKeys() {}

    /** Returns the keys; none where the dataset does not say. */
    static Set<String> of(TableFinder.Found found, Path home) {
        String versions = "SELECT \"schema\" FROM \"" + found.dataset().replace("\"", "\"\"")
                + "\".\"_dlt_version\" ORDER BY inserted_at DESC LIMIT 20";
        try {
            Rows schemas = found.destination().query(versions, home);
            for (Record row : schemas) {
                JsonNode columns = JsonMapper.shared()
                        .readTree(String.valueOf(row.get(0)))
                        .path("tables")
                        .path(found.table())
                        .path("columns");
                if (columns.isObject()) {
                    return keys(columns);
                }
            }
            return Set.of();
        } catch (PipetteException | JacksonException unknown) {
            return Set.of(); // the order of columns is a service, and not worth an error
        }
    }

    private static Set<String> keys(JsonNode columns) {
        Set<String> keys = new LinkedHashSet<>();
        for (String hint : HINTS) {
            columns.properties().stream()
                    .filter(column -> column.getValue().path(hint).asBoolean(false))
                    .forEach(column -> keys.add(column.getKey()));
        }
        return keys;
    }
}
