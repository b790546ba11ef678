package dev.pipette.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes inside a test. */
final class Kit {
    private Kit() {}

    static EngineExecutionResults run(Class<?>... tests) {
        return run(Map.of(), tests);
    }

    static EngineExecutionResults run(Map<String, String> configuration, Class<?>... tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(tests)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
                .configurationParameters(configuration)
                .execute();
    }

    static EngineExecutionResults runSideBySide(Class<?>... tests) {
        return run(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled",
                        "true",
                        "junit.jupiter.execution.parallel.mode.default",
                        "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy",
                        "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism",
                        "4"),
                tests);
    }

    /** The messages of what failed, tests and classes. */
    static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .toList();
    }

    /** What was said to be kept. */
    static List<String> kept(EngineExecutionResults results) {
        return results.allEvents().reportingEntryPublished().stream()
                .map(Kit::entry)
                .toList();
    }

    private static String entry(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.reporting.ReportEntry.class)
                .getKeyValuePairs()
                .getOrDefault("pipette.kept", "");
    }
}
