package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.admin.RunTrace;
import dev.pipette.error.PipetteException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of runs, and observers side by side. */
class OpenTelemetryTests {
    @TempDir
    Path folder;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @AutoClose
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(folder);
    }

    private SpanData run() {
        return span("run shop");
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<SpanData> children() {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getParentSpanId().equals(run().getSpanId()))
                .toList();
    }

    private static String attribute(SpanData span, String name) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
    }

    @Test
    void a_run_is_a_span_and_each_of_its_steps_is_a_span_below_it() {
        LoadInfo info =
                shop.pipeline().listener(Observe.openTelemetry(telemetry)).run(shop.orders(), shop.carts());

        RunTrace trace = shop.pipeline().admin().trace();
        assertThat(children())
                .extracting(SpanData::getName)
                .isEqualTo(trace.steps().stream()
                        .map(step -> step.step().name().toLowerCase(Locale.ROOT))
                        .toList())
                .contains("extracted", "committed");
        assertThat(children()).allSatisfy(step -> assertThat(step.getTraceId()).isEqualTo(run().getTraceId()));
        assertThat(children()).allSatisfy(step -> {
            assertThat(step.getStartEpochNanos()).isBetween(run().getStartEpochNanos(), step.getEndEpochNanos());
            assertThat(step.getEndEpochNanos()).isLessThanOrEqualTo(run().getEndEpochNanos());
        });
        assertThat(attribute(span("committed"), "pipette.load_id"))
                .isEqualTo(info.packages().getFirst().loadId());
        assertThat(attribute(run(), "pipette.run_id")).isEqualTo(trace.runId());
        assertThat(attribute(run(), "pipette.pipeline")).isEqualTo("shop");
        assertThat(attribute(run(), "pipette.dataset")).isEqualTo("shop_data");
        assertThat(attribute(run(), "pipette.outcome")).isEqualTo("loaded");
        assertThat(run().getAttributes().get(AttributeKey.longKey("pipette.rows")))
                .isEqualTo(5);
        assertThat(run().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void a_run_that_fails_is_an_error_without_secrets() {
        assertThatThrownBy(() -> shop.pipeline()
                        .listener(Observe.openTelemetry(telemetry))
                        .run(shop.broken()))
                .isInstanceOf(PipetteException.class);

        for (SpanData span : List.of(run(), span("failed"))) {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription())
                    .isEqualTo("[RESOURCE_FAILED] resource broken failed after 0 rows: IllegalStateException:"
                            + " GET https://me:***@api.example refused. Nothing of the run was loaded.");
            assertThat(attribute(span, "error.type")).isEqualTo("RESOURCE_FAILED");
            assertThat(span.getEvents()).isEmpty();
        }
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("hunter2");
    }

    @Test
    void the_span_of_a_run_is_below_the_one_that_its_caller_is_in() {
        Span caller = telemetry.getTracer("test").spanBuilder("nightly").startSpan();
        try (Scope _ = caller.makeCurrent()) {
            shop.pipeline().listener(Observe.openTelemetry(telemetry)).run(shop.orders());
        } finally {
            caller.end();
        }

        assertThat(run().getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
    }

    @Test
    void several_observers_see_one_run() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Path file = folder.resolve("lineage.jsonl");

        LoadInfo info = shop.pipeline()
                .listener(Observe.openLineage(file))
                .listener(Observe.micrometer(registry))
                .listener(Observe.openTelemetry(telemetry))
                .run(shop.orders());

        assertThat(info.notes()).isEmpty();
        assertThat(file).content().contains(attribute(run(), "pipette.run_id"));
        assertThat(registry.get("pipette.rows").counter().count()).isEqualTo(2);
        registry.close();
    }
}
