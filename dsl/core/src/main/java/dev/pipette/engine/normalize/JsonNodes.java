package dev.pipette.engine.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.POJONode;

/** Trees of Jackson as the maps, lists and values that they mean, with all digits of their numbers. */
public final class JsonNodes {
    private JsonNodes() {}

    /** An object as a row, its keys in their order; null stays null. */
    public static Map<String, @Nullable Object> row(JsonNode object) {
        Map<String, @Nullable Object> row = LinkedHashMap.newLinkedHashMap(object.size());
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            row.put(property.getKey(), plain(property.getValue()));
        }
        return row;
    }

    /** The value of a node; null for JSON's null and for a node that is missing. */
    static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> row(node);
            case ARRAY -> list(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case BINARY -> ((BinaryNode) node).binaryValue();
            case POJO -> ((POJONode) node).getPojo();
            case NULL, MISSING -> null;
        };
    }

    private static List<@Nullable Object> list(JsonNode array) {
        List<@Nullable Object> list = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            list.add(plain(element));
        }
        return list;
    }
}
