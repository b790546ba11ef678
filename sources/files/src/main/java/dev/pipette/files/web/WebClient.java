package dev.pipette.files.web;

import dev.pipette.error.PipetteException;
import dev.pipette.files.Retries;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests for one address, and again where that may help. */
final class WebClient {
    /** Answers that may be others in a moment, beside all of the server's errors. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);

    private static final int NOT_IMPLEMENTED = 501;

    /** The longest pause that a server may ask for. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(2);

    /** Connections that all files share. A redirection from https to http is not followed. */
    private static final class Shared {
        private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .followSslRedirects(false)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    private final WebAddress address;
    private final Retries retries;
    private final OkHttpClient client;
    private final WebProblem problem;

    WebClient(WebAddress address, Retries retries) {
        this.address = address;
        this.retries = retries;
        this.client = Shared.CLIENT.newBuilder().readTimeout(retries.timeout()).build();
        this.problem = new WebProblem(address);
    }

    /** A setback after which another attempt may succeed. */
    static final class Setback extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Duration asked;

        Setback(String reason, @Nullable Duration asked, @Nullable Throwable cause) {
            super(reason, cause);
            this.asked = asked;
        }

        /** The connection ended. */
        static Setback of(IOException failed) {
            return new Setback(WebProblem.reason(failed), null, failed);
        }
    }

    /** One attempt. */
    @FunctionalInterface
    interface Attempt<R> {
        R run(int attempt) throws Setback, IOException;
    }

    /** Whether the name of the file that is asked for ends so, in any case. */
    boolean pathEndsWith(String ending) {
        return address.url().encodedPath().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    WebProblem problem() {
        return problem;
    }

    /** Runs it until it succeeds, fails for good, or has failed too often in a row. */
    <R> R attempt(Attempt<R> attempted) {
        for (int attempt = 1; ; attempt++) {
            Setback setback;
            try {
                return attempted.run(attempt);
            } catch (Setback failed) {
                setback = failed;
            } catch (UnknownHostException | SSLHandshakeException | SSLPeerUnverifiedException failed) {
                throw problem.unreachable(failed);
            } catch (IOException failed) {
                if (failed instanceof InterruptedIOException
                        && Thread.currentThread().isInterrupted()) {
                    throw problem.interrupted(failed);
                }
                if (WebProblem.isWithoutTls(failed)) {
                    throw problem.unreachable(failed);
                }
                if (isRedirectedForEver(failed)) {
                    throw problem.redirectedForEver();
                }
                setback = Setback.of(failed);
            }
            if (attempt == retries.attempts()) {
                throw problem.unavailable(String.valueOf(setback.getMessage()), attempt, setback);
            }
            pause(setback, attempt);
        }
    }

    /** OkHttp ends a chain of redirections with this message after twenty. */
    private static boolean isRedirectedForEver(IOException failed) {
        String message = failed.getMessage();
        return failed instanceof ProtocolException
                && message != null
                && message.startsWith("Too many follow-up requests");
    }

    private void pause(Setback setback, int attempt) {
        Duration usual = retries.after(attempt);
        Duration asked = setback.asked == null ? usual : setback.asked;
        if (asked.compareTo(LONGEST_ASKED) > 0) {
            throw problem.unavailable(
                    setback.getMessage() + " and asks to be left alone for " + asked.toSeconds() + " s",
                    attempt,
                    setback);
        }
        try {
            Thread.sleep(asked.compareTo(usual) > 0 ? asked : usual);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw problem.interrupted(interrupted);
        }
    }

    /**
     * Sends a request; whoever asks closes the answer.
     *
     * @param headers pairs of name and value, like {@code "Range: bytes=5-"}
     */
    Response send(String method, Set<String> headers) throws IOException {
        // without this header OkHttp would ask for gzip, and sizes and ranges would be those of other bytes
        Request.Builder request = new Request.Builder()
                .url(address.url())
                .method(method, null)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "pipette");
        address.credentials().ifPresent(value -> request.header("Authorization", value));
        for (String header : headers) {
            int colon = header.indexOf(": ");
            request.header(header.substring(0, colon), header.substring(colon + 2));
        }
        return client.newCall(request.build()).execute();
    }

    /**
     * What an answer means that is not a file.
     *
     * @throws PipetteException when another attempt does not help
     */
    Setback failure(Response answer) {
        int status = answer.code();
        if (MAY_PASS.contains(status) || (status >= 500 && status != NOT_IMPLEMENTED)) {
            return new Setback("answered " + status, retryAfter(answer.header("Retry-After")), null);
        }
        throw problem.status(status, answer.header("Location"));
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). */
    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return header.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException unknown) {
            return null;
        }
    }
}
