package dev.pipette.testing.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a fake API does with the requests of one method and path.
 *
 * <pre>{@code
 * api.get("/orders/{id}").answers(request -> Answer.json("{\"id\": " + request.pathValue("id") + "}"));
 * }</pre>
 *
 * <p>What it is told holds from the next request on. A request must show what {@link #requires} names, then be within the
 * rate limit, then escape the failures, and is answered then.
 */
public final class Route {
    private final String method;
    private final PathTemplate path;
    private final HiddenValues secrets;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final List<Auth> auths = new CopyOnWriteArrayList<>();
    private final List<RateLimit> limits = new CopyOnWriteArrayList<>();
    private final Failure.Strikes strikes = new Failure.Strikes();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable Function<ReceivedRequest, Paging.Page> answers;
    private volatile boolean paged;

    Route(String method, String path, HiddenValues secrets) {
        this.method = method;
        this.path = new PathTemplate(path);
        this.secrets = secrets;
    }

    /** Takes only requests that have a query parameter with this value; a route with more of them goes first. */
    public Route query(String name, String value) {
        synchronized (query) {
            query.put(name, value);
        }
        return this;
    }

    /** Answers with 200 and a text of JSON. */
    public Route json(String json) {
        return answers(Answer.json(json));
    }

    /** Answers always the same. */
    public Route answers(Answer answer) {
        return answers(request -> answer);
    }

    /** Answers as the function says; it is called by several threads when requests come at once. */
    public Route answers(Function<ReceivedRequest, Answer> script) {
        answers = request -> new Paging.Page(0, script.apply(request));
        paged = false;
        return this;
    }

    /** Answers with pages of rows. */
    public Route pages(List<? extends List<? extends Map<String, ?>>> pages, Paging paging) {
        return paged(
                new Paging.Rows(pages.stream()
                        .map(page -> page.stream().map(Json::tree).toList())
                        .toList()),
                paging);
    }

    /** Answers with rows, cut into pages of a size. */
    public Route rows(List<? extends Map<String, ?>> rows, int pageSize, Paging paging) {
        return paged(Paging.cut(rows.stream().map(Json::tree).toList(), pageSize), paging);
    }

    /** Answers with the elements of a JSON array, cut into pages of a size; numbers keep their digits. */
    public Route rows(String json, int pageSize, Paging paging) {
        JsonNode array = Json.parse(json);
        if (!array.isArray()) {
            throw new IllegalArgumentException("rows are a JSON array, not " + array.getNodeType());
        }
        List<JsonNode> rows = new ArrayList<>();
        array.forEach(rows::add);
        return paged(Paging.cut(rows, pageSize), paging);
    }

    private Route paged(Paging.Rows rows, Paging paging) {
        answers = request -> paging.page(request, rows)
                .orElseGet(() -> new Paging.Page(
                        0, Answer.error(400, "bad_request", "no page is meant by " + paging.parameters())));
        paged = true;
        return this;
    }

    /** Answers 401 to requests without this; several are wanted together. */
    public Route requires(Auth auth) {
        secrets.learn(auth);
        auths.add(auth);
        return this;
    }

    /** Answers 429 to requests beyond a number within a time, by a clock that a test may set. */
    public Route rateLimit(int number, Duration time, InstantSource clock) {
        return rateLimit(RateLimit.of(number, time, clock));
    }

    /** Answers 429 to requests beyond a limit, which may be that of other routes, too. */
    public Route rateLimit(RateLimit limit) {
        limits.add(limit);
        return this;
    }

    /** Fails; of several failures each request suffers the first one that is due. */
    public Route fails(Failure failure) {
        if (failure.wantsPages() && !paged) {
            throw new IllegalStateException(
                    this + " has no pages: tell .pages(..) or .rows(..) before .fails(..onPage(n))");
        }
        strikes.add(failure);
        return this;
    }

    /** The request, with the values of its path, when it is for this route. */
    Optional<ReceivedRequest> match(ReceivedRequest request) {
        if (!request.method().equals(method)) {
            return Optional.empty();
        }
        synchronized (query) {
            boolean asked = query.entrySet().stream()
                    .allMatch(wanted -> request.query()
                            .getOrDefault(wanted.getKey(), List.of())
                            .contains(wanted.getValue()));
            return asked ? path.match(request.url().pathSegments()).map(request::with) : Optional.empty();
        }
    }

    int conditions() {
        synchronized (query) {
            return query.size();
        }
    }

    long names() {
        return path.names();
    }

    Reply reply(ReceivedRequest request) {
        int number = requests.incrementAndGet();
        for (Auth auth : auths) {
            Optional<Answer> refusal = auth.refusal(request);
            if (refusal.isPresent()) {
                return Reply.of(refusal.get());
            }
        }
        List<Answer.Header> headers = new ArrayList<>();
        for (RateLimit limit : limits) {
            RateLimit.Ticket ticket = limit.ticket();
            if (!ticket.admitted()) {
                return Reply.of(Answer.error(429, "too_many_requests", "the rate limit is reached")
                        .withHeaders(ticket.headers()));
            }
            headers.addAll(ticket.headers());
        }
        Function<ReceivedRequest, Paging.Page> script = answers;
        if (script == null) {
            return Reply.unexpected(
                    Answer.error(500, "no_answer", this + " has no answer: tell .answers(..), .json(..) or .rows(..)"),
                    "its route has no answer");
        }
        Paging.Page page = script.apply(request);
        return new Reply(
                page.answer().withHeaders(headers),
                strikes.due(number, page.number()).map(Failure::kind),
                Optional.empty());
    }

    /** Method, path and query: {@code GET /orders/{id}?state=open}. */
    @Override
    public String toString() {
        synchronized (query) {
            Map<String, List<String>> wanted = new LinkedHashMap<>();
            query.forEach((name, value) -> wanted.put(name, List.of(value)));
            return ReceivedRequest.line(method, path.toString(), wanted, secrets);
        }
    }
}
