package dev.pipette.testing.http;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How an API hands out rows page by page.
 *
 * <pre>{@code
 * // {"data": [..], "next": "page-2"}, then ?cursor=page-2
 * api.get("/orders").rows(orders, 100, Paging.cursor("next"));
 * // [..], and Link: <..?page=2>; rel="next"
 * api.get("/clients").rows(clients, 100, Paging.linkHeader());
 * // {"data": [..], "page": 1, "pages": 3, "total": 250}
 * api.get("/clicks").rows(clicks, 100, Paging.pageNumber("page"));
 * // {"data": [..], "offset": 0, "limit": 100, "total": 250}
 * api.get("/visits").rows(visits, 100, Paging.offset("offset", "limit"));
 * }</pre>
 *
 * <p>A page beyond the last one has no rows; a page that cannot be meant is answered with 400.
 */
@CheckReturnValue
public final class Paging {
    private static final String CURSOR = "page-";

    private final Style style;
    private final String rowsField;

    private sealed interface Style {
        record Cursor(String field, String parameter) implements Style {}

        record LinkHeader() implements Style {}

        record PageNumber(String parameter) implements Style {}

        record Offset(String offset, String limit) implements Style {}
    }

    /** What a request asks for: the number of a page, and what is on it. */
    record Page(int number, Answer answer) {}

    /** Rows as an API's author would have cut them. */
    record Rows(List<List<JsonNode>> pages, List<JsonNode> all) {
        Rows(List<List<JsonNode>> pages) {
            this(pages, pages.stream().flatMap(List::stream).toList());
        }

        int total() {
            return all.size();
        }

        List<JsonNode> page(int number) {
            return number <= pages.size() ? pages.get(number - 1) : List.of();
        }

        List<JsonNode> slice(int from, int size) {
            int start = Math.min(from, all.size());
            return all.subList(start, start + Math.min(size, all.size() - start));
        }

        int firstSize() {
            return pages.isEmpty() ? 1 : Math.max(1, pages.getFirst().size());
        }
    }

    private Paging(Style style, String rowsField) {
        this.style = style;
        this.rowsField = rowsField;
    }

    /** The answer names the next page in a field, null on the last one; the request asks for it in {@code cursor}. */
    public static Paging cursor(String field) {
        return cursor(field, "cursor");
    }

    /** The answer names the next page in a field, null on the last one; the request asks for it in a parameter. */
    public static Paging cursor(String field, String parameter) {
        return new Paging(new Style.Cursor(field, parameter), "data");
    }

    /** The answer is an array, and its header {@code Link} has the address of the next page (RFC 8288). */
    public static Paging linkHeader() {
        return new Paging(new Style.LinkHeader(), "");
    }

    /** The request asks for a page by its number, the first one is 1; the answer tells how many there are. */
    public static Paging pageNumber(String parameter) {
        return new Paging(new Style.PageNumber(parameter), "data");
    }

    /**
     * The request asks for rows from a position, the first one is 0, and for how many, else it gets as many as the first
     * page has; the answer tells how many rows there are.
     */
    public static Paging offset(String offset, String limit) {
        return new Paging(new Style.Offset(offset, limit), "data");
    }

    /** Puts the rows into another field than {@code data}. */
    public Paging rowsIn(String field) {
        if (field.isBlank()) {
            throw new IllegalArgumentException(
                    "the field of the rows has no name; for an array alone there is .bare()");
        }
        return new Paging(style, field);
    }

    /** Answers with an array of rows and nothing around it: all that a client knows is that an empty page is the last. */
    public Paging bare() {
        if (style instanceof Style.Cursor) {
            throw new IllegalStateException("a cursor is in a field, so its rows cannot be bare");
        }
        return new Paging(style, "");
    }

    /** The page that a request asks for; empty when there cannot be such a one. */
    Optional<Page> page(ReceivedRequest request, Rows rows) {
        return switch (style) {
            case Style.Cursor cursor -> byCursor(cursor, request, rows);
            case Style.LinkHeader link ->
                number(request.query("page"), 1, 1).map(number -> {
                    Answer answer = answer(rows.page(number), Map.of());
                    return new Page(number, number < rows.pages().size() ? linked(answer, request, number) : answer);
                });
            case Style.PageNumber(String parameter) ->
                number(request.query(parameter), 1, 1)
                        .map(number -> new Page(
                                number,
                                answer(
                                        rows.page(number),
                                        fields(
                                                "page",
                                                number,
                                                "pages",
                                                rows.pages().size(),
                                                "total",
                                                rows.total()))));
            case Style.Offset offset -> byOffset(offset, request, rows);
        };
    }

    private Optional<Page> byCursor(Style.Cursor cursor, ReceivedRequest request, Rows rows) {
        Optional<String> asked = request.query(cursor.parameter());
        if (asked.isPresent() && !asked.get().startsWith(CURSOR)) {
            return Optional.empty();
        }
        return number(asked.map(value -> value.substring(CURSOR.length())), 1, 1)
                .filter(number -> asked.isEmpty() || number <= rows.pages().size())
                .map(number -> {
                    Map<String, Object> next = new LinkedHashMap<>();
                    next.put(
                            cursor.field(),
                            number < rows.pages().size() ? CURSOR + (number + 1) : JsonNodeFactory.instance.nullNode());
                    return new Page(number, answer(rows.page(number), next));
                });
    }

    private Optional<Page> byOffset(Style.Offset style, ReceivedRequest request, Rows rows) {
        return number(request.query(style.offset()), 0, 0)
                .flatMap(offset -> number(request.query(style.limit()), rows.firstSize(), 1)
                        .map(limit -> new Page(
                                offset / limit + 1,
                                answer(
                                        rows.slice(offset, limit),
                                        fields(style.offset(), offset, style.limit(), limit, "total", rows.total())))));
    }

    private static Map<String, Object> fields(String a, int first, String b, int second, String c, int third) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(a, first);
        fields.put(b, second);
        fields.put(c, third);
        return fields;
    }

    private static Optional<Integer> number(Optional<String> asked, int otherwise, int least) {
        try {
            int number = asked.map(Integer::parseInt).orElse(otherwise);
            return number < least ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    private Answer answer(List<JsonNode> rows, Map<String, Object> fields) {
        if (rowsField.isEmpty()) {
            return Answer.json(Json.compact(rows));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(rowsField, rows);
        body.putAll(fields);
        return Answer.json(Json.compact(body));
    }

    private static Answer linked(Answer answer, ReceivedRequest request, int number) {
        String next = request.url()
                .newBuilder()
                .setQueryParameter("page", String.valueOf(number + 1))
                .toString();
        return answer.withHeader("Link", "<" + next + ">; rel=\"next\"");
    }

    /** What the query parameters of a page are called. */
    List<String> parameters() {
        return switch (style) {
            case Style.Cursor cursor -> List.of(cursor.parameter());
            case Style.LinkHeader link -> List.of("page");
            case Style.PageNumber number -> List.of(number.parameter());
            case Style.Offset offset -> List.of(offset.offset(), offset.limit());
        };
    }

    /** Cuts rows into pages. */
    static Rows cut(List<JsonNode> rows, int pageSize) {
        if (pageSize < 1) {
            throw new IllegalArgumentException("a page has at least 1 row, not " + pageSize);
        }
        List<List<JsonNode>> pages = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += pageSize) {
            pages.add(List.copyOf(rows.subList(from, Math.min(rows.size(), from + pageSize))));
        }
        return new Rows(pages);
    }
}
