package dev.pipette.testing;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Destinations that no library on the class path brings: the kit alone has only DuckDB. */
class TestDestinationTests {
    @LoadTest(destinations = {DUCKDB, POSTGRES})
    static class OnPostgres {
        @Test
        void never_begins() {}
    }

    @LoadTest(destinations = "quack")
    static class OnQuack {
        @Test
        void never_begins() {}
    }

    private static List<String> failures(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .allEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                        .getThrowable()
                        .map(Throwable::getMessage)
                        .orElse(""))
                .toList();
    }

    @Test
    void a_missing_postgres_names_the_dependency_to_add() {
        assertThat(failures(OnPostgres.class))
                .containsExactly("@LoadTest of dev.pipette.testing.TestDestinationTests$OnPostgres: no library on the"
                        + " class path runs tests on 'postgres' (found: duckdb). Add the dependency"
                        + " dev.pipette:pipette-testing-postgres, with <type>pom</type> and <scope>test</scope>.");
    }

    @Test
    void an_unknown_destination_is_refused_by_its_name() {
        assertThat(failures(OnQuack.class))
                .containsExactly(
                        "@LoadTest of dev.pipette.testing.TestDestinationTests$OnQuack: no library on the class"
                                + " path runs tests on 'quack' (found: duckdb). Add the library that does, or name your own in"
                                + " META-INF/services/dev.pipette.testing.TestDestination.");
    }

    @Test
    void crashes_cannot_be_tried_where_nobody_knows_how_a_kill_leaves_the_destination() {
        Resource items = resource("items").json("[{\"id\": 1}]").merge("id");
        Pipeline intoPostgres = pipeline("crm", postgres("postgres://localhost/warehouse"));
        Pipeline intoQuack = pipeline("crm", Destination.parse("quack:pond"));

        assertThatThrownBy(() -> assertThat(intoPostgres).running(items).survivesCrashes())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("survivesCrashes() cannot run here: no library on the class path runs tests on 'postgres'"
                        + " (found: duckdb). Add the dependency dev.pipette:pipette-testing-postgres, with <type>pom</type> and"
                        + " <scope>test</scope>.");
        assertThatThrownBy(() -> assertThat(intoQuack).running(items).survivesCrashes())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("survivesCrashes() cannot run here: no library on the class path runs tests on 'quack'"
                        + " (found: duckdb). Add the library that does, or name your own in"
                        + " META-INF/services/dev.pipette.testing.TestDestination.");
    }
}
