package dev.pipette.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.immutables.value.Value;

/** The options of a client. */
@Value.Immutable
@ValueStyle
interface ClientOptions {
    /** Of the API, for errors and the log. */
    String name();

    HttpUrl base();

    List<Auth> auths();

    Optional<RateLimit> limit();

    @Value.Default
    default int atOnce() {
        return 10;
    }

    /** For one answer. */
    @Value.Default
    default Duration timeout() {
        return Duration.ofMinutes(1);
    }

    /** For one request, however often it is sent. */
    @Value.Default
    default Duration retryFor() {
        return Duration.ofMinutes(5);
    }

    /** The longest pause that the API may ask for. */
    @Value.Default
    default Duration maxPause() {
        return Duration.ofHours(2);
    }

    /** Bytes of one answer, decompressed. */
    @Value.Default
    default long maxBodySize() {
        return 64L << 20;
    }

    /** Bytes of all answers of one report, decompressed. */
    @Value.Default
    default long maxReportSize() {
        return 256L << 20;
    }

    /** Pages of one report. */
    @Value.Default
    default int maxPages() {
        return 10_000;
    }

    /** For all pages of one report. */
    @Value.Default
    default Duration reportTimeout() {
        return Duration.ofHours(6);
    }

    @Value.Default
    default Timing timing() {
        return Timing.system();
    }
}
