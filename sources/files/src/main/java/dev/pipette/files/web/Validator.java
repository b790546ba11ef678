package dev.pipette.files.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Response;

/**
 * What distinguishes a version of a file from the next one (RFC 9110, section 8.8).
 *
 * @param tag the entity tag, or time and size where there is none; empty where the server gives neither
 * @param range what {@code If-Range} may have: a strong tag, or a time; empty where a part cannot be asked for safely
 */
record Validator(String tag, String range, Optional<Instant> lastModified) {
    private static final String WEAK = "W/";

    /** A file that changed a moment ago may change again within the same second. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    static Validator of(Response answer) {
        String etag = answer.header("ETag", "");
        String modified = answer.header("Last-Modified", "");
        Optional<Instant> instant = Optional.ofNullable(answer.headers().getInstant("Last-Modified"));
        boolean strong = !etag.isEmpty() && !etag.startsWith(WEAK);
        String plain = (etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag).replace("\"", "");
        String tag = !plain.isEmpty()
                ? plain
                : instant.map(time -> time + "/" + WebDownload.size(answer)).orElse("");
        Instant answered =
                Optional.ofNullable(answer.headers().getInstant("Date")).orElseGet(Instant::now);
        boolean settled =
                instant.map(time -> time.plus(SETTLED).isBefore(answered)).orElse(false);
        return new Validator(tag, strong ? etag : settled ? modified : "", instant);
    }
}
