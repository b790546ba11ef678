package dev.pipette.rest;

import dev.pipette.rest.page.PageScan.ListAt;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses by the first page how there are more, and where its rows are. The order is dlt's ({@code
 * rest_client/detector.py}): the header {@code Link}, an address in the body, a number of pages, a cursor, one page.
 */
enum AutoPaging implements Paging {
    INSTANCE;

    private static final Set<String> NEXT_LINKS = Set.of(
            "next",
            "nextpage",
            "nexturl",
            "nextlink",
            "nextpageurl",
            "nextpagelink",
            "odatanextlink",
            "nextrecordsurl");
    private static final Set<String> PAGES =
            Set.of("totalpages", "pages", "pagecount", "lastpage", "numpages", "totalpage");
    private static final Set<String> CURSORS = Set.of(
            "nextcursor",
            "cursornext",
            "cursorsnext",
            "nextpagetoken",
            "nexttoken",
            "pagingcursorsafter",
            "metanextcursor");
    private static final Set<String> TOTALS =
            Set.of("total", "totalcount", "count", "totalrows", "totalresults", "totalitems");
    private static final Set<String> MORE = Set.of("hasmore", "hasnext", "hasnextpage", "more");
    private static final List<String> ROWS = List.of(
            "data",
            "items",
            "results",
            "entries",
            "records",
            "rows",
            "entities",
            "payload",
            "content",
            "objects",
            "values");
    private static final int DEEPEST = 3;

    /**
     * What was guessed.
     *
     * @param why for people
     */
    record Guess(Paging paging, String why) {}

    @Override
    public Optional<RestRequest> next(RestPage page) {
        throw new IllegalStateException("a guess is made by the first page");
    }

    /** How there are more pages. */
    static Guess paging(RestPage first) {
        if (first.link("next").isPresent()) {
            return new Guess(Paging.linkHeader(), "its header Link names a next page");
        }
        Map<String, Object> values = first.scan().values();
        Optional<String> link = find(values, NEXT_LINKS, 1, AutoPaging::isLink)
                .or(() -> find(values, NEXT_LINKS, 2, AutoPaging::isLink));
        if (link.isPresent()) {
            return new Guess(Paging.nextLink(link.get()), link.get() + " is an address");
        }
        Optional<String> pages = find(values, PAGES, 1, value -> isNumberAbove(value, 1));
        if (pages.isPresent()) {
            return new Guess(Paging.pageNumber("page").totalPagesAt(pages.get()), pages.get() + " counts the pages");
        }
        Optional<String> cursor = find(values, CURSORS, 1, value -> !value.isEmpty())
                .or(() -> find(values, CURSORS, 2, value -> !value.isEmpty()))
                .or(() -> find(values, CURSORS, 3, value -> !value.isEmpty()));
        return cursor.map(at -> new Guess(Paging.cursor(at, "cursor"), at + " reads as a cursor"))
                .orElseGet(() -> new Guess(Paging.single(), "nothing names a next page"));
    }

    /** What the page says of rows that a single page does not have; empty where nothing is missing. */
    static Optional<String> missing(RestPage first) {
        Map<String, Object> values = first.scan().values();
        return find(values, MORE, 1, "true"::equals)
                .map(at -> at + " is true")
                .or(() -> find(values, TOTALS, 1, value -> isNumberAbove(value, first.rows()))
                        .map(at -> at + " is " + values.get(at)));
    }

    /** Where the rows are: a pointer to a list of the page, or to the page itself. */
    static String rows(Map<String, ListAt> lists) {
        if (lists.containsKey("")) {
            return "";
        }
        return lists.keySet().stream()
                .filter(pointer -> depth(pointer) <= DEEPEST && ROWS.contains(last(pointer)))
                .min(Comparator.comparingLong(AutoPaging::depth)
                        .thenComparingInt(pointer -> ROWS.indexOf(last(pointer))))
                .or(() -> lists.entrySet().stream()
                        .filter(list -> list.getValue().holdsObjects() && depth(list.getKey()) <= DEEPEST)
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElse("");
    }

    /** @param steps how many of the last steps of a pointer make its name */
    private static Optional<String> find(
            Map<String, Object> values, Set<String> names, int steps, java.util.function.Predicate<String> fits) {
        return values.entrySet().stream()
                .filter(value -> depth(value.getKey()) <= DEEPEST
                        && names.contains(name(value.getKey(), steps))
                        && fits.test(value.getValue().toString())
                        && !value.getValue().toString().equals("null"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String name(String pointer, int steps) {
        String[] all = pointer.split("/", -1);
        StringBuilder name = new StringBuilder();
        for (int step = Math.max(1, all.length - steps); step < all.length; step++) {
            name.append(all[step]);
        }
        return name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static long depth(String pointer) {
        return pointer.chars().filter(character -> character == '/').count();
    }

    private static boolean isLink(String value) {
        return Addresses.isWhole(value) || value.startsWith("/") || value.startsWith("?");
    }

    private static boolean isNumberAbove(String value, long least) {
        return value.matches("\\d{1,18}") && Long.parseLong(value) > least;
    }

    @Override
    public String toString() {
        return "Paging.auto()";
    }
}
