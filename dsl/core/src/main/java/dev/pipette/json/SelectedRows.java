package dev.pipette.json;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks through one JSON document and yields what a path leads to, a row at a time: the elements of lists, and objects. It
 * holds one row, and the names on the way to it.
 */
final class SelectedRows extends PulledRows {
    private static final int NAMES_IN_ERRORS = 20;

    private final Supplier<JsonParser> open;
    private final Closeable input;
    private final JsonPath path;
    private final JsonProblems problems;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable JsonParser parser;
    private boolean inRows;
    private boolean ended;
    private long rows;
    private long rowLine;

    /** An object or a list on the way to the rows. */
    private static final class Frame {
        private final int depth;
        private final boolean isList;
        private final Set<String> names = new LinkedHashSet<>();
        private int next;
        private boolean found;

        Frame(int depth, boolean isList) {
            this.depth = depth;
            this.isList = isList;
        }
    }

    SelectedRows(Supplier<JsonParser> open, Closeable input, String describe, JsonPath path) {
        this.open = open;
        this.input = input;
        this.path = path;
        this.problems = new JsonProblems(describe);
    }

    @Override
    @Nullable
    Map<String, Object> next() {
        JsonParser json = parser;
        try {
            if (json == null && !ended) {
                json = open.get();
                parser = json;
                JsonToken first = json.nextToken();
                if (first == null) {
                    throw problems.empty();
                }
                Map<String, Object> row = value(json, first, 0);
                if (row != null) {
                    return row;
                }
            }
            while (json != null && !ended) {
                Map<String, Object> row = inRows ? element(json) : step(json);
                if (row != null) {
                    return row;
                }
            }
            return null;
        } catch (JacksonException failed) {
            ended = true;
            throw problems.unreadable(failed, json, rows, rowLine);
        } catch (StackOverflowError failed) {
            ended = true;
            throw problems.deeperThanTheStack(rowLine);
        }
    }

    private @Nullable Map<String, Object> element(JsonParser json) {
        JsonToken token = json.nextToken();
        if (token == JsonToken.END_ARRAY) {
            inRows = false;
            return null;
        }
        return row(json, token);
    }

    /** One token further, outside of the rows. */
    private @Nullable Map<String, Object> step(JsonParser json) {
        Frame frame = frames.peek();
        JsonToken token = json.nextToken();
        if (frame == null) {
            ended = true;
            if (token != null) {
                throw problems.moreThanOneDocument(json);
            }
            return null;
        }
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
            if (!frame.found && isCertain(frame.depth)) {
                throw problems.missing(json, path.names(), frame.depth, frame.names);
            }
            frames.pop();
            return null;
        }
        String name = frame.isList ? String.valueOf(frame.next++) : json.currentName();
        JsonToken value = frame.isList ? token : json.nextToken();
        if (!path.leads(frame.depth, name)) {
            if (!frame.isList && frame.names.size() < NAMES_IN_ERRORS) {
                frame.names.add(name);
            }
            json.skipChildren();
            return null;
        }
        if (frame.found && path.steps().get(frame.depth) instanceof JsonPath.Step.Name) {
            throw problems.duplicate(json, name);
        }
        frame.found = true;
        return value(json, value, frame.depth + 1);
    }

    /** Whether what is at a depth has to be there: nothing before it leads to several places. */
    private boolean isCertain(int depth) {
        return path.steps().stream().limit(depth + 1L).allMatch(JsonPath.Step.Name.class::isInstance);
    }

    private @Nullable Map<String, Object> value(JsonParser json, JsonToken token, int depth) {
        if (depth < path.steps().size()) {
            switch (token) {
                case START_OBJECT -> frames.push(new Frame(depth, false));
                case START_ARRAY -> frames.push(new Frame(depth, true));
                case VALUE_NULL -> {
                    // nothing where rows could be
                }
                default -> {
                    if (isCertain(depth)) {
                        throw problems.noWayOn(json, path.names(), depth);
                    }
                }
            }
            return null;
        }
        return switch (token) {
            case START_ARRAY -> {
                inRows = true;
                yield null;
            }
            case START_OBJECT -> row(json, token);
            case VALUE_NULL -> null;
            default -> throw problems.noRows(json, path.names());
        };
    }

    private Map<String, Object> row(JsonParser json, JsonToken token) {
        rowLine = json.currentTokenLocation().getLineNr();
        rows++;
        if (token == JsonToken.START_OBJECT) {
            return JsonValues.object(json, 1, problems);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("value", JsonValues.value(json, token, 1, problems));
        return row;
    }

    @Override
    public void close() {
        ended = true;
        try {
            if (parser != null) {
                parser.close();
            }
            input.close();
        } catch (IOException | JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    problems.describe() + " cannot be closed: " + JsonProblems.reason(failed) + ".",
                    failed);
        }
    }
}
