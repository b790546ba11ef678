package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.immutables.value.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How an API returns the rows of a report on numbered pages, the first one being 1. A report is read whole, and again where its
 * pages do not fit together; {@link Paging} is for rows that are loaded while they are read.
 *
 * <pre>{@code
 * ReportPaging.query("page", "per", 1000);                                            // [{..}, {..}]
 * ReportPaging.body("page", "page_size", 2000).rowsAt("table").totalAt("paging.total_count");
 * }</pre>
 *
 * <p>A page that is shorter than it could be is the last one, unless the answer reports a total; then all pages have that many
 * rows together. Where the answer could report a total and does not, it is not paged, and all rows are on it.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class ReportPaging {
    ReportPaging() {}

    abstract boolean inBody();

    abstract String page();

    abstract String size();

    abstract int perPage();

    abstract List<String> rowsPath();

    abstract List<String> totalPath();

    @Value.Default
    Predicate<JsonNode> cut() {
        return document -> false;
    }

    @Value.Default
    Function<JsonNode, ?> rowKey() {
        return row -> row;
    }

    /**
     * Pages that are asked for in the query.
     *
     * @param page the parameter of the number
     * @param size the parameter of the size
     * @param perPage rows on a page, at most
     */
    public static ReportPaging query(String page, String size, int perPage) {
        return of(false, page, size, perPage);
    }

    /** Pages that are asked for in the body. */
    public static ReportPaging body(String page, String size, int perPage) {
        return of(true, page, size, perPage);
    }

    private static ReportPaging of(boolean inBody, String page, String size, int perPage) {
        return ImmutableReportPaging.builder()
                .inBody(inBody)
                .page(page)
                .size(size)
                .perPage(perPage)
                .build();
    }

    /** Where the rows are in an answer that is an object: {@code data.items}. An answer that is an array has them itself. */
    public final ReportPaging rowsAt(String path) {
        return copy().withRowsPath(path.split("\\."));
    }

    /** Where the number of all rows is: {@code paging.total_count}. */
    public final ReportPaging totalAt(String path) {
        return copy().withTotalPath(path.split("\\."));
    }

    /** Whether an answer lacks rows, however many pages are read; no other page is read then. */
    public final ReportPaging cutWhen(Predicate<JsonNode> document) {
        return copy().withCut(document);
    }

    /** What a row is known by: no two rows of all pages have the same. Without it, a row is known by all that it holds. */
    public final ReportPaging keyedBy(Function<JsonNode, ?> key) {
        return copy().withRowKey(key);
    }

    RestRequest request(RestRequest request, int number) {
        if (!inBody()) {
            return request.query(page(), String.valueOf(number)).query(size(), String.valueOf(perPage()));
        }
        return request.json(request.body()
                .orElseGet(() -> JsonNodeFactory.instance.objectNode())
                .deepCopy()
                .put(page(), number)
                .put(size(), perPage()));
    }

    /** The rows of an answer; empty where there is no array in their place. */
    Optional<List<JsonNode>> rows(JsonNode document) {
        JsonNode array = document.isArray() ? document : at(document, rowsPath());
        if (!array.isArray()) {
            return Optional.empty();
        }
        List<JsonNode> found = new ArrayList<>(array.size());
        array.forEach(found::add);
        return Optional.of(found);
    }

    boolean isCut(JsonNode document) {
        return cut().test(document);
    }

    Optional<Long> total(JsonNode document) {
        return totalPath().isEmpty()
                ? Optional.empty()
                : Optional.of(at(document, totalPath()))
                        .filter(JsonNode::isIntegralNumber)
                        .map(JsonNode::longValue);
    }

    boolean isLast(JsonNode document, int onPage, long soFar) {
        if (onPage == 0) {
            return true;
        }
        return totalPath().isEmpty()
                ? onPage < perPage()
                : total(document).map(all -> soFar >= all).orElse(true);
    }

    Object key(JsonNode row) {
        return rowKey().apply(row);
    }

    /** Where rows are looked for, for errors. */
    String place() {
        return rowsPath().isEmpty() ? "an array" : "an array at " + String.join(".", rowsPath());
    }

    private static JsonNode at(JsonNode document, List<String> path) {
        JsonNode node = document;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    private ImmutableReportPaging copy() {
        return (ImmutableReportPaging) this;
    }
}
