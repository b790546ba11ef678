package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.immutables.value.Value;

/**
 * Pages that are asked for by their numbers.
 *
 * <pre>{@code
 * Paging.pageNumber("page").startingAt(0).size("per", 100).totalRowsAt("/total");
 * Paging.pageNumber("page").moreAt("/has_more").most(50);
 * }</pre>
 *
 * <p>A page without rows is the last one, whatever else is said.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class PageNumbers implements Paging {
    PageNumbers() {}

    abstract String parameter();

    abstract Optional<String> sizeParameter();

    abstract OptionalInt size();

    abstract Optional<String> totalPages();

    abstract Optional<String> totalRows();

    abstract Optional<String> more();

    abstract OptionalInt mostPages();

    @Value.Default
    int start() {
        return 1;
    }

    @Value.Default
    boolean shortPageEnds() {
        return false;
    }

    static PageNumbers of(String parameter) {
        return ImmutablePageNumbers.builder().parameter(parameter).build();
    }

    /** The number of the first page, 1 without this. */
    public final PageNumbers startingAt(int number) {
        return copy().withStart(Places.checkAtLeast(0, number, "startingAt"));
    }

    /** Asks for pages of a size. */
    public final PageNumbers size(String parameter, int rows) {
        return copy().withSizeParameter(parameter).withSize(Places.checkAtLeast(1, rows, "size"));
    }

    /** Where the answer says how many pages there are; they are then read side by side. */
    public final PageNumbers totalPagesAt(String path) {
        Places.checkSingle(path);
        return copy().withTotalPages(path);
    }

    /** Where the answer says how many rows there are; with a {@link #size}, pages are then read side by side. */
    public final PageNumbers totalRowsAt(String path) {
        Places.checkSingle(path);
        return copy().withTotalRows(path);
    }

    /** Where the answer says whether there is another page. */
    public final PageNumbers moreAt(String path) {
        Places.checkSingle(path);
        return copy().withMore(path);
    }

    /** Reads this many pages at most, and leaves the others. */
    public final PageNumbers most(int pages) {
        return copy().withMostPages(Places.checkAtLeast(1, pages, "most"));
    }

    /** Takes a page that is shorter than the {@link #size} for the last one, which saves the request for an empty page. */
    public final PageNumbers endsWithShortPage() {
        return copy().withShortPageEnds(true);
    }

    @Override
    public final RestRequest first(RestRequest request) {
        RestRequest first = request.set(parameter(), (long) start());
        return sizeParameter().isPresent() ? first.set(sizeParameter().get(), (long) size().getAsInt()) : first;
    }

    @Override
    public final Optional<RestRequest> next(RestPage page) {
        long read = page.rowsBefore() + page.rows();
        boolean isLast = page.rows() == 0
                || (mostPages().isPresent() && page.number() >= mostPages().getAsInt())
                || (shortPageEnds() && size().isPresent() && page.rows() < size().getAsInt())
                || more().flatMap(page::value).filter("false"::equals).isPresent()
                || totalPages()
                        .flatMap(page::number)
                        .filter(all -> page.number() >= all)
                        .isPresent()
                || total(page).filter(all -> read >= all).isPresent();
        return isLast ? Optional.empty() : Optional.of(numbered(page, page.number()));
    }

    /** @param before how many pages are before it */
    private RestRequest numbered(RestPage page, long before) {
        return page.request().set(parameter(), start() + before);
    }

    @Override
    public final List<RestRequest> ahead(RestPage first) {
        Optional<Long> pages = totalPages()
                .flatMap(first::number)
                .or(() -> size().isPresent() && first.rows() == size().getAsInt()
                        ? total(first).map(all -> Math.ceilDiv(all, size().getAsInt()))
                        : Optional.empty());
        long most = mostPages().isPresent() ? mostPages().getAsInt() : Long.MAX_VALUE;
        return first.rows() == 0
                ? List.of()
                : LongStream.range(1, Math.min(most, pages.orElse(1L)))
                        .mapToObj(before -> numbered(first, before))
                        .limit(Integer.MAX_VALUE)
                        .toList();
    }

    @Override
    public final Optional<Long> total(RestPage page) {
        return totalRows().flatMap(page::number);
    }

    private ImmutablePageNumbers copy() {
        return (ImmutablePageNumbers) this;
    }

    @Override
    public final String toString() {
        return "Paging.pageNumber(\"" + parameter() + "\")"
                + totalPages().map(path -> ".totalPagesAt(\"" + path + "\")").orElse("");
    }
}
