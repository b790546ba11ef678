package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateAssertTests {
    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void makePipeline() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
    }

    private static Resource numbers() {
        return Pipette.resource("numbers").stream(() -> Stream.of(Map.of("n", 7L)))
                .incremental(Pipette.cursor("n", Long.class));
    }

    private static Resource counting() {
        return Pipette.resource("runs").stream(context -> {
            context.state().put("run", context.state().integer("run").orElse(0L) + 1);
            context.state().put("pages", List.of(1L, 2L));
            return Stream.of(Map.of("run", 1));
        });
    }

    @Test
    void nothing_is_remembered_before_the_first_run() {
        assertThat(pipeline.state()).isEmpty().hasNoCursor("numbers", "n").hasNoValue("runs", "run");

        assertThat(failureOf(() -> assertThat(pipeline.state()).cursor("numbers", "n")))
                .isEqualTo("resource numbers remembers no cursor n. No resource has a cursor.");
        assertThat(failureOf(() -> assertThat(pipeline.state()).hasValue("runs", "run", 1)))
                .isEqualTo("resource runs remembers no run. It remembers nothing.");
    }

    @Test
    void a_cursor_stands_at_a_value() {
        pipeline.run(numbers());

        assertThat(pipeline.state()).cursor("numbers", "n").isAt(7);
        assertThat(failureOf(() ->
                        assertThat(pipeline.state()).cursor("numbers", "n").isAt(8)))
                .isEqualTo("expected cursor n of numbers to be at 8, but it is at 7.");
        assertThat(failureOf(() -> assertThat(pipeline.state()).cursor("numbers", "m")))
                .isEqualTo("resource numbers remembers no cursor m. There are: numbers n.");
        assertThat(failureOf(() -> assertThat(pipeline.state()).hasNoCursor("numbers", "n")))
                .isEqualTo("expected resource numbers to remember no cursor n, but it is at 7.");
        assertThat(failureOf(() -> assertThat(pipeline.state()).isEmpty()))
                .isEqualTo("expected no resource to remember anything, but these do: numbers.");
    }

    @Test
    void dates_and_instants_are_compared_by_meaning() {
        pipeline.run(
                Pipette.resource("days").stream(() -> Stream.of(Map.of("day", LocalDate.parse("2025-12-23"))))
                        .incremental(Pipette.cursor("day", LocalDate.class)),
                Pipette.resource("events").stream(() -> Stream.of(Map.of("at", Instant.parse("2025-12-23T10:00:00Z"))))
                        .incremental(Pipette.cursor("at", Instant.class)));

        assertThat(pipeline.state()).cursor("days", "day").isAt("2025-12-23").isAt(LocalDate.parse("2025-12-23"));
        assertThat(pipeline.state())
                .cursor("events", "at")
                .isAt(Instant.parse("2025-12-23T10:00:00Z"))
                .isAt("2025-12-23T11:00:00+01:00");
        assertThat(failureOf(
                        () -> assertThat(pipeline.state()).cursor("days", "day").isAt("2025-12-24")))
                .isEqualTo("expected cursor day of days to be at 2025-12-24, but it is at 2025-12-23.");
    }

    @Test
    void custom_state_is_compared_as_values() {
        pipeline.run(counting());

        assertThat(pipeline.state()).hasValue("runs", "run", 1).hasValue("runs", "pages", List.of(1, 2));
        assertThat(failureOf(() -> assertThat(pipeline.state()).hasValue("runs", "pages", List.of(1, 3, 4))))
                .isEqualTo("""
                        resource runs remembers another pages:
                          pages[1] expected 3 but was 2
                          pages[2] is missing: 4""");
        assertThat(failureOf(() -> assertThat(pipeline.state()).hasValue("runs", "page", 1)))
                .isEqualTo("resource runs remembers no page. It remembers run, pages.");
        assertThat(failureOf(() -> assertThat(pipeline.state()).hasNoValue("runs", "run")))
                .isEqualTo("expected resource runs to remember no run, but it is 1.");
    }
}
