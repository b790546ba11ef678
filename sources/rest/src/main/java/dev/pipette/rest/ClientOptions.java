package dev.pipette.rest;

import java.nio.file.Path;
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

    /** Headers of every request. */
    List<RestRequest.Parameter> headers();

    Optional<RateLimit> limit();

    /** Hosts beside that of the base, to which links may lead. */
    List<String> linkHosts();

    /** Through which requests go. */
    Optional<HttpUrl> proxy();

    /** Certificates that are trusted beside those of the system, in PEM. */
    Optional<Path> caFile();

    @Value.Default
    default HostBudgets budgets() {
        return HostBudgets.OF_JVM;
    }

    @Value.Default
    default int atOnce() {
        return 10;
    }

    /** For one answer. */
    @Value.Default
    default Duration timeout() {
        return Duration.ofMinutes(1);
    }

    /** How often one request is sent at most. */
    @Value.Default
    default int attempts() {
        return 8;
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
