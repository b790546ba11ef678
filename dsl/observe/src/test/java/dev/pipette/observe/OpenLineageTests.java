package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.admin.RunTrace.Input;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run says by OpenLineage, read with OpenLineage's own classes. */
class OpenLineageTests {
    @TempDir
    Path folder;

    @AutoClose
    private final FakeHttp server = FakeHttp.start();

    private Shop shop;
    private Path file;

    @BeforeEach
    void open() {
        shop = new Shop(folder);
        file = folder.resolve("events/lineage.jsonl");
    }

    private List<RunEvent> events() throws IOException {
        return Files.readAllLines(file).stream().map(OpenLineageTests::read).toList();
    }

    private static RunEvent read(String event) {
        return JsonMapper.shared().readValue(event, RunEvent.class);
    }

    @Test
    void a_load_starts_and_completes_with_what_it_read_and_wrote() throws IOException {
        LoadInfo info = shop.pipeline().listener(Observe.openLineage(file)).run(shop.orders(), shop.carts());

        List<RunEvent> events = events();
        assertThat(events).extracting(RunEvent::getEventType).containsExactly(EventType.START, EventType.COMPLETE);
        RunEvent end = events.getLast();
        assertThat(end.getRun().getRunId())
                .isEqualTo(events.getFirst().getRun().getRunId())
                .hasToString(shop.pipeline().admin().trace().runId());
        assertThat(end.getEventTime()).isAfterOrEqualTo(events.getFirst().getEventTime());
        assertThat(end.getJob().getNamespace()).isEqualTo("pipette");
        assertThat(end.getJob().getName()).isEqualTo("shop");
        assertThat(end.getJob().getFacets().getJobType().getProcessingType()).isEqualTo("BATCH");
        assertThat(end.getInputs())
                .extracting(input -> input.getNamespace() + " " + input.getName())
                .containsExactly("file " + folder.resolve("orders.csv"), "pipette carts");
        assertThat(end.getOutputs())
                .extracting(OpenLineage.Dataset::getName)
                .containsExactly("shop_data.orders", "shop_data.carts", "shop_data.carts__lines");
        OpenLineage.OutputDataset orders = end.getOutputs().getFirst();
        assertThat(orders.getNamespace()).isEqualTo("duckdb:" + shop.database());
        assertThat(orders.getFacets().getSchema().getFields())
                .extracting(field -> field.getName() + " " + field.getType())
                .startsWith("id bigint", "price double")
                .anyMatch(field -> field.startsWith("_dlt_load_id "));
        assertThat(orders.getFacets().getVersion().getDatasetVersion())
                .isEqualTo(info.packages().getLast().loadId());
        assertThat(end.getOutputs())
                .extracting(
                        output -> output.getOutputFacets().getOutputStatistics().getRowCount())
                .containsExactly(2L, 1L, 2L);
    }

    @Test
    void a_run_that_fails_says_why_without_secrets_and_writes_nothing() throws IOException {
        assertThatThrownBy(() -> shop.pipeline()
                        .listener(Observe.openLineage(file).namespace("production"))
                        .run(shop.orders(), shop.broken()))
                .isInstanceOf(PipetteException.class);

        RunEvent end = events().getLast();
        assertThat(end.getEventType()).isEqualTo(EventType.FAIL);
        assertThat(end.getJob().getNamespace()).isEqualTo("production");
        assertThat(end.getOutputs()).isEmpty();
        assertThat(end.getInputs()).hasSize(2);
        assertThat(end.getRun().getFacets().getErrorMessage().getMessage())
                .isEqualTo("[RESOURCE_FAILED] resource broken failed after 0 rows: IllegalStateException:"
                        + " GET https://me:***@api.example refused. Nothing of the run was loaded.");
        assertThat(Files.readString(file)).doesNotContain("hunter2");
    }

    @Test
    void a_run_with_nothing_new_completes_without_outputs() throws IOException {
        for (int run = 0; run < 2; run++) {
            shop.pipeline().runKey("day").listener(Observe.openLineage(file)).run(shop.carts());
        }

        List<RunEvent> events = events();
        assertThat(events).hasSize(4);
        assertThat(events.getLast().getEventType()).isEqualTo(EventType.COMPLETE);
        assertThat(events.getLast().getOutputs()).isEmpty();
    }

    @Test
    void every_facet_names_its_maker_and_its_schema() throws IOException {
        shop.pipeline().listener(Observe.openLineage(file)).run(shop.orders());

        for (String line : Files.readAllLines(file)) {
            JsonNode event = JsonMapper.shared().readTree(line);
            assertThat(event.path("producer").asString()).isEqualTo("urn:pipette:observe");
            assertThat(event.path("schemaURL").asString())
                    .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
            event.findValues("facets").stream()
                    .flatMap(facets -> facets.values().stream())
                    .forEach(facet -> {
                        assertThat(facet.path("_producer").asString()).isEqualTo("urn:pipette:observe");
                        assertThat(facet.path("_schemaURL").asString())
                                .matches(
                                        "https://openlineage\\.io/spec/facets/[0-9]-[0-9]-[0-9]/(\\w+)\\.json#/\\$defs/\\1");
                    });
        }
    }

    @Test
    void events_are_posted_with_the_headers_that_were_given() {
        server.post("/api/v1/lineage").answers(request -> Answer.status(201));

        LoadInfo info = shop.pipeline()
                .listener(Observe.openLineage(URI.create(server.url("/api/v1/lineage")))
                        .header("Authorization", Secret.of("Bearer t0p-secret")))
                .run(shop.carts());

        assertThat(info.notes()).isEmpty();
        assertThat(server.requests())
                .extracting(request -> read(request.body()).getEventType())
                .containsExactly(EventType.START, EventType.COMPLETE);
        ReceivedRequest end = server.requests().getLast();
        assertThat(end.header("Authorization")).contains("Bearer t0p-secret");
        assertThat(end.header("Content-Type")).contains("application/json");
    }

    @Test
    void an_endpoint_that_fails_breaks_no_load() {
        server.post("/lineage").answers(request -> Answer.status(503));
        URI endpoint = URI.create(server.url("/lineage"));

        LoadInfo info = shop.pipeline().listener(Observe.openLineage(endpoint)).run(shop.orders());

        assertThat(info.rows("orders")).isEqualTo(2);
        assertThat(info.notes())
                .containsExactly(
                        "the load is complete, but an observer failed: IllegalStateException: the OpenLineage event"
                                + " was not taken by " + endpoint + ": it answered with status 503.");
        assertThat(shop.pipeline()
                        .dataset()
                        .query("SELECT count(*) FROM orders")
                        .toString())
                .contains(" 2");
    }

    @Test
    void a_server_that_is_not_there_and_a_file_that_cannot_be_written_break_no_load() throws IOException {
        URI gone = URI.create(server.url("/lineage"));
        server.close();
        Path folderInTheWay = Files.createDirectory(folder.resolve("taken.jsonl"));

        LoadInfo info = shop.pipeline()
                .listener(Observe.openLineage(folderInTheWay))
                .listener(Observe.openLineage(gone))
                .listener(Observe.openLineage(file))
                .run(shop.orders());

        assertThat(info.rows("orders")).isEqualTo(2);
        assertThat(info.notes())
                .satisfiesExactly(
                        written -> assertThat(written)
                                .contains(
                                        " observer failed: UncheckedIOException: the OpenLineage event was not written into "
                                                + folderInTheWay),
                        posted -> assertThat(posted)
                                .contains(
                                        " observer failed: UncheckedIOException: the OpenLineage event was not taken by "
                                                + gone));
        assertThat(events()).hasSize(2);
    }

    @Test
    void what_cannot_be_sent_is_refused_when_it_is_given() {
        assertThatThrownBy(() -> Observe.openLineage(URI.create("ftp://me:hunter2@host/x")))
                .hasMessage("[BAD_USAGE] 'ftp://me:***@host/x' is not an address of HTTP. Give one such as"
                        + " http://localhost:5000/api/v1/lineage.");
        assertThatThrownBy(() -> Observe.openLineage(URI.create("http://localhost:1/x"))
                        .header("X-Key", Secret.of("two\nlines")))
                .hasMessage(
                        "[BAD_USAGE] the header 'X-Key' cannot be sent: HTTP does not allow its name, or a character of"
                                + " its value, such as a line break. Correct it.")
                .hasNoCause();
        assertThatThrownBy(() -> Observe.openLineage(Path.of("events.jsonl")).header("X-Key", Secret.of("abcd")))
                .hasMessage(
                        "[BAD_USAGE] events that go into the file events.jsonl have no header X-Key. Leave the header"
                                + " out, or give the address of an endpoint: Observe.openLineage(URI).");
    }

    @Test
    void datasets_have_the_names_that_other_tools_give_them() {
        assertThat(LineageNames.table("postgres://loader@db.example:5432/shop?sslmode=require", "data", "orders"))
                .isEqualTo(new LineageNames.Name("postgres://db.example:5432", "shop.data.orders"));
        assertThat(LineageNames.table("postgres://my_db:5432/my%20shop", "data", "orders"))
                .isEqualTo(new LineageNames.Name("postgres://my_db:5432", "my shop.data.orders"));
        assertThat(LineageNames.table("postgres://[::1]:5432/shop", "data", "orders"))
                .isEqualTo(new LineageNames.Name("postgres://[::1]:5432", "shop.data.orders"));
        assertThat(LineageNames.table("duckdb:/data/shop.duckdb", "data", "orders"))
                .isEqualTo(new LineageNames.Name("duckdb:/data/shop.duckdb", "data.orders"));
        assertThat(LineageNames.input(
                        new Input("orders", Input.Kind.FILES, "s3://demo-exports/orders/**/*.csv"), "pipette"))
                .isEqualTo(new LineageNames.Name("s3://demo-exports", "orders/**/*.csv"));
    }
}
