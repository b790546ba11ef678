package dev.pipette.rest;

import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.json.JsonPath;
import dev.pipette.rest.page.PageScan;
import dev.pipette.rest.page.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The pages of one call in their order; for one thread at a time. */
final class Pages implements AutoCloseable {
    private final RestClient client;
    private final CallOptions options;
    private final RunLimits limits;
    private final ExtractContext context;
    private final Conditional conditional;
    private final PagesAhead ahead;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Integer> digests = new HashMap<>();
    private Paging paging;
    private Optional<JsonPath> select;
    private @Nullable RestRequest next;
    private @Nullable RestPage last;
    private int number;
    private long rows;

    /** A page whose rows are read from its body. */
    record Page(Spool body, JsonPath select, String name) {}

    Pages(RestClient client, RestRequest request, CallOptions options, RunLimits limits, ExtractContext context) {
        this.client = client;
        this.options = options;
        this.limits = limits;
        this.context = context;
        this.paging = options.paging();
        this.select = options.select();
        this.next = paging.first(request);
        this.conditional = new Conditional(options.conditional(), context.state(), client.wire());
        this.ahead = new PagesAhead(options.pagesAtOnce(), this::fetch);
    }

    private PageAnswer fetch(RestRequest request, PagesAhead.Permit permit) {
        return client.send(request, new PageReading(client, options, request, select, limits, permit));
    }

    /** The next page that has rows; empty behind the last one. */
    Optional<Page> next() {
        while (next != null) {
            RestRequest request = next;
            number++;
            limits.checkPages(request, number);
            if (!asked.add(client.wire().url(request) + " " + request.body())) {
                throw loop(request, "page " + (number - 1) + " leads to a page that was read before");
            }
            PageAnswer answer = ahead.take(request)
                    .orElseGet(
                            () -> fetch(number == 1 ? conditional.asking(request) : request, PagesAhead.Permit.NONE));
            next = null;
            switch (answer) {
                case PageAnswer.NotModified _, PageAnswer.End _ -> {
                    return Optional.empty();
                }
                case PageAnswer.Nothing(HttpUrl url, Headers headers) ->
                    follow(new RestPage(request, url, headers, PageScan.NONE, number, rows));
                case PageAnswer.Rows found -> {
                    return Optional.of(page(request, found));
                }
            }
        }
        checkTotal();
        return Optional.empty();
    }

    private Page page(RestRequest request, PageAnswer.Rows found) {
        try {
            if (number == 1) {
                conditional.answered(request, found.headers());
                guessRows(found);
            }
            RestPage page = new RestPage(request, found.url(), found.headers(), found.scan(), number, rows);
            checkRepeated(request, found);
            follow(page);
            rows += page.rows();
            return new Page(
                    found.body(), select.orElseThrow(), client.problems().line(request, found.url()));
        } catch (RuntimeException | Error failed) {
            close(found.body());
            throw failed;
        }
    }

    private void guessRows(PageAnswer.Rows found) {
        if (select.isEmpty()) {
            String pointer = AutoPaging.rows(found.scan().lists());
            PageScan _ = found.scan().selecting(pointer);
            select = Optional.of(JsonPath.of(pointer));
            if (found.scan().isObject()) {
                context.note(
                        pointer.isEmpty()
                                ? "guessed that an answer is one row, because it has no list. Say select(\"\") to keep it so"
                                : "guessed that the rows are at " + pointer + ". Say select(\"" + pointer
                                        + "\") to keep it so");
            }
        }
    }

    /** Decides what is asked for behind a page. */
    private void follow(RestPage page) {
        if (number == 1 && paging == AutoPaging.INSTANCE) {
            guessPaging(page);
        }
        last = page;
        RestRequest behind =
                paging.next(page).map(request -> resolved(page, request)).orElse(null);
        if (number == 1 && behind != null) {
            ahead.plan(paging.ahead(page));
        }
        if (number == 1 && behind == null && page.rows() > 0) {
            paging.needs(page)
                    .ifPresent(missing -> context.note("read one page, because the answer has " + missing + ", where "
                            + paging + " looks for the next one"));
        }
        ahead.follow(behind);
        next = behind;
    }

    private void guessPaging(RestPage page) {
        AutoPaging.Guess guess = AutoPaging.paging(page);
        if (guess.paging() == SinglePage.INSTANCE && page.rows() > 0) {
            AutoPaging.missing(page).ifPresent(missing -> {
                throw client.problems().unguessed(page.request(), page.url(), page.rows(), missing);
            });
        }
        paging = guess.paging();
        context.note("guessed " + paging + ", because " + guess.why() + ". Say paging(..) to keep it so");
    }

    /** A link may be a part of an address, and must not lead to another host. */
    private RestRequest resolved(RestPage page, RestRequest request) {
        return request.path().equals(page.request().path())
                ? request
                : new RestRequest(
                        request.method(),
                        client.wire()
                                .addresses()
                                .resolved(page.request(), page.url(), request.path())
                                .toString(),
                        request.query(),
                        request.headers(),
                        request.body());
    }

    private void checkRepeated(RestRequest request, PageAnswer.Rows found) {
        if (options.repeats() || paging == SinglePage.INSTANCE) {
            return;
        }
        try {
            Integer before = found.scan()
                    .digest(found.body())
                    .map(digest -> digests.putIfAbsent(digest, number))
                    .orElse(null);
            if (before != null) {
                throw loop(request, "page " + number + " has the rows of page " + before);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private PipetteException loop(RestRequest request, String how) {
        return client.problems().loop(request, client.wire().url(request), how, paging);
    }

    private void checkTotal() {
        RestPage end = last;
        if (end != null) {
            paging.total(end)
                    .filter(total -> total > rows)
                    .ifPresent(total -> context.note("the API counts " + total + " rows, and " + rows + " came"));
            last = null;
        }
    }

    static void close(Spool body) {
        try {
            body.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        next = null;
        ahead.close();
    }
}
