package dev.pipette.rest.page;

import dev.pipette.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * What is known of a page without its rows: the simple values outside of lists, and how long the lists are. One reading of
 * the body, which also finds out whether it is JSON to its end.
 *
 * <pre>{@code
 * PageScan scan = PageScan.of(body, Optional.empty());
 * scan.values().get("/meta/next");   // "page-2"
 * scan.lists().get("/data").size();  // 100
 * }</pre>
 */
public final class PageScan {
    private static final int DEEPEST = 10;
    private static final int MOST_VALUES = 10_000;
    private static final int LONGEST_VALUE = 1 << 14;
    private static final int DEEPEST_OF_ALL = 100_000;

    /** The same JSON that rows are read from. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(100_000_000)
                    .maxNestingDepth(DEEPEST_OF_ALL)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, ListAt> lists = new LinkedHashMap<>();
    private final @Nullable JsonPath select;
    private long rows;
    private long rowsFrom = -1;
    private long rowsTo = -1;
    private boolean isObject;

    /** A list outside of lists. */
    public record ListAt(long size, boolean holdsObjects, long from, long to) {}

    /** What is null in the place of a value. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** A page of which nothing is known, and which has no rows. */
    public static final PageScan NONE = new PageScan(null);

    private PageScan(@Nullable JsonPath select) {
        this.select = select;
    }

    /**
     * Looks through a body.
     *
     * @param select where the rows are; empty where that is not known
     * @throws JacksonException when it is not one JSON document
     */
    public static PageScan of(Spool body, Optional<JsonPath> select) throws IOException {
        PageScan scan = new PageScan(select.orElse(null));
        try (InputStream input = body.open();
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), input)) {
            JsonToken first = json.nextToken();
            if (first != null) {
                scan.isObject = first == JsonToken.START_OBJECT;
                scan.value(json, first, "", 0, 0, false);
                if (json.nextToken() != null) {
                    throw new StreamReadException(json, "something follows after the end of the document");
                }
            }
        }
        return scan;
    }

    /** Simple values outside of lists, by their JSON Pointers; {@link #NULL} for null. */
    public Map<String, Object> values() {
        return values;
    }

    /** Lists outside of lists, by their JSON Pointers. */
    public Map<String, ListAt> lists() {
        return lists;
    }

    /** Whether the document is an object. */
    public boolean isObject() {
        return isObject;
    }

    /** How many rows the selected path leads to. */
    public long rows() {
        return rows;
    }

    /** A digest of the rows that the selected path leads to; empty where there are none. */
    public Optional<String> digest(Spool body) throws IOException {
        return rows == 0
                ? Optional.empty()
                : Optional.of(rowsFrom < 0 ? body.digest(0, body.size()) : body.digest(rowsFrom, rowsTo));
    }

    /** The same page, whose rows are in a list that it has, or are the document itself. */
    public PageScan selecting(String pointer) {
        ListAt list = lists.get(pointer);
        rows = list == null ? 1 : list.size();
        rowsFrom = list == null ? -1 : list.from();
        rowsTo = list == null ? -1 : list.to();
        return this;
    }

    /**
     * @param matched how many steps of the selected path lead here; -1 where it leads elsewhere
     */
    private void value(JsonParser json, JsonToken token, String pointer, int depth, int matched, boolean inList) {
        JsonPath path = select;
        boolean areRows = path != null && matched == path.steps().size();
        long from = json.currentTokenLocation().getByteOffset();
        switch (token) {
            case START_OBJECT -> object(json, pointer, depth, areRows ? -1 : matched, inList);
            case START_ARRAY -> {
                long before = rows;
                long size = list(json, pointer, depth, areRows ? -1 : matched, inList, from);
                if (areRows) {
                    rows = before + size;
                }
            }
            default -> {
                if (!inList && !areRows) {
                    keep(pointer, json, token);
                }
            }
        }
        if (areRows && token != JsonToken.VALUE_NULL) {
            rows += token == JsonToken.START_ARRAY ? 0 : 1;
            rowsFrom = rowsFrom < 0 ? from : rowsFrom;
            rowsTo = json.currentLocation().getByteOffset();
        }
    }

    private void object(JsonParser json, String pointer, int depth, int matched, boolean inList) {
        boolean isOfInterest = matched >= 0 || (!inList && depth < DEEPEST);
        if (!isOfInterest) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            value(
                    json,
                    json.nextToken(),
                    pointer + "/" + JsonPath.escaped(name),
                    depth + 1,
                    next(matched, name),
                    inList);
        }
    }

    private long list(JsonParser json, String pointer, int depth, int matched, boolean inList, long from) {
        long size = 0;
        boolean holdsObjects = true;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            holdsObjects &= token == JsonToken.START_OBJECT;
            int step = matched < 0 ? -1 : next(matched, String.valueOf(size));
            if (step < 0) {
                json.skipChildren();
            } else {
                value(json, token, "", depth + 1, step, true);
            }
            size++;
        }
        if (!inList && lists.size() < MOST_VALUES) {
            lists.put(
                    pointer,
                    new ListAt(size, holdsObjects, from, json.currentLocation().getByteOffset()));
        }
        return size;
    }

    private int next(int matched, String name) {
        return matched >= 0 && select != null && select.leads(matched, name) ? matched + 1 : -1;
    }

    private void keep(String pointer, JsonParser json, JsonToken token) {
        if (values.size() >= MOST_VALUES) {
            return;
        }
        switch (token) {
            case VALUE_NULL -> values.put(pointer, NULL);
            case VALUE_TRUE, VALUE_FALSE -> values.put(pointer, json.getBooleanValue());
            case VALUE_NUMBER_INT ->
                values.put(
                        pointer,
                        json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? json.getBigIntegerValue()
                                : json.getLongValue());
            case VALUE_NUMBER_FLOAT -> values.put(pointer, json.getString());
            case VALUE_STRING -> {
                if (json.getStringLength() <= LONGEST_VALUE) {
                    values.put(pointer, json.getString());
                }
            }
            default -> throw new IllegalStateException("no value begins with " + token);
        }
    }
}
