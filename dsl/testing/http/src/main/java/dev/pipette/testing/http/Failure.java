package dev.pipette.testing.http;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that goes wrong with an answer: always, or where and as often as it is told.
 *
 * <pre>{@code
 * api.get("/orders")
 *     .pages(pages, Paging.linkHeader())
 *     .fails(Failure.status(503).withHeader("Retry-After", "2").once())
 *     .fails(Failure.truncated().onPage(2).once());
 * }</pre>
 */
@CheckReturnValue
public final class Failure {
    private static final int ANY = 0;

    private final Kind kind;
    private final int times;
    private final int page;
    private final int request;

    sealed interface Kind {
        /** Another status instead of the answer. */
        record Status(Answer answer) implements Kind {}

        /** The answer, late. */
        record Slow(Duration delay) implements Kind {}

        record Truncated() implements Kind {}

        record Reset() implements Kind {}

        record MalformedJson() implements Kind {}

        record Silence() implements Kind {}

        record EndlessBody() implements Kind {}
    }

    private Failure(Kind kind, int times, int page, int request) {
        this.kind = kind;
        this.times = times;
        this.page = page;
        this.request = request;
    }

    private static Failure always(Kind kind) {
        return new Failure(kind, ANY, ANY, ANY);
    }

    /** An error status, from 400 to 599, with a body of JSON. */
    public static Failure status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                    "a failure has a status from 400 to 599, not " + status + "; use .answers(..) for others");
        }
        return always(new Kind.Status(Answer.error(status, "failure", "this request was told to fail")));
    }

    /** The right answer, after a while. */
    public static Failure slow(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("an answer cannot come " + delay + " late");
        }
        return always(new Kind.Slow(delay));
    }

    /** The right headers, half of the body, and the end of the connection. */
    public static Failure truncated() {
        return always(new Kind.Truncated());
    }

    /** TCP's RST instead of an answer. */
    public static Failure reset() {
        return always(new Kind.Reset());
    }

    /** The right headers and half of the body as if that were all. */
    public static Failure malformedJson() {
        return always(new Kind.MalformedJson());
    }

    /** The right status and headers, and the body again and again until the client goes. */
    public static Failure endlessBody() {
        return always(new Kind.EndlessBody());
    }

    /** No answer, on a connection that stays open until the fake is closed or the client gives up. */
    public static Failure neverAnswers() {
        return always(new Kind.Silence());
    }

    /** Sends one header more; for failures with a status only. */
    public Failure withHeader(String name, String value) {
        if (!(kind instanceof Kind.Status(Answer answer))) {
            throw new IllegalStateException("only Failure.status(..) has headers of its own");
        }
        return new Failure(new Kind.Status(answer.withHeader(name, value)), times, page, request);
    }

    /** Fails one request. */
    public Failure once() {
        return times(1);
    }

    /** Fails the given number of requests, at least 1, and no others. */
    public Failure times(int number) {
        return new Failure(kind, positive(number, "times"), page, request);
    }

    /** Fails requests for the page with this number only; the first one is 1. */
    public Failure onPage(int number) {
        return new Failure(kind, times, positive(number, "page"), request);
    }

    /** Fails the request of the route with this number only, whatever it got; the first one is 1. */
    public Failure onRequest(int number) {
        return new Failure(kind, times, page, positive(number, "request"));
    }

    private static int positive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " counts from 1, not " + number);
        }
        return number;
    }

    Kind kind() {
        return kind;
    }

    boolean wantsPages() {
        return page != ANY;
    }

    /** The strikes of one route: how often it may still fail is a matter of the route, not of this value. */
    static final class Strikes {
        private final List<Failure> failures = new ArrayList<>();
        private final List<Integer> struck = new ArrayList<>();

        synchronized void add(Failure failure) {
            failures.add(failure);
            struck.add(0);
        }

        /** The first failure that is due, in the order in which they were told. */
        synchronized Optional<Failure> due(int requestOfRoute, int pageAsked) {
            for (int i = 0; i < failures.size(); i++) {
                Failure failure = failures.get(i);
                boolean here = (failure.page == ANY || failure.page == pageAsked)
                        && (failure.request == ANY || failure.request == requestOfRoute);
                if (here && (failure.times == ANY || struck.get(i) < failure.times)) {
                    struck.set(i, struck.get(i) + 1);
                    return Optional.of(failure);
                }
            }
            return Optional.empty();
        }
    }
}
