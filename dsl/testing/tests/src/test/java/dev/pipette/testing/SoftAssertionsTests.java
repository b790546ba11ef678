package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.error.ErrorCode;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

class SoftAssertionsTests {
    @TempDir
    Path folder;

    private Pipeline pipeline;
    private LoadInfo info;

    @BeforeEach
    void load() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb")))
                .datasetName("shop")
                .home(folder);
        info = pipeline.run(resource("orders").json("[{\"id\": 1, \"state\": \"open\"}, {\"id\": 2}]"));
    }

    private static List<String> failures(ThrowingCallable softly) {
        AssertJMultipleFailuresError all = catchThrowableOfType(AssertJMultipleFailuresError.class, softly);
        return all == null
                ? List.of()
                : all.getFailures().stream()
                        .map(failure -> String.valueOf(failure.getMessage())
                                .lines()
                                .filter(line -> !line.isEmpty() && !line.startsWith("at "))
                                .reduce((one, other) -> one + "\n" + other)
                                .orElse(""))
                        .toList();
    }

    @Test
    void failures_of_parts_are_collected_and_what_a_missing_part_leads_to_is_silent() {
        List<String> failures = failures(() -> PipetteSoftAssertions.softly(softly -> {
            softly.assertThat(info).merged("orders", 2).appended("orders", 3).appended("orders", 2);
            softly.assertThat(pipeline.dataset())
                    .table("customers")
                    .hasRowCount(1)
                    .rowWhere("id", 1)
                    .has("id", 2);
            softly.assertThat(pipeline.dataset())
                    .table("orders")
                    .hasRowCount(3)
                    .rowWhere("id", 1)
                    .has("state", "paid")
                    .has("id", 1)
                    .has("id", 3);
            softly.assertThat(pipeline.dataset())
                    .table("orders")
                    .rowWhere("id", 9)
                    .has("state", "paid");
            softly.assertThat(pipeline.dataset())
                    .table("orders")
                    .column("id")
                    .contains(4L)
                    .contains(2L);
            softly.assertThat(pipeline.dataset()).table("orders").column("idd").contains(4L);
            softly.assertThat(pipeline.state()).cursor("orders", "at").isAt(1);
            softly.assertThat(pipeline.schema())
                    .hasColumn("orders", "id")
                    .ofType("text")
                    .notNullable();
            softly.assertThat(pipeline).packages().hasPending(1);
            softly.assertThatRun(() -> info).failsWith(ErrorCode.BAD_USAGE).says("no");
            softly.assertThat(1).isEqualTo(1);
        }));

        assertThat(failures)
                .containsExactly(
                        "expected orders to be merged, but its disposition is append. The run loaded: orders 2 appended.",
                        "expected 3 rows of orders to be appended, but it was 2. The run loaded: orders 2 appended.",
                        "expected dataset shop to have table customers. It has orders.",
                        "expected table orders to have 3 rows, but it has 2.",
                        "table orders, row id=1: state expected paid but was open",
                        "table orders, row id=1: id expected 3 but was 1",
                        "table orders has no row where id=9. Its values of id: 1, 2.",
                        """
                        [column id]\s
                        Expecting ListN:
                          [1L, 2L]
                        to contain:
                          [4L]
                        but could not find the following element(s):
                          [4L]
                        """.stripTrailing().replace("ListN", "ArrayList"),
                        "table orders has no column idd. It has id, state.",
                        "resource orders remembers no cursor at. No resource has a cursor.",
                        "expected column orders.id to be of type text, but it is bigint.",
                        "expected column orders.id to be not null, but it takes NULL.",
                        "expected pipeline t to have 1 pending package, but it has none.",
                        "expected the run to fail with BAD_USAGE, but it succeeded. It loaded: orders 2 appended.");
    }

    @Test
    void what_assertj_has_for_everything_is_soft_too() {
        List<String> failures = failures(() -> PipetteSoftAssertions.softly(softly -> {
            softly.assertThat(info).isNull();
            softly.assertThat(pipeline.dataset()).as("the shop").hasTables("a");
            softly.assertThat(pipeline.dataset()).as("the shop").table("orders").hasRowCount(1);
        }));

        assertThat(failures).hasSize(3);
        assertThat(failures.get(1)).isEqualTo("[the shop] \nexpected dataset shop to have table a. It has orders.");
        assertThat(failures.get(2)).isEqualTo("[the shop] \nexpected table orders to have 1 row, but it has 2.");
    }

    @Test
    void what_holds_is_silent() {
        try (var softly = new AutoCloseablePipetteSoftAssertions()) {
            softly.assertThat(info).appended("orders", 2);
            softly.assertThat(pipeline).dataset().table("orders").byKey("id").containsRows("[{'id': 2}]");
            softly.assertThatRun(() -> info).succeeds().appended("orders", 2);
        }
    }

    @Test
    void closing_tells_all_failures() {
        assertThat(failures(() -> {
                    try (var softly = new AutoCloseablePipetteSoftAssertions()) {
                        softly.assertThat(info).appended("orders", 1);
                        softly.assertThat(pipeline.dataset()).hasLoads(1).hasNoTable("orders");
                    }
                }))
                .containsExactly(
                        "expected 1 row of orders to be appended, but it was 2. The run loaded: orders 2 appended.",
                        "expected dataset shop to have no table orders, but it has one, with 2 rows.");
    }

    @Test
    void assertjs_extension_injects_them() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Injected.class))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.instanceOf(AssertJMultipleFailuresError.class),
                                TestExecutionResultConditions.message(message -> message.contains("(2 failures)"))));
    }

    @ExtendWith(SoftAssertionsExtension.class)
    static class Injected {
        @TempDir
        Path folder;

        @InjectSoftAssertions
        PipetteSoftAssertions softly;

        @Test
        @SuppressWarnings("NullAway") // the extension sets it
        void fails_twice() {
            Pipeline empty = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);

            softly.assertThat(empty.dataset()).hasTables("orders");
            softly.assertThat(empty.state()).isEmpty();
            softly.assertThat(empty.dataset()).hasLoads(1);
        }
    }
}
