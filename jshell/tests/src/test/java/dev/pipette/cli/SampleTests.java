package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that the pages show can be pasted into a script and into the shell; that of Javadoc compiles. */
class SampleTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Pages whose files a test of their own compiles or runs. */
    private static final Set<String> PAGES_OF_FILES = Set.of("write-a-destination.md", "from-a-line-to-a-test.md");

    /** Pages whose classes of tests are run. */
    private static final Set<String> PAGES_OF_TESTS =
            Set.of("README.md", "testing.md", "write-a-destination.md", "from-a-line-to-a-test.md");

    @TempDir
    Path folder;

    /** Compiles snippets and runs none: samples name servers and buckets that are not there. */
    private static final class CompilingOnly extends ScriptControl {
        @Override
        protected String invoke(Method snippet) {
            return "";
        }
    }

    private final @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** JShell leaves its own class loader on the thread, which is one of those that run other tests. */
    @AfterEach
    void give_the_thread_back() {
        Thread.currentThread().setContextClassLoader(before);
    }

    static Stream<String> pages() throws IOException {
        try (Stream<Path> found = Stream.of(ROOT, ROOT.resolve("dsl/docs"), ROOT.resolve("sources/signalroom/docs"))
                .flatMap(SampleTests::pagesIn)) {
            return found
                    .filter(page -> !samples(page).isEmpty())
                    .map(page -> ROOT.relativize(page).toString())
                    .toList()
                    .stream();
        }
    }

    private static Stream<Path> pagesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static List<String> samples(Path page) {
        try {
            return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    // classes of tests are run by the tests of the test kit
                    .filter(sample -> !sample.contains("@LoadTest"))
                    // observers and Spark are not part of the command; their modules compile their pages
                    .filter(sample -> !sample.contains("Observe."))
                    .filter(sample -> !sample.contains("SparkSlices."))
                    .toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /**
     * Samples are found by the first lines of their blocks. Java is compiled here, classes with {@code @LoadTest} by the test kit,
     * commands are read by {@link PageCommandsTests}, YAML by {@link SchemaCommandTests}, and files by the tests of their pages; a block without a language is not run.
     */
    @Test
    void each_block_of_a_page_is_of_a_kind_that_a_test_knows() throws IOException {
        List<String> known = List.of("", "java", "bash", "text", "json", "xml", "yaml");
        List<String> unknown = new ArrayList<>();
        for (Path page : Stream.of(ROOT, ROOT.resolve("dsl/docs"), ROOT.resolve("sources/signalroom/docs"))
                .flatMap(SampleTests::pagesIn)
                .toList()) {
            String text = Files.readString(page);
            List<String> fences = Pattern.compile("(?m)^```(.*)$")
                    .matcher(text)
                    .results()
                    .map(fence -> fence.group(1))
                    .toList();
            for (int at = 0; at < fences.size(); at += 2) {
                boolean isFile = fences.get(at).contains(" file=")
                        && PAGES_OF_FILES.contains(page.getFileName().toString());
                if (!isFile && !known.contains(fences.get(at))) {
                    unknown.add(page + ": " + fences.get(at));
                }
            }
            if (text.contains("\n@LoadTest")
                    && !PAGES_OF_TESTS.contains(page.getFileName().toString())) {
                unknown.add(page + ": a test that PrintedTestsTests does not know");
            }
        }

        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void samples_can_be_pasted_into_a_script(String page) throws IOException {
        String script = String.join("\n", samples(ROOT.resolve(page)));

        int exitCode = ScriptRun.run(new ScriptFile(page, script), List.of(), List.of(), CompilingOnly::new);

        assertThat(exitCode).isZero();
    }

    /** A terminal marks pasted text, and the shell takes all of it as one input. */
    @ParameterizedTest
    @MethodSource("pages")
    void samples_can_be_pasted_into_the_shell(String page) throws IOException {
        try (JShell shell = JShell.builder()
                .executionEngine(new CompilingOnly().provider(), Map.of())
                .build()) {
            shell.addToClasspath(OtherJvm.classPath());
            shell.eval("import module java.base;");
            StartScript.text()
                    .lines()
                    .filter(line -> line.startsWith("import "))
                    .forEach(shell::eval);
            for (String sample : samples(ROOT.resolve(page))) {
                paste(shell, sample);
            }
        }
    }

    private static JShell shell() throws IOException {
        JShell shell = JShell.builder()
                .executionEngine(new CompilingOnly().provider(), Map.of())
                .build();
        shell.addToClasspath(OtherJvm.classPath());
        shell.eval("import module java.base;");
        StartScript.text().lines().filter(line -> line.startsWith("import ")).forEach(shell::eval);
        return shell;
    }

    private static void paste(JShell shell, String sample) {
        String rest = sample;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(next.completeness().isComplete()).as(rest).isTrue();
            for (SnippetEvent event : shell.eval(next.source())) {
                assertThat(shell.diagnostics(event.snippet()).map(problem -> problem.getMessage(null)))
                        .as(next.source())
                        .isEmpty();
                assertThat(event.status()).as(next.source()).isNotEqualTo(Snippet.Status.REJECTED);
            }
            rest = next.remaining();
        }
    }

    /** What the samples of Javadoc take for granted. */
    private static final List<String> GIVEN = List.of(
            "import dev.pipette.schema.*;",
            "import dev.pipette.spi.*;",
            "import org.jooq.Record;",
            "import dev.pipette.check.Check;",
            "LoadInfo info = null;",
            "Pipeline pipeline = null;",
            "PipelineAdmin admin = null;",
            "Resource resource = null, orders = null, customers = null, events = null, stats = null, products = null;",
            "Dataset dataset = null;",
            "Settings settings = null;",
            "RunPlan plan = null;",
            "ResourceState state = null;",
            "Path file = null, folder = null;",
            "String body = null;",
            "org.slf4j.Logger log = null;",
            "interface Api { List<?> orders(); Stream<?> orders(String since); Stream<?> items(Object order); long pages(); Stream<?> page(long number); } Api api = null;",
            "Source shop = null;",
            "SliceExecutor executor = null;",
            "abstract class ShopSource implements SourceProvider {}",
            "Destination warehouse = null;");

    @ParameterizedTest
    @ValueSource(strings = {"", "check", "incremental", "plan", "settings"})
    void samples_in_the_javadoc_of_what_users_import_are_java(String room) throws IOException {
        Path sources = ROOT.resolve("dsl/core/src/main/java/dev/pipette").resolve(room);
        try (JShell shell = shell();
                Stream<Path> files = Files.list(sources)) {
            GIVEN.forEach(given -> paste(shell, given));
            for (Path source : files.filter(Files::isRegularFile).sorted().toList()) {
                String text = Files.readString(source);
                if (text.contains("\npublic ")) {
                    Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL)
                            .matcher(text)
                            .results()
                            .map(found -> found.group(1).replaceAll("(?m)^ *\\* ?", ""))
                            .forEach(sample -> paste(shell, sample));
                }
            }
        }
    }

    /** The files of the samples in a folder of the test; the names that they have in the samples are put into it. */
    private Path runnable(String sample) throws IOException {
        String here = sample.replaceAll("(Path\\.of|duckdb)\\(\"", "$1(\"" + folder + "/")
                .replaceAll(
                        "(pipeline\\([^\"]*\"[a-z]+\", duckdb\\(\"[^\"]*\"\\))\\)",
                        "$1).home(Path.of(\"" + folder + "/home\"))");
        return Files.writeString(folder.resolve("sample.jsh"), here);
    }

    @Test
    void the_first_samples_of_the_readme_load_what_they_say() throws IOException {
        List<String> samples = samples(ROOT.resolve("README.md"));
        Files.writeString(
                folder.resolve("day.json"),
                "[{\"date\": \"2025-12-24\", \"affiliate_id\": 1, \"advertiser_id\": 2, \"clicks\": 3}]");
        Files.createDirectory(folder.resolve("exports"));
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("exports/customers-1.csv.gz")))) {
            out.write("customer_id,zip,balance\n1,01234,12.50\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.writeString(
                folder.resolve("events.jsonl"),
                "{\"id\": 1, \"source\": \"web\", \"updated_at\": \"2025-06-01T00:00:00Z\"}\n"
                        + "{\"id\": 2, \"source\": \"test\", \"updated_at\": \"2025-06-01T00:00:00Z\"}\n");

        Cli.Result first = Cli.run("run", runnable(samples.get(0)));
        Cli.Result second = Cli.run("run", runnable(samples.get(2)));

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("daily_stats     1  merge");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err())
                .contains("customers     1  merge", "events        1  append", "rates         1  replace");
    }
}
