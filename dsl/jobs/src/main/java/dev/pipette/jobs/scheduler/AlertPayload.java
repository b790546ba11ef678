package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.policy.AlertMessage;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An alert as the outbox keeps it: the text for people, and the document for programs as it was written.
 *
 * @param title one line
 * @param text for people
 * @param json for programs
 */
record AlertPayload(String title, String text, String json) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static String write(AlertMessage message) {
        return JSON.writeValueAsString(
                Map.of("title", message.title(), "text", message.text(), "json", message.json()));
    }

    static AlertPayload read(String payload) {
        JsonNode document = JSON.readTree(payload);
        return new AlertPayload(
                document.path("title").asString(""),
                document.path("text").asString(""),
                document.path("json").asString("{}"));
    }
}
