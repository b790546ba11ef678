package dev.pipette.rest;

import java.util.List;
import java.util.Optional;

/**
 * How an API gives its rows page by page. Without one, {@link RestCall} looks at the first page and guesses, and the run notes
 * what it guessed.
 *
 * <pre>{@code
 * Paging.cursor("/meta/next", "cursor");                      // {"meta": {"next": "b7"}}, then ?cursor=b7
 * Paging.cursor("/after", "/page/after");                     // the same, sent in the JSON body
 * Paging.headerCursor("X-Next-Page", "page");
 * Paging.nextLink("/links/next");                             // the whole address of the next page, or its end
 * Paging.linkHeader();                                        // Link: <..>; rel="next"
 * Paging.pageNumber("page").size("per", 100).totalPagesAt("/pages");
 * Paging.offset("offset", "limit", 100).totalRowsAt("/total");
 * Paging.single();
 * Paging mine = page -> page.header("X-More").map(more -> page.request().set("from", more));
 * }</pre>
 *
 * <p>Where a parameter is named, a name is one of the query, and a JSON Pointer is a place in the body.
 */
@FunctionalInterface
public interface Paging {
    /**
     * The request for the page behind one; empty when that was the last one. It is asked once for each page, in order, and
     * remembers nothing.
     */
    Optional<RestRequest> next(RestPage page);

    /** The request for the first page. */
    default RestRequest first(RestRequest request) {
        return request;
    }

    /**
     * The requests for the pages behind the first one, as far as it says how many there are: these are sent side by side. Behind
     * the last of them, {@link #next} is asked again.
     */
    default List<RestRequest> ahead(RestPage first) {
        return List.of();
    }

    /** How many rows all pages have, by what a page says. */
    default Optional<Long> total(RestPage page) {
        return Optional.empty();
    }

    /** Where the first page has to say how the next one is asked for; a run notes when it says nothing. */
    default Optional<String> needs(RestPage first) {
        return Optional.empty();
    }

    /** Pages with numbers; the first one is 1, and the last one is empty or the one that the API names. */
    static PageNumbers pageNumber(String parameter) {
        return PageNumbers.of(parameter);
    }

    /**
     * Rows from a position, of which the first one is 0.
     *
     * @param limit how many rows to ask for
     */
    static Offsets offset(String offsetParameter, String limitParameter, int limit) {
        return Offsets.of(offsetParameter, limitParameter, limit);
    }

    /**
     * A text or a number in each page leads to the next one; where it is missing, null or empty, there is none.
     *
     * @param at where it is, a JSON Pointer or a JSONPath
     * @param parameter how it is sent
     */
    static Cursors cursor(String at, String parameter) {
        return Cursors.inBody(at, parameter);
    }

    /** The same in a header of each answer. */
    static Cursors headerCursor(String header, String parameter) {
        return Cursors.inHeader(header, parameter);
    }

    /** Each page has the address of the next one in its body: a whole one, or one that is resolved against its own. */
    static Links nextLink(String at) {
        return new Links(at, "");
    }

    /** Each page has the address of the next one in the header {@code Link}, with the relation {@code next}. */
    static Links linkHeader() {
        return linkHeader("next");
    }

    /** The same with another relation. */
    static Links linkHeader(String relation) {
        return new Links("", relation);
    }

    /** There is one page. */
    static Paging single() {
        return SinglePage.INSTANCE;
    }

    /** Looks at the first page and guesses; what is guessed is a note of the run. The default. */
    static Paging auto() {
        return AutoPaging.INSTANCE;
    }
}
