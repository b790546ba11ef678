package dev.pipette.json;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Walks through JSON from row to row. The input is opened at the first row and read to its end, so a cut is noticed. */
final class JsonRowReader extends PulledRows {
    /** What the input holds. */
    enum Form {
        /** One document. */
        DOCUMENT,
        /** Documents one after the other. */
        DOCUMENTS,
        /** Values one after the other, usually each in its line; a plain value is a row of its own. */
        LINES
    }

    private enum Place {
        BEFORE,
        IN_LIST,
        AFTER_ROWS,
        END
    }

    private static final int NAMES_IN_ERRORS = 20;

    private final Supplier<JsonParser> open;
    private final Closeable input;
    private final List<String> path;
    private final Form form;
    private final JsonProblems problems;

    private @Nullable JsonParser parser;
    private Place place = Place.BEFORE;
    private long rows;
    private long rowLine;

    JsonRowReader(Supplier<JsonParser> open, Closeable input, String describe, List<String> path, Form form) {
        this.open = open;
        this.input = input;
        this.path = path;
        this.form = form;
        this.problems = new JsonProblems(describe, form == Form.LINES ? JsonProblems.Of.LINES : JsonProblems.Of.INPUT);
    }

    @Override
    @Nullable
    Map<String, Object> next() {
        JsonParser json = parser;
        try {
            if (json == null) {
                json = open.get();
                parser = json;
            }
            while (true) {
                switch (place) {
                    case BEFORE -> {
                        Map<String, Object> row = begin(json, json.nextToken());
                        if (row != null) {
                            return row;
                        }
                    }
                    case IN_LIST -> {
                        JsonToken token = json.nextToken();
                        if (token != JsonToken.END_ARRAY) {
                            return row(json, token);
                        }
                        place = Place.AFTER_ROWS;
                    }
                    case AFTER_ROWS -> {
                        leave(json);
                        place = form == Form.DOCUMENT ? Place.END : Place.BEFORE;
                        if (place == Place.END && json.nextToken() != null) {
                            throw problems.moreThanOneDocument(json);
                        }
                    }
                    case END -> {
                        return null;
                    }
                }
            }
        } catch (JacksonException failed) {
            place = Place.END;
            throw problems.unreadable(failed, json, rows, rowLine);
        } catch (StackOverflowError failed) {
            place = Place.END;
            throw problems.deeperThanTheStack(json == null ? 0 : rowLine);
        }
    }

    /** Enters the next document; gives its row where it is one, and null where rows follow or there is none. */
    private @Nullable Map<String, Object> begin(JsonParser json, @Nullable JsonToken first) {
        if (first == null) {
            place = Place.END;
            if (form == Form.DOCUMENT) {
                throw problems.empty();
            }
            return null;
        }
        JsonToken token = descend(json, first);
        switch (token) {
            case START_ARRAY -> {
                place = Place.IN_LIST;
                return null;
            }
            case START_OBJECT -> {
                place = Place.AFTER_ROWS;
                return row(json, token);
            }
            default -> {
                place = Place.AFTER_ROWS;
                if (form == Form.LINES) {
                    return row(json, token);
                }
                if (token == JsonToken.VALUE_NULL && !path.isEmpty()) {
                    return null;
                }
                throw problems.noRows(json, path);
            }
        }
    }

    private JsonToken descend(JsonParser json, JsonToken first) {
        JsonToken token = first;
        for (int depth = 0; depth < path.size(); depth++) {
            if (token != JsonToken.START_OBJECT) {
                throw problems.noWayOn(json, path, depth);
            }
            String wanted = path.get(depth);
            Set<String> names = new LinkedHashSet<>();
            boolean found = false;
            while (!found) {
                if (json.nextToken() == JsonToken.END_OBJECT) {
                    throw problems.missing(json, path, depth, names);
                }
                String name = json.currentName();
                token = json.nextToken();
                found = name.equals(wanted);
                if (!found) {
                    if (names.size() < NAMES_IN_ERRORS) {
                        names.add(name);
                    }
                    json.skipChildren();
                }
            }
        }
        return token;
    }

    /** Reads the rest of the objects around the rows: a second list of the same name must not be lost. */
    private void leave(JsonParser json) {
        for (int depth = path.size() - 1; depth >= 0; depth--) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                if (json.currentName().equals(path.get(depth))) {
                    throw problems.duplicate(json, path.get(depth));
                }
                json.nextToken();
                json.skipChildren();
            }
        }
    }

    private Map<String, Object> row(JsonParser json, JsonToken token) {
        TokenStreamLocation start = json.currentTokenLocation();
        rowLine = start.getLineNr();
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
        place = Place.END;
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
