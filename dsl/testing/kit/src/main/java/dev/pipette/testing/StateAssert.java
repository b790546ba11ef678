package dev.pipette.testing;

import dev.pipette.admin.PipelineState;
import dev.pipette.testing.content.StateValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assertions about what the resources of a pipeline remember.
 *
 * <pre>{@code
 * assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");   // passes
 * assertThat(pipeline.state()).hasValue("daily_stats", "runs", 3);
 * // resource daily_stats remembers another runs:
 * //   runs expected 3 but was 2
 * }</pre>
 */
public class StateAssert extends PipetteAssert<StateAssert, PipelineState> {
    private static final String CURSORS = "incremental"; // where dlt keeps them in a resource's state

    /** Makes assertions about state. */
    public StateAssert(PipelineState actual) {
        super(actual, StateAssert.class);
    }

    /** Continues with a cursor; fails where the resource has none on that path. */
    public CursorAssert cursor(String resource, String path) {
        return navigate(CursorAssert.class, CursorAssert.Position.class, CursorAssert::new, () -> {
            isNotNull();
            return actual.cursor(resource, path)
                    .map(value -> new CursorAssert.Position(resource, path, value))
                    .orElseThrow(() -> failed(Failures.noCursor(resource, path, cursors())));
        });
    }

    private List<String> cursors() {
        List<String> cursors = new ArrayList<>();
        actual.resources().forEach((resource, values) -> {
            if (values.get(CURSORS) instanceof Map<?, ?> paths) {
                paths.keySet().forEach(path -> cursors.add(resource + " " + path));
            }
        });
        return cursors;
    }

    /** Checks that a resource remembers no such cursor. */
    public StateAssert hasNoCursor(String resource, String path) {
        isNotNull();
        Optional<Object> cursor = actual.cursor(resource, path);
        return check(cursor.isEmpty(), () -> Failures.unexpectedCursor(resource, path, cursor.orElse("")));
    }

    /** Checks what the code of a resource remembers under a key: text, a number, a boolean, a list or a map. */
    public StateAssert hasValue(String resource, String key, Object value) {
        isNotNull();
        Object found = actual.value(resource, key)
                .orElseThrow(() -> failed(Failures.noValue(
                        resource,
                        key,
                        actual.resources().getOrDefault(resource, Map.of()).keySet())));
        List<String> differences = StateValues.differences(key, value, found);
        return check(differences.isEmpty(), () -> Failures.value(resource, key, differences));
    }

    /** Checks that the code of a resource remembers nothing under a key. */
    public StateAssert hasNoValue(String resource, String key) {
        isNotNull();
        Optional<Object> value = actual.value(resource, key);
        return check(value.isEmpty(), () -> Failures.unexpectedValue(resource, key, value.orElse("")));
    }

    /** Checks that no resource remembers anything. */
    public StateAssert isEmpty() {
        isNotNull();
        List<String> remembering = actual.resources().entrySet().stream()
                .filter(resource -> !resource.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return check(remembering.isEmpty(), () -> Failures.someState(remembering));
    }
}
