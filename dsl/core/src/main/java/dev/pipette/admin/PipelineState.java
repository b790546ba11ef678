package dev.pipette.admin;

import dev.pipette.dlt.DltJson;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.text.Grid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the resources of a pipeline remember, as it was committed with their rows.
 *
 * <pre>{@code
 * PipelineState state = pipeline.admin().state();
 * state.cursor("events", "updated_at");   // Optional[2025-03-01T00:00:00Z]
 * System.out.println(state);              // a table of all that is remembered
 * }</pre>
 *
 * @param version grows by one with each change; 0 before the first load
 * @param resources what each resource remembers, by its name
 */
public record PipelineState(long version, Map<String, Map<String, Object>> resources) {
    private static final String CURSORS = "incremental";

    /** Copies the outer map. */
    public PipelineState {
        resources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }

    /** The committed state of a pipeline. */
    static PipelineState of(CommittedState committed) {
        Map<String, Map<String, Object>> states = new LinkedHashMap<>();
        committed.state().ifPresent(state -> {
            for (String source : state.sourceNames()) {
                for (String resource : state.resourceNames(source)) {
                    Map<String, Object> values = new LinkedHashMap<>();
                    state.resourceState(source, resource).forEach((key, value) -> {
                        if (value != null) {
                            values.put(key, value);
                        }
                    });
                    // dlt may have one name in two sources
                    states.put(states.containsKey(resource) ? source + "." + resource : resource, values);
                }
            }
        });
        return new PipelineState(committed.stateVersion(), states);
    }

    /** Where a cursor is: text, or a number. */
    public Optional<Object> cursor(String resource, String path) {
        return value(resource, CURSORS).orElse("") instanceof Map<?, ?> cursors
                        && cursors.get(path) instanceof Map<?, ?> cursor
                ? Optional.ofNullable(ResourceStates.plain(cursor.get("last_value")))
                : Optional.empty();
    }

    /** What the code of a resource remembers under a key. */
    public Optional<Object> value(String resource, String key) {
        return Optional.ofNullable(resources.getOrDefault(resource, Map.of()).get(key));
    }

    private Grid grid() {
        Grid grid = new Grid("resource", "remembers", "value");
        resources.forEach((resource, values) -> values.forEach((key, value) -> {
            if (key.equals(CURSORS) && value instanceof Map<?, ?> cursors) {
                cursors.forEach((path, cursor) -> grid.add(
                        resource,
                        "cursor " + path,
                        text(
                                cursor instanceof Map<?, ?> kept
                                        ? String.valueOf(ResourceStates.plain(kept.get("last_value")))
                                        : cursor)));
            } else {
                grid.add(resource, key, text(value));
            }
        }));
        return grid;
    }

    private static String text(Object value) {
        return value instanceof String text ? text : DltJson.compact(value);
    }

    private String title() {
        return version == 0 ? "no state: nothing was loaded yet" : "state version " + version;
    }

    /** An HTML table, for notebooks. */
    public String toHtml() {
        return "<p>" + title() + "</p>\n" + (resources.isEmpty() ? "" : grid().html());
    }

    @Override
    public String toString() {
        if (resources.isEmpty()) {
            return version == 0 ? title() : title() + ": no resource remembers anything";
        }
        return title() + "\n\n" + grid().text();
    }
}
