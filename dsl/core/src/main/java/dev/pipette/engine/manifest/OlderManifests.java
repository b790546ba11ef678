package dev.pipette.engine.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the document of a manifest of an older format into the shape of today's. */
public final class OlderManifests {
    private static final String DISPOSITION = "disposition";
    private static final String RESOURCES = "resources";

    private OlderManifests() {}

    /** The document as {@link Manifest} reads it. Up to format 5, a disposition was a word with its key beside it. */
    public static Map<String, @Nullable Object> inTodaysShape(Map<String, @Nullable Object> document) {
        if (!(document.get(RESOURCES) instanceof List<?> resources)) {
            return document;
        }
        List<@Nullable Object> upgraded = new ArrayList<>();
        resources.forEach(resource -> upgraded.add(
                resource instanceof Map<?, ?> load && load.get(DISPOSITION) instanceof String word
                        ? withDisposition(load, word)
                        : resource));
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(document);
        copy.put(RESOURCES, upgraded);
        return copy;
    }

    private static Map<Object, @Nullable Object> withDisposition(Map<?, ?> load, String word) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(load);
        Object key = copy.remove("mergeKey");
        copy.put(
                DISPOSITION,
                word.equals("merge") && key != null
                        ? Map.of("kind", word, "strategy", "delete-insert", "keys", key)
                        : Map.of("kind", word));
        return copy;
    }
}
