package dev.pipette.rest;

import dev.pipette.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** How the pages of one call are read. */
@Value.Immutable
@ValueStyle
interface CallOptions {
    @Value.Default
    default Paging paging() {
        return Paging.auto();
    }

    /** Where the rows are; empty to guess. */
    Optional<JsonPath> select();

    List<ResponseRule> rules();

    /** Pages that are fetched side by side. */
    @Value.Default
    default int pagesAtOnce() {
        return 4;
    }

    @Value.Default
    default int maxPages() {
        return 100_000;
    }

    /** Requests of one run, those that are sent again among them. */
    @Value.Default
    default long maxRequests() {
        return Long.MAX_VALUE;
    }

    /** For all pages of one run. */
    @Value.Default
    default Duration totalTimeout() {
        return Duration.ofHours(6);
    }

    /** Whether two pages may have the same rows. */
    @Value.Default
    default boolean repeats() {
        return false;
    }

    @Value.Default
    default boolean conditional() {
        return false;
    }
}
