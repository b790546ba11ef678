package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.immutables.value.Value;

/**
 * Pages that are asked for by the position of their first row.
 *
 * <pre>{@code
 * Paging.offset("offset", "limit", 100).totalRowsAt("/total");
 * Paging.offset("skip", "top", 1000).most(50_000);
 * }</pre>
 *
 * <p>The next page begins behind the rows that came, also where the API gives fewer than it is asked for. A page without rows
 * is the last one, whatever else is said.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Offsets implements Paging {
    Offsets() {}

    abstract String offsetParameter();

    abstract String limitParameter();

    abstract int limit();

    abstract Optional<String> totalRows();

    abstract Optional<String> more();

    abstract OptionalLong mostRows();

    @Value.Default
    long start() {
        return 0;
    }

    @Value.Default
    boolean shortPageEnds() {
        return false;
    }

    static Offsets of(String offset, String limitParameter, int limit) {
        return ImmutableOffsets.builder()
                .offsetParameter(offset)
                .limitParameter(limitParameter)
                .limit(Places.checkAtLeast(1, limit, "limit"))
                .build();
    }

    /** The position of the first row, 0 without this. */
    public final Offsets startingAt(long position) {
        return copy().withStart(Places.checkAtLeast(0, position, "startingAt"));
    }

    /** Where the answer says how many rows there are; pages are then read side by side. */
    public final Offsets totalRowsAt(String path) {
        Places.checkSingle(path);
        return copy().withTotalRows(path);
    }

    /** Where the answer says whether there are more rows. */
    public final Offsets moreAt(String path) {
        Places.checkSingle(path);
        return copy().withMore(path);
    }

    /** Asks for no page that begins at this position or behind it. */
    public final Offsets most(long position) {
        return copy().withMostRows(Places.checkAtLeast(1, position, "most"));
    }

    /** Takes a page that is shorter than the limit for the last one, which saves the request for an empty page. */
    public final Offsets endsWithShortPage() {
        return copy().withShortPageEnds(true);
    }

    @Override
    public final RestRequest first(RestRequest request) {
        return request.set(offsetParameter(), start()).set(limitParameter(), (long) limit());
    }

    @Override
    public final Optional<RestRequest> next(RestPage page) {
        long position = start() + page.rowsBefore() + page.rows();
        boolean isLast = page.rows() == 0
                || (mostRows().isPresent() && position >= mostRows().getAsLong())
                || (shortPageEnds() && page.rows() < limit())
                || more().flatMap(page::value).filter("false"::equals).isPresent()
                || total(page).filter(all -> position >= all).isPresent();
        return isLast ? Optional.empty() : Optional.of(page.request().set(offsetParameter(), position));
    }

    @Override
    public final List<RestRequest> ahead(RestPage first) {
        if (first.rows() < limit()) {
            return List.of(); // the API gives pages of another size, or all there is
        }
        long end = Math.min(
                mostRows().isPresent() ? mostRows().getAsLong() : Long.MAX_VALUE,
                total(first).orElse(0L));
        return LongStream.iterate(start() + limit(), position -> position < end, position -> position + limit())
                .mapToObj(position -> first.request().set(offsetParameter(), position))
                .toList();
    }

    @Override
    public final Optional<Long> total(RestPage page) {
        return totalRows().flatMap(page::number);
    }

    private ImmutableOffsets copy() {
        return (ImmutableOffsets) this;
    }

    @Override
    public final String toString() {
        return "Paging.offset(\"" + offsetParameter() + "\", \"" + limitParameter() + "\", " + limit() + ")";
    }
}
