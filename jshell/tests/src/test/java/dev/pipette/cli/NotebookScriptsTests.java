package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.ScriptCell.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script and a notebook have the same cells, and neither way loses any of them. */
class NotebookScriptsTests {
    /** Lines that mean something to one of the two, and those that look like them. */
    private static final List<String> LINES = List.of(
            "",
            "int one = 1;",
            "// %%",
            "// %% [markdown]",
            "// %% [raw]",
            "// %% test a name",
            "//%%",
            "// %%sql duckdb:x",
            "// \\%% [markdown]",
            "%%sql duckdb:x",
            "%% percent",
            "%time",
            "SELECT 1",
            "//",
            "//x",
            "//  indented",
            "// # Title",
            "   ",
            "\"\"\"",
            "é \u2028 \"quoted\"\t");

    @TempDir
    Path folder;

    private record Shown(Kind kind, String source) {
        static List<Shown> of(CellScript script) {
            return script.cells().stream()
                    .map(cell -> new Shown(cell.kind(), cell.source()))
                    .toList();
        }
    }

    @Test
    void a_script_becomes_the_cells_that_its_markers_name() throws IOException {
        Path script = Files.writeString(folder.resolve("day.jsh"), """
                int one = 1

                // %% [markdown]
                // # Orders
                //
                // of a day

                // %% test one is one
                assertThat(one).isEqualTo(1);
                // %%
                one + 1
                """);

        Cli.Result result = Cli.run("notebook", "from-script", script);

        assertThat(result.out()).isEqualTo("wrote " + folder.resolve("day.ipynb") + "\n");
        assertThat(result.err()).isEmpty();
        assertThat(folder.resolve("day.ipynb")).content().isEqualTo("""
                {
                 "cells": [
                  {
                   "cell_type": "code",
                   "execution_count": null,
                   "id": "c0",
                   "metadata": {
                    "pipette": {
                     "marker": ""
                    }
                   },
                   "outputs": [],
                   "source": [
                    "int one = 1"
                   ]
                  },
                  {
                   "cell_type": "markdown",
                   "id": "c1",
                   "metadata": {},
                   "source": [
                    "# Orders\\n",
                    "\\n",
                    "of a day"
                   ]
                  },
                  {
                   "cell_type": "code",
                   "execution_count": null,
                   "id": "c2",
                   "metadata": {
                    "pipette": {
                     "marker": "// %% test one is one",
                     "tail": "\\n"
                    }
                   },
                   "outputs": [],
                   "source": [
                    "assertThat(one).isEqualTo(1);"
                   ]
                  },
                  {
                   "cell_type": "code",
                   "execution_count": null,
                   "id": "c3",
                   "metadata": {},
                   "outputs": [],
                   "source": [
                    "one + 1"
                   ]
                  }
                 ],
                 "metadata": {
                  "kernelspec": {
                   "display_name": "Pipette (Java)",
                   "language": "java",
                   "name": "pipette"
                  },
                  "language_info": {
                   "name": "java"
                  }
                 },
                 "nbformat": 4,
                 "nbformat_minor": 5
                }
                """);
    }

    static Stream<String> scripts() throws IOException {
        Stream<String> odd = Stream.of(
                "",
                "\n",
                "\uFEFF// %%\r\nint one = 1\r\n",
                "// %%",
                "// %%\n",
                "// %%\r\na\r\n\r\n// %% [markdown]\r\n// b\r\n",
                "a\r\nb\n// %%\rc",
                "int a\n\n\n\n// %% [markdown]\nnot a comment\n",
                "// %% title [md] key=\"value\"\n// text");
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            List<String> shipped = examples.map(NotebookScriptsTests::read).toList();
            return Stream.of(odd, shipped.stream(), random(20_251_224, 3_000)).flatMap(all -> all);
        }
    }

    private static Stream<String> random(int seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(number -> {
            StringBuilder text = new StringBuilder();
            String end = random.nextInt(8) == 0 ? "\r\n" : "\n";
            random.ints(random.nextInt(10), 0, LINES.size())
                    .forEach(line ->
                            text.append(LINES.get(line)).append(random.nextInt(9) == 0 ? end + end + end : end));
            return random.nextInt(4) == 0 ? text.toString().strip() : text.toString();
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void a_script_is_the_same_after_it_was_a_notebook() throws IOException {
        scripts().forEach(script -> {
            String notebook = NotebookFile.of(CellScript.parsed(script));

            assertThat(NotebookFile.script("x", notebook).text()).as(script).isEqualTo(script);
        });
    }

    @Test
    void the_cells_of_a_notebook_are_the_same_after_they_were_a_script() {
        Random random = new Random(42);
        random(7, 3_000).forEach(text -> {
            List<ScriptCell> cells = Stream.of(text.split("(?<=3)|// %%\n|\n\n\n", -1))
                    .map(source -> new ScriptCell(Kind.values()[random.nextInt(3)], source, null, null, null))
                    .toList();
            CellScript script = new CellScript(cells, false, false);

            CellScript read = CellScript.parsed(script.text());

            assertThat(Shown.of(read)).as(script.text()).isEqualTo(Shown.of(script));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick-start", "failed-load"})
    void the_notebooks_that_are_shipped_keep_their_cells(String name) throws IOException {
        CellScript notebook = NotebookFile.script(name, Files.readString(Path.of("../notebooks", name + ".ipynb")));

        assertThat(notebook.cells()).hasSizeGreaterThan(5);
        assertThat(Shown.of(CellScript.parsed(notebook.text()))).isEqualTo(Shown.of(notebook));
    }

    @Test
    void what_is_changed_in_the_notebook_is_changed_in_the_script() {
        String script = "int a\n// %% [markdown]\nplain\n\n// %%\nint b";
        String notebook = NotebookFile.of(CellScript.parsed(script));

        String changed = NotebookFile.script(
                        "x", notebook.replace("\"plain\"", "\"other\"").replace("\"int a\"", "\"int c\""))
                .text();

        assertThat(changed).isEqualTo("int c\n// %% [markdown]\n// other\n\n// %%\nint b");
    }

    @Test
    void cells_that_change_their_places_stay_cells() {
        List<ScriptCell> cells = CellScript.parsed("int a\n// %% [markdown]\nplain\n// %%\nint b")
                .cells();

        String turned = new CellScript(cells.reversed(), false, false).text();

        assertThat(Shown.of(CellScript.parsed(turned)))
                .isEqualTo(Shown.of(new CellScript(cells.reversed(), false, false)));
    }

    @Test
    void a_file_that_is_there_is_not_replaced_unasked() throws IOException {
        Path script = Files.writeString(folder.resolve("day.jsh"), "// %%\nint one = 1\n");
        Path notebook = Files.writeString(folder.resolve("day.ipynb"), "mine");

        Cli.Result refused = Cli.run("notebook", "from-script", script);
        Cli.Result replaced = Cli.run("notebook", "from-script", script, "--overwrite");
        Cli.Result back = Cli.run("notebook", "to-script", notebook, "-o", folder.resolve("back.jsh"));

        assertThat(refused.err())
                .isEqualTo("pipette notebook from-script: [BAD_USAGE] " + notebook
                        + " is there already. Name another file with -o, or replace it with --overwrite.\n");
        assertThat(replaced.exitCode()).isZero();
        assertThat(back.exitCode()).isZero();
        assertThat(folder.resolve("back.jsh")).content().isEqualTo("// %%\nint one = 1\n");
    }

    @Test
    void what_is_no_notebook_is_refused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.ipynb"), "int one = 1");
        Path old = Files.writeString(folder.resolve("b.ipynb"), "{\"worksheets\": []}");
        Path other = Files.writeString(folder.resolve("c.ipynb"), "{\"cells\": [{\"cell_type\": \"heading\"}]}");

        assertThat(Cli.run("notebook", "to-script", text).err())
                .startsWith("pipette notebook to-script: [BAD_USAGE] " + text + " is not a notebook: it is not JSON: ");
        assertThat(Cli.run("notebook", "to-script", old).err())
                .isEqualTo("pipette notebook to-script: [BAD_USAGE] " + old
                        + " is not a notebook: it has no cells as notebooks since 2015 have them (nbformat 4). Name an .ipynb"
                        + " file.\n");
        assertThat(Cli.run("notebook", "to-script", other).err())
                .isEqualTo("pipette notebook to-script: [BAD_USAGE] " + other
                        + " is not a notebook: cell 1 has the type 'heading'; code, markdown and raw are known. Name an"
                        + " .ipynb file.\n");
        assertThat(Cli.run("notebook", "from-script", "day.csv").err())
                .isEqualTo(
                        "pipette notebook from-script: [BAD_USAGE] day.csv is not a file that ends in .jsh or .java.\n");
    }

    @Test
    void a_new_notebook_runs_and_its_test_passes() throws IOException {
        Path notebook = folder.resolve("orders.ipynb");
        Path script = folder.resolve("orders.jsh");

        assertThat(Cli.run("notebook", "new", notebook).err()).isEmpty();
        assertThat(Cli.run("notebook", "to-script", notebook).err()).isEmpty();

        assertThat(Cli.run("test", script).out()).isEqualTo("passed  each row has a name\n\n1 test, none failed\n");
        assertThat(Cli.run("run", "--quiet", "--into", "duckdb:" + folder.resolve("x.duckdb"), script)
                        .exitCode())
                .isZero();
    }
}
