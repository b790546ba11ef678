package dev.pipette.jobs.store;

import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.LoadedPackage;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lists that a column holds, as JSON. */
final class Documents {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Documents() {}

    static String loads(List<LoadedPackage> loads) {
        ArrayNode array = JSON.createArrayNode();
        for (LoadedPackage load : loads) {
            ObjectNode rows = array.addObject()
                    .put("pipeline", load.pipeline())
                    .put("dataset", load.dataset())
                    .put("load_id", load.loadId())
                    .putObject("rows");
            load.rows().forEach(rows::put);
        }
        return array.toString();
    }

    static List<LoadedPackage> loads(@Nullable String json) {
        List<LoadedPackage> loads = new ArrayList<>();
        for (JsonNode load : array(json)) {
            Map<String, Long> rows = new LinkedHashMap<>();
            load.path("rows")
                    .properties()
                    .forEach(table -> rows.put(table.getKey(), table.getValue().asLong()));
            loads.add(new LoadedPackage(text(load, "pipeline"), text(load, "dataset"), text(load, "load_id"), rows));
        }
        return loads;
    }

    static String files(List<JobFile> files) {
        ArrayNode array = JSON.createArrayNode();
        files.forEach(file -> array.addObject().put("name", file.name()).put("sha256", file.sha256()));
        return array.toString();
    }

    static List<JobFile> files(@Nullable String json) {
        List<JobFile> files = new ArrayList<>();
        array(json).forEach(file -> files.add(new JobFile(text(file, "name"), text(file, "sha256"))));
        return files;
    }

    static String attempts(List<AttemptId> attempts) {
        ArrayNode array = JSON.createArrayNode();
        attempts.forEach(
                one -> array.addObject().put("occurrence", one.occurrence()).put("attempt", one.attempt()));
        return array.toString();
    }

    static List<AttemptId> attempts(@Nullable String json) {
        List<AttemptId> attempts = new ArrayList<>();
        array(json)
                .forEach(one -> attempts.add(new AttemptId(
                        one.path("occurrence").asLong(), one.path("attempt").asInt())));
        return attempts;
    }

    static String lines(List<String> lines) {
        ArrayNode array = JSON.createArrayNode();
        lines.forEach(array::add);
        return array.toString();
    }

    static List<String> lines(@Nullable String json) {
        List<String> lines = new ArrayList<>();
        array(json).forEach(line -> lines.add(line.asString()));
        return lines;
    }

    private static JsonNode array(@Nullable String json) {
        return json == null ? JSON.createArrayNode() : JSON.readTree(json);
    }

    private static String text(JsonNode document, String name) {
        return document.path(name).asString("");
    }
}
