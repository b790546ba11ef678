package dev.pipette.rest;

import dev.pipette.spi.HostTurns;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/** The budgets of all hosts. */
final class HostBudgets {
    /** Those of this JVM; a test that has a time of its own has its own ones. */
    static final HostBudgets OF_JVM = new HostBudgets(Timing.system(), HostTurns::shared);

    private final Map<String, HostBudget> budgets = new ConcurrentHashMap<>();
    private final Timing timing;
    private final Supplier<Optional<HostTurns>> shared;

    HostBudgets(Timing timing) {
        this(timing, Optional::empty);
    }

    /** @param shared turns that other processes take as well, as they are when a request is sent */
    HostBudgets(Timing timing, Supplier<Optional<HostTurns>> shared) {
        this.timing = timing;
        this.shared = shared;
    }

    HostBudget of(HttpUrl url) {
        return budgets.computeIfAbsent(url.host() + ":" + url.port(), host -> new HostBudget(host, timing, shared));
    }
}
