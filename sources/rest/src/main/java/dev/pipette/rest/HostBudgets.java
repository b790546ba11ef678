package dev.pipette.rest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/** The budgets of all hosts. */
final class HostBudgets {
    /** Those of this JVM; a test that has a time of its own has its own ones. */
    static final HostBudgets OF_JVM = new HostBudgets(Timing.system());

    private final Map<String, HostBudget> budgets = new ConcurrentHashMap<>();
    private final Timing timing;

    HostBudgets(Timing timing) {
        this.timing = timing;
    }

    HostBudget of(HttpUrl url) {
        return budgets.computeIfAbsent(url.host() + ":" + url.port(), host -> new HostBudget(timing));
    }
}
