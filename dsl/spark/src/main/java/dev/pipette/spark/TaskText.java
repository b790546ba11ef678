package dev.pipette.spark;

import dev.pipette.slices.SliceTask;
import tools.jackson.databind.json.JsonMapper;

/** A task as JSON: Spark moves text, and nobody's classes. */
final class TaskText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private TaskText() {}

    static String of(SliceTask task) {
        return JSON.writeValueAsString(task);
    }

    static SliceTask read(String text) {
        return JSON.readValue(text, SliceTask.class);
    }
}
