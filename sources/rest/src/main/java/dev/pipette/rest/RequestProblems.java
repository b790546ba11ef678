package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says what went wrong with a request; the only place with the words for it, and nothing in them is a secret. */
final class RequestProblems {
    /** Characters of an answer that is not JSON. */
    private static final int EXCERPT = 200;

    private static final int FAR = 120;
    private static final long MEGABYTE = 1L << 20;

    private final String api;
    private final List<Auth> auths;

    RequestProblems(String api, List<Auth> auths) {
        this.api = api;
        this.auths = auths;
    }

    PipetteException refused(RestRequest request, HttpUrl url, int status, String said) {
        String keys = auths.isEmpty()
                ? "The client shows no key"
                : "Check the key in "
                        + String.join(" and ", auths.stream().map(Auth::where).toList()) + ", and what it may read";
        return new PipetteException(
                ErrorCode.SOURCE_AUTH,
                line(request, url) + " answered " + status + told(said) + keys + ". Not tried again: an address that"
                        + " shows a wrong key again and again may be blocked.");
    }

    PipetteException wrong(RestRequest request, HttpUrl url, int status, String said) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + " answered " + status + told(said)
                        + "The API does not take this request, so it is not tried again.");
    }

    PipetteException moved(RestRequest request, HttpUrl url, int status, Optional<String> location) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + " answered " + status + " and sends on"
                        + location.map(to -> " to " + masked(to)).orElse("")
                        + ", where the key must not go. If that is the API's new address, make it the base URL.");
    }

    PipetteException gaveUp(RestRequest request, HttpUrl url, Setback last, int attempts, Duration time) {
        return new PipetteException(
                last.attempts() == Setback.FEW && !last.rateLimited()
                        ? ErrorCode.SOURCE_UNREADABLE
                        : ErrorCode.SOURCE_UNAVAILABLE,
                line(request, url) + " " + last.reason() + tries(attempts, time)
                        + ". Nothing of the run was loaded: run it again later.",
                last.getCause());
    }

    PipetteException tooLong(RestRequest request, HttpUrl url, Setback last, Duration wait, Duration limit) {
        String next = last.notBefore()
                .map(instant -> "the API asks to be left alone until " + second(instant) + ", for " + shown(wait))
                .orElseGet(() -> "the next attempt would be in " + shown(wait));
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                line(request, url) + " " + last.reason() + ", and " + next + ", beyond the " + shown(limit)
                        + " that a request may take. Nothing of the run was loaded:"
                        + " run it again then, or allow more with retryFor(..).");
    }

    PipetteException closed(RestRequest request, HttpUrl url, Instant now, Instant until, Duration limit) {
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                line(request, url) + " was not sent: the API takes no more requests until " + second(until) + ", for "
                        + shown(Duration.between(now, until)) + ", beyond the " + shown(limit)
                        + " that the client waits. Nothing of the run was loaded: run it again then, or allow more with"
                        + " maxPause(..).");
    }

    PipetteException tooMuch(RestRequest request, HttpUrl url, String how, String option) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + " " + how + ". Nothing of the run was loaded: ask for less at once, or allow more"
                        + " with " + option + ".");
    }

    PipetteException unreachable(RestRequest request, HttpUrl url, Exception failed) {
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                line(request, url) + " found no one to trust: " + masked(String.valueOf(failed.getMessage()))
                        + ". Check the base URL and the certificates.",
                failed);
    }

    PipetteException interrupted(RestRequest request, HttpUrl url, @Nullable Exception failed) {
        return new PipetteException(
                ErrorCode.INTERRUPTED, line(request, url) + " was interrupted. Nothing of the run was loaded.", failed);
    }

    PipetteException inconsistent(RestRequest request, HttpUrl url, String how, int reads) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + ": the pages do not fit together: " + how + " (read " + reads
                        + " times). Rows change while they are read: run it again later.");
    }

    /** What an API says of its error: {@code {"error": ".."}} in any case, or the beginning of its text. */
    String said(Optional<JsonNode> json, String text) {
        return masked(json.flatMap(RequestProblems::errorText).orElseGet(() -> beginning(text)));
    }

    private static Optional<String> errorText(JsonNode answer) {
        for (String wanted : List.of("error", "message", "error_description")) {
            for (Map.Entry<String, JsonNode> property : answer.properties()) {
                if (property.getKey().toLowerCase(Locale.ROOT).equals(wanted)) {
                    JsonNode value = property.getValue();
                    return Optional.of(value.isString() ? value.stringValue() : value.toString());
                }
            }
        }
        return Optional.empty();
    }

    private static String beginning(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "..";
    }

    /** Without what the client shows, should the API repeat it; a short key too, which is not looked for elsewhere. */
    String masked(String text) {
        String masked = text;
        for (Auth auth : auths) {
            for (Secret secret : auth.secrets()) {
                String key = secret.reveal();
                masked = key.isEmpty() ? masked : masked.replace(key, "***");
            }
        }
        return masked;
    }

    String line(RestRequest request, HttpUrl url) {
        HttpUrl.Builder shown = url.newBuilder().username("").password("");
        for (Auth auth : auths) {
            if (auth instanceof Credentials.Query query) {
                shown.setQueryParameter(query.name(), "***");
            }
        }
        return api + ": " + request.method() + " " + Secrets.masked(masked(shown.toString()));
    }

    PipetteException elsewhere(RestRequest request, HttpUrl from, HttpUrl to) {
        boolean isPlain = from.isHttps() && !to.isHttps();
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, from) + " answered with a link to " + Secrets.masked(masked(origin(to)))
                        + (isPlain
                                ? ", which is not encrypted, so that everybody on the way could read the credentials. Ask"
                                        + " the API's operator for https links."
                                : ", another host, which must not see the credentials. If it belongs to the API, say"
                                        + " linksTo(\"" + to.host() + "\")."));
    }

    private static String origin(HttpUrl url) {
        return url.scheme() + "://" + url.host()
                + (url.port() == HttpUrl.defaultPort(url.scheme()) ? "" : ":" + url.port());
    }

    PipetteException noAddress(RestRequest request, HttpUrl from, String link) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, from) + " answered with a link that is not an address: '"
                        + Secrets.masked(masked(beginning(link)))
                        + "'. Check where paging(..) looks for the next link; for a cursor, say Paging.cursor(..).");
    }

    PipetteException noToken(HttpUrl tokenUrl, int status, String said) {
        return new PipetteException(
                ErrorCode.SOURCE_AUTH,
                api + ": POST "
                        + Secrets.masked(
                                masked(tokenUrl.newBuilder().query(null).toString())) + " answered "
                        + status + told(said) + "The server gives no token for this client. Check the client's id and"
                        + " secret, the scope, and the refresh token.");
    }

    PipetteException loop(RestRequest request, HttpUrl url, String how, Paging paging) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + ": the pages go round in a circle: " + how
                        + ". Nothing of the run was loaded. Check " + paging
                        + "; where pages may have the same rows, say repeats().");
    }

    PipetteException unguessed(RestRequest request, HttpUrl url, long rows, String missing) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line(request, url) + " answered with " + rows + (rows == 1 ? " row" : " rows") + ", and " + missing
                        + ", but nothing that names a next page. Nothing of the run was loaded. Say how there are more"
                        + " with paging(..), or paging(Paging.single()) if that is all.");
    }

    /** Where the API failed as the user said that it might. */
    PipetteException declared(RestRequest request, HttpUrl url, int status, String text) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE, line(request, url) + " answered " + status + ": " + masked(text));
    }

    private static String told(String said) {
        return said.isEmpty() ? ". " : ": " + said + (said.endsWith(".") ? " " : ". ");
    }

    private static String tries(int attempts, Duration time) {
        return attempts == 1 ? "" : " (" + attempts + " attempts in " + shown(time) + ")";
    }

    static String shown(Duration time) {
        long seconds = time.plusMillis(500).toSeconds();
        if (seconds < FAR) {
            return seconds + " s";
        }
        if (time.toMinutes() < FAR) {
            return seconds / 60 + " min";
        }
        return time.toHours() < FAR ? time.toHours() + " h" : time.toDays() + " days";
    }

    /** A number of bytes. */
    static String shown(long bytes) {
        return bytes >= MEGABYTE && bytes % MEGABYTE == 0 ? bytes / MEGABYTE + " MB" : bytes + " bytes";
    }

    private static Instant second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
