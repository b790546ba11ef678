package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Pages of which each has a cursor for the next one.
 *
 * <pre>{@code
 * Paging.cursor("/meta/next", "cursor").moreAt("/meta/has_more");
 * Paging.cursor("$.after", "/page/after").endsWithEmptyPage();
 * }</pre>
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Cursors implements Paging {
    Cursors() {}

    abstract String at();

    abstract boolean header();

    abstract String parameter();

    abstract Optional<String> more();

    @Value.Default
    boolean emptyPageEnds() {
        return false;
    }

    static Cursors inBody(String at, String parameter) {
        Places.checkSingle(at);
        return ImmutableCursors.builder()
                .at(at)
                .header(false)
                .parameter(parameter)
                .build();
    }

    static Cursors inHeader(String header, String parameter) {
        return ImmutableCursors.builder()
                .at(header)
                .header(true)
                .parameter(parameter)
                .build();
    }

    /** Where the answer says whether there is another page; the cursor of the last one is then not looked at. */
    public final Cursors moreAt(String path) {
        Places.checkSingle(path);
        return copy().withMore(path);
    }

    /** Takes a page without rows for the last one, whatever its cursor. Without this, a page may be empty. */
    public final Cursors endsWithEmptyPage() {
        return copy().withEmptyPageEnds(true);
    }

    @Override
    public final Optional<RestRequest> next(RestPage page) {
        if ((emptyPageEnds() && page.rows() == 0)
                || more().flatMap(page::value).filter("false"::equals).isPresent()) {
            return Optional.empty();
        }
        Optional<?> cursor = header() ? page.header(at()) : page.typed(at());
        return cursor.filter(found -> !found.toString().isEmpty())
                .map(found -> page.request().set(parameter(), found));
    }

    @Override
    public final Optional<String> needs(RestPage first) {
        return header() || first.has(at()) ? Optional.empty() : Optional.of("nothing at " + at());
    }

    private ImmutableCursors copy() {
        return (ImmutableCursors) this;
    }

    @Override
    public final String toString() {
        return (header() ? "Paging.headerCursor(\"" : "Paging.cursor(\"") + at() + "\", \"" + parameter() + "\")";
    }
}
