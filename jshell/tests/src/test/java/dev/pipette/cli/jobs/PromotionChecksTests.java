package dev.pipette.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.cli.QuickChildren;
import dev.pipette.cli.jobs.PromotionChecks.Check;
import dev.pipette.testing.http.FakeHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a script or a source becomes a job. */
@ExtendWith(QuickChildren.class)
class PromotionChecksTests {
    private static final Optional<RunInterval> DAY = Optional.of(RunInterval.parse("2025-12-24/P1D"));

    private final List<String> begun = new ArrayList<>();

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    @BeforeEach
    void resolve_the_folder() throws IOException {
        folder = temporary.toRealPath();
    }

    private PromotionChecks script(String name, String text, Optional<String> into, Optional<RunInterval> interval)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(name), text);
        return checks(new Candidate.Script(file, Map.of("rows", "2"), List.of()), into, interval);
    }

    private PromotionChecks checks(Candidate.Work work, Optional<String> into, Optional<RunInterval> interval)
            throws IOException, InterruptedException {
        return PromotionChecks.of(
                new Candidate(
                        work,
                        new Candidate.Target(into, Optional.empty(), interval, interval.isPresent()),
                        new Candidate.Place(folder, folder.resolve("home"), environment)),
                begun::add);
    }

    @Test
    void a_script_that_is_ready_passes_all_checks_and_loads_nothing() throws Exception {
        environment.put("SHOP_REGION", "north");
        PromotionChecks checks = script("day.jsh", """
                String region = Settings.load().get("SHOP_REGION");
                int rows = param("rows", 1);
                var p = pipeline("shop", duckdb("shop.duckdb"));
                p.run(resource("orders").rows(List.of(Map.of("day", run.interval().fromDate(), "rows", rows))));
                // %% test a region
                assertThat(region).isEqualTo("north");
                """, Optional.empty(), DAY);

        assertThat(checks.all())
                .containsExactly(
                        new Check("compiles", true, "yes"),
                        new Check("interval", true, "it reads its interval"),
                        new Check("settings", true, "all that the plan asked for"),
                        new Check("plans", true, "1 run: shop_dataset.orders"),
                        new Check("destination duckdb shop.duckdb", true, "loads can run"),
                        new Check("tests", true, "1 test passed"));
        assertThat(begun)
                .containsExactly("compiles day.jsh", "plans a run, and looks at its destination", "runs its test cell");
        assertThat(checks.passed()).isTrue();
        assertThat(folder.resolve("shop.duckdb")).doesNotExist();
    }

    @Test
    void a_script_that_does_not_compile_is_not_run_and_all_that_is_known_is_told() throws Exception {
        Files.createDirectory(folder.resolve("home"));
        PromotionChecks checks = script("day.jsh", """
                int one = 1;
                Files.createFile(Path.of("ran"));
                var two = List.of(one);
                String three = two.getFirst() + three();
                /exit one
                // %% test never
                assertThat(one).isEqualTo(2);
                """, Optional.of("duckdb:" + folder + "/home"), DAY);

        assertThat(checks.passed()).isFalse();
        assertThat(checks.all())
                .extracting(Check::name)
                .containsExactly("compiles", "interval", "plans", "destination duckdb:" + folder + "/home", "tests");
        assertThat(checks.all()).extracting(Check::passed).containsOnly(false);
        assertThat(checks.all().getFirst().message()).isEqualToNormalizingNewlines(folder.resolve("day.jsh") + """
                :4: cannot find symbol (symbol: method three()).
                    String three = two.getFirst() + three();
                                                    ^""");
        assertThat(checks.all().get(1).message())
                .isEqualTo(
                        "the script reads neither run.interval() nor the parameters from and to, so each run would load"
                                + " the same. Let it load what belongs to run.interval(), or leave --interval out.");
        assertThat(checks.all().get(3).message()).contains(folder + "/home");
        assertThat(checks.all().getLast().message()).isEqualTo("not run, because it does not compile.");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void a_setting_that_is_missing_and_a_test_that_fails_are_both_told() throws Exception {
        PromotionChecks checks = script("Day.java", """
                import static dev.pipette.Pipette.*;
                import static dev.pipette.testing.PipetteAssertions.*;
                import dev.pipette.settings.Settings;

                void main() {
                    var p = pipeline("shop", duckdb("shop.duckdb"));
                    p.run(resource("orders").rows(List.of(Map.of("rows", param("rows", 1)))));
                    Settings.load().get("SHOP_REGION");
                }

                // %% test one
                void one() {
                    assertThat(1).isEqualTo(2);
                }
                """, Optional.empty(), Optional.empty());

        assertThat(checks.all())
                .extracting(Check::name)
                .containsExactly("compiles", "settings", "plans", "destination duckdb shop.duckdb", "tests");
        assertThat(checks.all()).extracting(Check::passed).containsExactly(true, false, false, true, false);
        assertThat(checks.all().get(1).message()).startsWith("[BAD_SETTINGS] SHOP_REGION is missing.");
        assertThat(checks.all().get(2).message()).isEqualTo("the plan stopped at a setting; see above.");
        assertThat(checks.all().getLast().message()).contains("FAILED  one", "expected: 2");
    }

    @Test
    void a_java_program_that_does_not_compile_is_told_with_its_line() throws Exception {
        PromotionChecks checks =
                script("Day.java", "void main() {\n    int n = \"a\";\n}\n", Optional.empty(), Optional.empty());

        assertThat(checks.all())
                .containsExactly(
                        new Check(
                                "compiles",
                                false,
                                folder.resolve("Day.java")
                                        + ":2: incompatible types: java.lang.String cannot be converted to int."
                                        + System.lineSeparator() + "        int n = \"a\";" + System.lineSeparator()
                                        + "                ^"),
                        new Check("plans", false, "not planned, because it does not compile."),
                        new Check("tests", true, "it has no test cells"));
    }

    @Test
    void a_source_is_planned_with_its_settings_and_its_interval() throws Exception {
        Candidate.Work redtrack = new Candidate.SourceOf("redtrack", List.of("daily_spend"), Optional.empty());
        Optional<String> into = Optional.of("duckdb:" + folder.resolve("shop.duckdb"));

        PromotionChecks missing = checks(redtrack, into, DAY);
        assertThat(missing.all()).extracting(Check::passed).containsExactly(false, false, true);
        assertThat(missing.all().getFirst().message()).contains("[BAD_SETTINGS]", "REDTRACK_API_KEY");
        assertThat(missing.all().getLast()).isEqualTo(new Check("destination " + into.get(), true, "loads can run"));

        try (FakeHttp api = FakeHttp.start()) {
            api.get("/report").json("""
                    [{"date": "2025-12-24", "source": "Demo", "source_alias": "demo", "source_id": "5f01", "clicks": 10,
                      "conversions": 1, "cost": 2.5}]""");
            environment.putAll(Map.of(
                    "REDTRACK_API_KEY",
                    "test-key",
                    "REDTRACK_BASE_URL",
                    api.baseUrl().toString()));

            PromotionChecks ready = checks(redtrack, into, DAY);
            assertThat(ready.all())
                    .containsExactly(
                            new Check("settings", true, "all that the plan asked for"),
                            new Check("plans", true, "1 run: redtrack.daily_spend"),
                            new Check("destination duckdb " + folder.resolve("shop.duckdb"), true, "loads can run"));
            api.assertThat().requests("/report").request(1).hasQuery("date_from", "2025-12-24");
        }
    }
}
