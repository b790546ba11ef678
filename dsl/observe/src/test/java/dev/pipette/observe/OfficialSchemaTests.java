package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events are valid by the JSON schemas of OpenLineage. Those are not part of this repository: a copy of the folder {@code spec} of
 * OpenLineage's sources is named by {@code -Dpipette.openlineage.spec=FOLDER}.
 */
@EnabledIfSystemProperty(
        named = "pipette.openlineage.spec",
        matches = ".+",
        disabledReason = "no -Dpipette.openlineage.spec=FOLDER with OpenLineage's spec folder")
class OfficialSchemaTests {
    private static final String EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

    @TempDir
    Path folder;

    private Path spec;
    private SchemaRegistry schemas;

    @BeforeEach
    void open() {
        spec = Path.of(System.getProperty("pipette.openlineage.spec"));
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(this::schema));
    }

    /** The file of a schema: its address without the version. */
    private String schema(String address) {
        String name = address.substring(address.lastIndexOf('/') + 1);
        try {
            return Files.readString(address.contains("/facets/") ? spec.resolve("facets/" + name) : spec.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private List<String> problems(String address, JsonNode document) {
        return schemas
                .getSchema(SchemaLocation.of(address))
                .validate(document, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void events_and_facets_are_valid() throws IOException {
        Shop shop = new Shop(folder);
        Path file = folder.resolve("lineage.jsonl");
        shop.pipeline().listener(Observe.openLineage(file)).run(shop.orders(), shop.carts());
        try {
            shop.pipeline().listener(Observe.openLineage(file)).run(shop.broken());
        } catch (RuntimeException expected) {
            // its events are what is looked at
        }

        List<String> facets = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode event = JsonMapper.shared().readTree(line);
            assertThat(problems(EVENT + "#/$defs/RunEvent", event)).as(line).isEmpty();
            for (String each : List.of("facets", "outputFacets")) {
                for (JsonNode found : event.findValues(each)) {
                    for (JsonNode facet : found.values()) {
                        String address = facet.path("_schemaURL").asString();
                        facets.add(address);
                        assertThat(problems(address, facet)).as(address).isEmpty();
                        String document = address.replaceFirst("#.*", "");
                        String id = JsonMapper.shared()
                                .readTree(schema(document))
                                .path("$id")
                                .asString();
                        assertThat(id).isEqualTo(document);
                    }
                }
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(4);
        assertThat(facets).hasSizeGreaterThan(10);
        JsonNode broken = JsonMapper.shared().readTree("{\"eventTime\": \"today\", \"producer\": \"urn:a:b\"}");
        assertThat(problems(EVENT + "#/$defs/RunEvent", broken)).hasSizeGreaterThan(2);
    }
}
