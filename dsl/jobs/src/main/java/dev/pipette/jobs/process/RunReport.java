package dev.pipette.jobs.process;

import dev.pipette.jobs.LoadedPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an attempt wrote about itself: a line for each run of a pipeline, and one at its end. A process that was killed leaves no end,
 * and perhaps half a line.
 *
 * @param loads of its runs that loaded something
 * @param end its last word
 */
record RunReport(List<LoadedPackage> loads, Optional<End> end) {
    /** The exit code of a program that ended its JVM itself: that of the process is the right one. */
    static final int OF_PROCESS = -1;

    /** What an attempt says at its end. */
    record End(int exitCode, Optional<String> errorCode, Optional<String> message) {}

    private static final JsonMapper JSON = JsonMapper.shared();

    static RunReport read(Path file) {
        List<LoadedPackage> loads = new ArrayList<>();
        Optional<End> end = Optional.empty();
        for (String line : lines(file)) {
            JsonNode document = document(line);
            switch (document.path("kind").asString("")) {
                case "run" -> load(document).ifPresent(loads::add);
                case "end" -> end = Optional.of(end(document));
                default -> {
                    // half a line, or what a newer version writes
                }
            }
        }
        return new RunReport(List.copyOf(loads), end);
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException missing) {
            return List.of();
        }
    }

    private static JsonNode document(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException torn) {
            return JSON.nullNode();
        }
    }

    private static Optional<LoadedPackage> load(JsonNode run) {
        Optional<String> loadId = text(run, "loadId");
        Map<String, Long> rows = new LinkedHashMap<>();
        run.path("rows")
                .properties()
                .forEach(table -> rows.put(table.getKey(), table.getValue().asLong(0)));
        return loadId.map(id -> new LoadedPackage(
                text(run, "pipeline").orElse(""), text(run, "dataset").orElse(""), id, rows));
    }

    private static End end(JsonNode document) {
        return new End(
                document.path("exitCode").asInt(OF_PROCESS), text(document, "errorCode"), text(document, "message"));
    }

    private static Optional<String> text(JsonNode document, String name) {
        return document.path(name).asStringOpt().filter(text -> !text.isBlank());
    }

    long rows() {
        return loads.stream()
                .flatMap(load -> load.rows().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
