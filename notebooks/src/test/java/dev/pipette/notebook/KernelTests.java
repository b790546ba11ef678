package dev.pipette.notebook;

import static dev.pipette.notebook.Cells.ROWS;
import static dev.pipette.notebook.Cells.failing;
import static dev.pipette.notebook.Cells.fine;
import static dev.pipette.notebook.Cells.interrupted;
import static dev.pipette.notebook.Cells.kernel;
import static dev.pipette.notebook.Cells.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real kernel, asked by Jupyter's own client: what people and editors ask of it. */
@ExtendWith(SharedKernel.class)
class KernelTests {
    @Test
    void an_interrupt_stops_a_load_before_it_publishes_and_nothing_is_lost() {
        pipeline("slow");
        fine("""
                var endless = resource("n").rows(() -> Stream.iterate(1L, i -> i + 1).<Object>map(i -> {
                    try {
                        Thread.sleep(2);
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    return Map.of("id", i);
                }).iterator()).append();""");

        Ran stopped = kernel().interrupted("slow.run(endless)", "slow: extracting");

        assertThat(stopped.isOk()).isFalse();
        assertThat(stopped.error()).contains("[INTERRUPTED] ").doesNotContain("%trace");
        assertThat(stopped.printed())
                .as("what is logged would be the error once more")
                .isEmpty();
        assertThat(stopped.updates()).anyMatch(line -> line.matches("slow: extracting .*"));
        assertThat(stopped.updates().getLast()).matches("slow: stopped after \\d+ s");
        assertThat(fine("slow.admin().pending()").text()).isEqualTo("nothing is pending");
        fine("slow.run(" + ROWS + ");");
        assertThat(fine("slow.dataset().count(\"n\")").text()).isEqualTo("2");
    }

    @Test
    void an_interrupt_ends_a_loop_that_does_not_hear_of_it() {
        String told = "the cell was interrupted. What it declared and loaded before stays.";

        assertThat(interrupted("while (true);")).endsWith("\n" + told);
        assertThat(interrupted("while (true) System.out.println(\"x\");")).endsWith("\n" + told);
        assertThat(interrupted("Thread.sleep(30_000);")).endsWith("\n" + told);
        assertThat(interrupted("input(\"?\");")).endsWith("\n" + told);
        assertThat(interrupted("try { Thread.sleep(30_000); } catch (InterruptedException heard) {}\nSystem.exit(1);"))
                .endsWith("\n" + told);
        assertThat(fine("1 + 1").text()).isEqualTo("2");
    }

    @Test
    void a_cell_that_runs_does_not_hold_up_a_restart() {
        kernel().restartDuring("System.out.println(\"begun\");\nwhile (true);");

        assertThat(fine("1 + 1").text()).isEqualTo("2");
    }

    @Test
    void a_cell_asks_the_person() {
        Ran ran = kernel().run("input(\"name? \") + \"/\" + new Scanner(System.in).nextLine()", List.of("Zoë", "two"));

        assertThat(ran.printed()).isEqualTo("name? ");
        assertThat(ran.text()).isEqualTo("Zoë/two");
    }

    @Test
    void a_question_in_a_notebook_without_a_person_is_refused() {
        assertThat(failing("input(\"name? \")"))
                .endsWith(
                        "[BAD_USAGE] input(..) has nobody to ask: this notebook runs without a person. Read the value from"
                                + " settings.");
    }

    @Test
    void code_is_completed_at_the_cursor_also_behind_other_snippets() {
        pipeline("completed");

        assertThat(words(kernel().about("int x = 1;\ncompleted.data", "complete")))
                .contains("dataset()", "datasetName(");
        assertThat(words(kernel().about(
                                "import java.util.function.*;\nint g() { return 1; }\ncompleted.data", "complete")))
                .contains("dataset()");
        assertThat(words(kernel().about("completed\n    .data", "complete"))).contains("dataset()");
        assertThat(words(kernel().about("\"😀\".isEm", "complete"))).containsExactly("isEmpty()");
        assertThat(kernel().about("\"😀\".isEm", "complete")
                        .path("cursor_start")
                        .asInt())
                .isEqualTo(4);
        assertThat(words(kernel().about("%j", "complete"))).containsExactly("%jars");
        assertThat(words(kernel().about("%%", "complete"))).containsExactly("%%sql");
    }

    private static List<String> words(tools.jackson.databind.JsonNode reply) {
        return reply.path("matches").valueStream().map(word -> word.asString()).toList();
    }

    @Test
    void what_is_at_the_cursor_is_explained() {
        pipeline("inspected");

        assertThat(explained("import java.util.function.*;\ninspected.dataset"))
                .isEqualTo("Dataset Pipeline.dataset()\nThe tables that this pipeline loads, for reading. Opens nothing"
                        + " before rows are read.");
        assertThat(explained("int x = 1;\ninspected.dataset")).startsWith("Dataset Pipeline.dataset()\nThe tables");
        assertThat(explained("\"a\".strip")).startsWith("String String.strip()");
        assertThat(kernel().about("nothingOfThisName", "inspect").path("found").asBoolean())
                .isFalse();
    }

    @Test
    void javadoc_of_a_library_is_taken_from_the_sources_beside_its_jar() throws Exception {
        String source = """
                package library;
                /** A shop. */
                public class Shop {
                    /** Its {@code name}. */
                    public static final String NAME = "corner";
                    public Shop(int size) {}
                    /** Sells something. <p>Not more than there is. */
                    public <T> java.util.List<T> sell(java.util.List<? extends T> things, int... prices) {
                        return List.copyOf(things);
                    }
                    /** One of many. */
                    public void sell(String thing) {}
                }
                """.replace("List.copyOf", "java.util.List.copyOf");
        Path folder = Files.createDirectories(SharedKernel.folder().resolve("library"));
        Path file = Files.createDirectories(folder.resolve("library")).resolve("Shop.java");
        Files.writeString(file, source);
        int compiled = javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, file.toString());
        assertThat(compiled).isZero();
        Path jar = jar(folder, "shop-1.0.jar", "library/Shop.class");
        jar(folder, "shop-1.0-sources.jar", "library/Shop.java");
        fine("%jars " + jar + "\nvar corner = new library.Shop(3);");

        assertThat(explained("corner.sell"))
                .contains("Shop.sell(String")
                .contains("\nOne of many.")
                .contains("\nSells something.\nNot more than there is.");
        assertThat(explained("library.Shop.NAME")).endsWith("\nIts name.");
        assertThat(explained("library.Shop")).endsWith("library.Shop\nA shop.");
        assertThat(explained("new library.Shop(")).startsWith("library.Shop").doesNotContain("A shop");
    }

    private static Path jar(Path folder, String name, String entry) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(entry));
            Files.copy(folder.resolve(entry), zip);
        }
        return jar;
    }

    private static String explained(String code) {
        return kernel().about(code, "inspect").path("data").path("text/plain").asString();
    }

    @Test
    void a_console_knows_whether_code_is_whole() {
        assertThat(kernel().about("int x = 1;", "is_complete").path("status").asString())
                .isEqualTo("complete");
        assertThat(kernel().about("int f() {", "is_complete").path("status").asString())
                .isEqualTo("incomplete");
    }

    @Test
    void the_kernel_says_what_it_is() {
        assertThat(kernel().info().path("implementation").asString()).isEqualTo("pipette");
        assertThat(kernel().info().path("language_info").path("name").asString())
                .isEqualTo("java");
    }
}
