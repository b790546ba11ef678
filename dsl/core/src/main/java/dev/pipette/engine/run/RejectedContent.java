package dev.pipette.engine.run;

import dev.pipette.engine.normalize.JsonText;
import dev.pipette.engine.query.CorrectedRejects;
import dev.pipette.engine.query.RejectJson;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a row of a resource from the JSON of a rejected one: nested tables get the keys that lead to their names again, and
 * columns that the table does not have are left out where they hold nothing.
 *
 * @param schema the committed one
 * @param root the table of the row
 * @param longest the longest name that a table may have
 */
record RejectedContent(Schema schema, String root, int longest) {
    /**
     * The row.
     *
     * @throws PipetteException BAD_USAGE for a content that is no row, or whose nested tables cannot be found again
     */
    ObjectNode row(CorrectedRejects.Row rejected) {
        ObjectNode row = object(rejected, rejected.content());
        String values = rejected.values();
        if (values != null) {
            row.setAll(object(rejected, values));
        }
        renamed(row);
        restore(row, root);
        return row;
    }

    /** Gives the values of columns that a migration renamed since the names that these have now. */
    private void renamed(ObjectNode row) {
        newNames().forEach((old, name) -> {
            JsonNode value = row.remove(old);
            if (value != null && !row.hasNonNull(name)) {
                row.set(name, value);
            }
        });
    }

    /** The new names of columns of the table by the former ones. */
    Map<String, String> newNames() {
        return schema.table(root)
                .<Map<String, String>>map(ColumnMemory::newNames)
                .orElse(Map.of());
    }

    /** The text of a content with the names that columns have now; what is no object stays as it is. */
    String currentNames(String content) {
        if (newNames().isEmpty()) {
            return content;
        }
        try {
            if (RejectJson.read(content) instanceof ObjectNode row) {
                renamed(row);
                return RejectJson.write(row);
            }
        } catch (JacksonException noJson) {
            // told where the row is made
        }
        return content;
    }

    private ObjectNode object(CorrectedRejects.Row rejected, String text) {
        try {
            if (RejectJson.read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException failed) {
            throw problem(rejected, "its content is no JSON: " + JsonText.reason(failed), failed);
        }
        throw problem(rejected, "its content is not a JSON object", null);
    }

    private PipetteException problem(CorrectedRejects.Row rejected, String why, @Nullable Exception cause) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "rejected row " + rejected.number() + " of load " + rejected.loadId() + " for table " + root
                        + " cannot be replayed: " + why
                        + ". Correct its content in a file, and replay that file by corrected(..) (--from). Nothing was loaded.",
                cause);
    }

    private void restore(ObjectNode object, String table) {
        Optional<TableSchema> known = schema.table(table);
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
            String key = field.getKey();
            if (field.getValue().isNull()
                    && known.flatMap(found -> found.column(key)).isEmpty()) {
                object.remove(key);
            } else if (field.getValue() instanceof ArrayNode list && !isDocument(known, key)) {
                list(object, table, key, list);
            }
        }
    }

    private static boolean isDocument(Optional<TableSchema> table, String key) {
        return table.flatMap(found -> found.column(key))
                .flatMap(column -> column.dataType())
                .filter(DataType.JSON::equals)
                .isPresent();
    }

    private void list(ObjectNode object, String table, String key, ArrayNode list) {
        String prefix = table + "__";
        boolean whole = schema.table(key)
                .filter(child -> child.parent().filter(table::equals).isPresent())
                .isPresent();
        // no name that was cut fits behind another one, so that it is the table's whole name
        boolean cut = key.length() == longest;
        String child = whole || cut ? key : prefix + key;
        if (whole && !cut) {
            object.remove(key);
            object.set(key.startsWith(prefix) ? key.substring(prefix.length()) : key, list);
        }
        List<ObjectNode> objects = new ArrayList<>();
        list.forEach(element -> {
            if (element instanceof ObjectNode nested) {
                objects.add(nested);
            }
        });
        objects.forEach(nested -> restore(nested, child));
    }
}
