package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import dev.pipette.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows that one path of an API gives, page by page. A value: each method returns a new one, and nothing is asked before a
 * pipeline runs its resource.
 *
 * <pre>{@code
 * Resource orders = api.get("/orders")
 *     .param("state", "all")
 *     .select("/data")
 *     .paging(Paging.cursor("/meta/next", "cursor"))
 *     .incremental(cursor("updated_at", Instant.class).startingAt(Instant.EPOCH), "updated_since")
 *     .on(404, ResponseAction.endPaging())
 *     .resource("orders")
 *     .merge("id");
 * }</pre>
 *
 * <p>A page is received as a whole, in memory up to 1 MB and else in a temporary file, and then read row by row: the heap does
 * not grow with pages. So half a page is asked for again, and no row is loaded twice. An endless circle of pages is an error.
 */
@CheckReturnValue
public final class RestCall {
    private final RestClient client;
    private final RestRequest request;
    private final ImmutableCallOptions options;
    private final Optional<IncrementalParameter<?>> incremental;

    /** What is left of the budgets of runs that go on; calls for many parent rows share the one of their run. */
    private final Map<ResourceState, RunLimits> limits = Collections.synchronizedMap(new WeakHashMap<>());

    RestCall(
            RestClient client,
            RestRequest request,
            ImmutableCallOptions options,
            Optional<IncrementalParameter<?>> incremental) {
        this.client = client;
        this.request = request;
        this.options = options;
        this.incremental = incremental;
    }

    private RestCall with(RestRequest changed) {
        return new RestCall(client, changed, options, incremental);
    }

    private RestCall with(ImmutableCallOptions changed) {
        return new RestCall(client, request, changed, incremental);
    }

    /** Sets a query parameter. */
    public RestCall param(String name, Object value) {
        return with(request.set(checkedName(name), value));
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || name.startsWith("/")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' is not the name of a query parameter. A value of the body is set with json(..).");
        }
        return name;
    }

    /** Adds a header. */
    public RestCall header(String name, String value) {
        return with(request.header(name, value));
    }

    /** Sets the body. */
    public RestCall json(ObjectNode body) {
        return with(request.json(body));
    }

    /** Sets one value of the body, at a JSON Pointer: {@code json("/filter/state", "open")}. */
    public RestCall json(String pointer, Object value) {
        if (!pointer.startsWith("/")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + pointer + "' is not a JSON Pointer. Write /" + pointer.replace('.', '/') + ".");
        }
        return with(request.set(pointer, value));
    }

    /**
     * Says where the rows are: the elements of lists, and objects. Without it, the first page is looked at, and the run notes
     * what was guessed.
     *
     * @param path a JSON Pointer such as {@code /data/items}, or a JSONPath such as {@code $.orders[*].lines[*]}
     * @throws PipetteException BAD_USAGE for JSONPath that cannot be followed while a page is read
     */
    public RestCall select(String path) {
        return with(options.withSelect(JsonPath.of(path)));
    }

    /** Says how there are more pages; without it, {@link Paging#auto()}. */
    public RestCall paging(Paging paging) {
        return with(options.withPaging(paging));
    }

    /** Fetches this many pages side by side, where the first one says how many there are; 4 without it. Their order stays. */
    public RestCall pagesAtOnce(int pages) {
        return with(options.withPagesAtOnce(Places.checkAtLeast(1, pages, "pagesAtOnce")));
    }

    /** Says what is done with answers of a status. */
    public RestCall on(int status, ResponseAction action) {
        return with(new ResponseRule(OptionalInt.of(status), Optional.empty(), action));
    }

    /** Says what is done with answers of a status that have a text in their first 64 KB. */
    public RestCall on(int status, String content, ResponseAction action) {
        return with(new ResponseRule(OptionalInt.of(status), Optional.of(content), action));
    }

    /** Says what is done with answers of any status, good ones too, that have a text in their first 64 KB. */
    public RestCall onContent(String content, ResponseAction action) {
        return with(new ResponseRule(OptionalInt.empty(), Optional.of(content), action));
    }

    private RestCall with(ResponseRule rule) {
        List<ResponseRule> more = new ArrayList<>(options.rules());
        more.add(rule);
        return with(options.withRules(more));
    }

    /**
     * Loads only what is new by a cursor, and asks only for that: the value that a run begins with is sent.
     *
     * @param cursor with a type, because its value has to be known before the first row
     * @param parameter the name of a query parameter, or a JSON Pointer into the body
     */
    public <C extends Comparable<? super C>> RestCall incremental(Cursor<C> cursor, String parameter) {
        return incremental(cursor, parameter, Object::toString);
    }

    /**
     * The same, where the API writes values in another way.
     *
     * <pre>{@code
     * api.get("/orders").incremental(cursor("at", Instant.class), "since", at -> String.valueOf(at.getEpochSecond()));
     * }</pre>
     */
    public <C extends Comparable<? super C>> RestCall incremental(
            Cursor<C> cursor, String parameter, Function<? super C, String> format) {
        return new RestCall(
                client,
                request,
                options,
                Optional.of(new IncrementalParameter<>(cursor, parameter, Optional.empty(), format)));
    }

    /**
     * Sends the end of a backfill as well, which is excluded.
     *
     * @throws PipetteException BAD_USAGE without {@link #incremental(Cursor, String)} before it
     */
    public RestCall until(String parameter) {
        IncrementalParameter<?> known = incremental.orElseThrow(() -> new PipetteException(
                ErrorCode.BAD_USAGE,
                "until(\"" + parameter
                        + "\") is the end of a cursor's part. Say incremental(cursor(..), ..) before it."));
        return new RestCall(client, request, options, Optional.of(known.until(parameter)));
    }

    /**
     * Asks for rows only when they changed since the last run ({@code ETag}, {@code Last-Modified}), for an answer of one page.
     * Where they did not, the run has no rows: such a resource appends or merges, and does not replace.
     */
    public RestCall conditional() {
        return with(options.withConditional(true));
    }

    /** Sends at most this many requests in one run, those that are tried again among them; more are an error. */
    public RestCall maxRequests(long requests) {
        return with(options.withMaxRequests(Places.checkAtLeast(1, requests, "maxRequests")));
    }

    /** Reads at most this many pages in one run, 100,000 without it; more are an error. */
    public RestCall maxPages(int pages) {
        return with(options.withMaxPages(Places.checkAtLeast(1, pages, "maxPages")));
    }

    /** Ends a run with an error that would send a request after this time, 6 hours without it. */
    public RestCall totalTimeout(Duration time) {
        return with(options.withTotalTimeout(time));
    }

    /** Allows pages that have the same rows. Without it, they are taken for a circle without an end. */
    public RestCall repeats() {
        return with(options.withRepeats(true));
    }

    /**
     * The rows as a resource.
     *
     * @throws PipetteException BAD_USAGE where the request has names in braces, which need a parent row, or is conditional and
     *     has pages
     */
    public Resource resource(String name) {
        ParentRow.firstName(request).ifPresent(missing -> {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + name + ": " + request + " has {" + missing
                            + "}, which a row of another resource fills. Say resource(\"" + name + "\", parent).");
        });
        return withCursor(Pipette.resource(name).stream(new RestRows(checkedPaging(name))));
    }

    /**
     * The rows that belong to each row of another resource as a resource, whose values fill names in braces in the path,
     * parameters, headers and body. In the path they are encoded.
     *
     * <pre>{@code
     * Resource items = api.get("/orders/{order_id}/items").select("/items").resource("items", orders).parallel(8);
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE where the call is conditional: its state would be that of one row
     */
    public Resource resource(String name, Resource parent) {
        if (options.conditional()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + name + ": conditional() is for one address, and each row of " + parent.name()
                            + " has its own. Leave it out.");
        }
        return withCursor(Pipette.resource(name).from(parent, this::rows));
    }

    private Resource withCursor(Resource resource) {
        return incremental.isPresent() ? resource.incremental(incremental.get().cursor()) : resource;
    }

    private RestCall checkedPaging(String name) {
        if (!options.conditional() || options.paging() == SinglePage.INSTANCE) {
            return this;
        }
        if (options.paging() == AutoPaging.INSTANCE) {
            return paging(Paging.single());
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + name + ": conditional() is for an answer of one page, and there is " + options.paging()
                        + ". That the first page did not change says nothing of the others.");
    }

    /**
     * The rows that belong to one row of another resource, for code that makes more of them.
     *
     * <pre>{@code
     * RestCall items = api.get("/orders/{order_id}/items").select("/items");
     * Stream<Map<String, Object>> rows = items.rows(Map.of("order_id", 7), context);   // GET /orders/7/items
     * }</pre>
     */
    public Stream<Map<String, Object>> rows(Map<String, ?> parent, ExtractContext context) {
        // code may put streams together, which then ask for rows before they are taken
        return open(new ParentRow(parent).in(request), context, place -> {});
    }

    Stream<Map<String, Object>> open(RestRequest asked, ExtractContext context, Consumer<String> places) {
        RestRequest since = incremental.isPresent() ? incremental.get().in(asked, context) : asked;
        RunLimits run = limits.computeIfAbsent(context.state(), state -> new RunLimits(client, options));
        return RestRows.of(new Pages(client, since, options, run, context), places);
    }

    RestRequest request() {
        return request;
    }

    CallOptions options() {
        return options;
    }

    /** Method and address, without secrets. */
    @Override
    public String toString() {
        return client + ": " + request;
    }
}
