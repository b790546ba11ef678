package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunningJob;
import dev.pipette.admin.RunningScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The traces of runs are what their JSON schema says. */
class TraceSchemaTests {
    private static final Path DOCS = Path.of("../docs");

    @TempDir
    Path folder;

    private static List<String> problems(JsonNode trace) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(DOCS.resolve("run-trace.schema.json")));
        return schema
                .validate(trace, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode json(RunTrace trace) {
        return JsonMapper.shared().readTree(trace.toJson());
    }

    @Test
    void traces_of_all_outcomes_are_valid() throws IOException {
        Shop shop = new Shop(folder);
        RunningScript script = RunningScript.of(Files.writeString(folder.resolve("day.jsh"), "abc"));

        RunContext job = RunContext.NONE.job("shop", 1).interval(RunInterval.parse("2025-12-24/2025-12-25"));
        job.script(script).call(() -> shop.pipeline().runKey("day").run(shop.orders(), shop.carts()));
        shop.pipeline().runKey("day").run(shop.orders(), shop.carts());
        Throwable failed = catchThrowable(() -> shop.pipeline().run(shop.broken()));

        List<RunTrace> traces = shop.pipeline().admin().traces();
        assertThat(failed).isNotNull();
        assertThat(traces)
                .extracting(RunTrace::outcome)
                .containsExactly(RunTrace.Outcome.FAILED, RunTrace.Outcome.NOTHING_NEW, RunTrace.Outcome.LOADED);
        for (RunTrace trace : traces) {
            assertThat(problems(json(trace))).as(trace.toJson()).isEmpty();
        }
        assertThat(traces.getLast().script()).isPresent();
        assertThat(traces.getLast().job()).contains(new RunningJob("shop", 1));
        assertThat(traces.getLast().interval()).contains(RunInterval.parse("2025-12-24/2025-12-25"));
    }

    @Test
    void the_schema_has_all_names_of_a_trace_and_refuses_what_is_none() throws IOException {
        Shop shop = new Shop(folder);
        shop.pipeline().run(shop.orders());
        JsonNode trace = json(shop.pipeline().admin().trace());
        JsonNode schema = JsonMapper.shared().readTree(Files.readString(DOCS.resolve("run-trace.schema.json")));

        assertThat(schema.path("properties").propertyNames()).containsExactlyElementsOf(trace.propertyNames());
        assertThat(schema.at("/properties/packages/items/properties").propertyNames())
                .containsExactlyElementsOf(trace.at("/packages/0").propertyNames());
        assertThat(schema.at("/properties/packages/items/properties/tables/items/properties")
                        .propertyNames())
                .containsExactlyElementsOf(trace.at("/packages/0/tables/0").propertyNames());
        assertThat(problems(JsonMapper.shared().readTree(trace.toString().replace("\"loaded\"", "\"done\""))))
                .hasSize(1);
    }

    @Test
    void the_document_that_the_page_shows_is_valid() throws IOException {
        String page = Files.readString(DOCS.resolve("observe.md"));
        String shown = page.substring(page.indexOf("```json\n") + 8, page.indexOf("```\n", page.indexOf("```json")));

        assertThat(problems(JsonMapper.shared().readTree(shown))).isEmpty();
    }
}
