package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events have all that OpenLineage requires, with its types, and nothing that is not meant: a schema of this module's own says
 * what. {@link OfficialSchemaTests} compares with OpenLineage's.
 */
class SentEventTests {
    @TempDir
    Path folder;

    private static Schema schema() throws IOException {
        try (InputStream document =
                Objects.requireNonNull(SentEventTests.class.getResourceAsStream("lineage-event.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(document);
        }
    }

    private static List<String> problems(JsonNode event) throws IOException {
        return schema()
                .validate(event, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void events_of_all_kinds_are_what_they_should_be() throws IOException {
        Shop shop = new Shop(folder);
        Path file = folder.resolve("lineage.jsonl");
        OpenLineageListener listener = Observe.openLineage(file);

        shop.pipeline().runKey("day").listener(listener).run(shop.orders(), shop.carts());
        shop.pipeline().runKey("day").listener(listener).run(shop.orders(), shop.carts());
        Throwable failure =
                catchThrowable(() -> shop.pipeline().listener(listener).run(shop.broken()));

        assertThat(failure).isNotNull();
        assertThat(Files.readAllLines(file)).hasSize(6);
        for (String line : Files.readAllLines(file)) {
            assertThat(problems(JsonMapper.shared().readTree(line))).as(line).isEmpty();
        }
    }

    @Test
    void the_schema_refuses_what_is_missing_and_what_is_too_much() throws IOException {
        assertThat(problems(JsonMapper.shared().readTree("{\"eventType\": \"DONE\", \"more\": 1}")))
                .hasSize(9);
    }
}
