package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a notebook of a script, and a script of a notebook: the same cells in another file. */
final class NotebookScripts {
    private static final String NOTEBOOK = ".ipynb";

    private NotebookScripts() {}

    /** Where the result goes. */
    private static final class Output {
        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec command;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The file to write. Default: beside the input, with the other ending.")
        private @Nullable Path file;

        @Option(names = "--overwrite", description = "Replaces the file where it is there, with the outputs in it.")
        private boolean overwrite;

        int write(Path usual, String text) throws IOException {
            Path target = file == null ? usual : file;
            if (Files.exists(target) && !overwrite) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        target + " is there already. Name another file with -o, or replace it with --overwrite.");
            }
            try {
                Files.writeString(target, text);
            } catch (IOException failed) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, target + " cannot be written. Name another file with -o.", failed);
            }
            requireNonNull(command).commandLine().getOut().println("wrote " + target);
            return ExitCodes.SUCCESS;
        }
    }

    /** {@code pipette notebook from-script}. */
    @Command(
            name = "from-script",
            description = {
                "Makes a notebook of a .jsh or .java file.",
                "",
                "A line '// %%' begins a cell of code, '// %% [markdown]' one of text, whose lines are comments, and"
                        + " '// %% test NAME' a test of 'pipette test'. to-script makes the same file of the notebook."
            },
            footer = {"  pipette notebook from-script jshell/examples/first.jsh -o first.ipynb"})
    static final class FromScript implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "A .jsh or .java file.")
        private Path file = Path.of("");

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() throws IOException {
            ProgramFile program = ProgramFile.of(checked(file, ProgramFile.isCode(file.toString()), ".jsh or .java"));
            return output.write(withEnding(file, NOTEBOOK), NotebookFile.of(CellScript.parsed(read(program.path()))));
        }
    }

    /** {@code pipette notebook to-script}. */
    @Command(
            name = "to-script",
            description = {
                "Makes a script of a notebook.",
                "",
                "All cells are in it, without outputs. What is a command of the kernel, such as %%sql, is a comment."
            },
            footer = {"  pipette notebook to-script notebooks/quick-start.ipynb -o quick-start.jsh"})
    static final class ToScript implements Callable<Integer> {
        @Parameters(paramLabel = "NOTEBOOK", description = "An .ipynb file.")
        private Path file = Path.of("");

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() throws IOException {
            String name = checked(file, file.toString().endsWith(NOTEBOOK), NOTEBOOK);
            if (!Files.isRegularFile(file)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "there is no file " + file.toAbsolutePath().normalize() + ". Correct the path.");
            }
            return output.write(
                    withEnding(file, ".jsh"),
                    NotebookFile.script(name, read(file)).text());
        }
    }

    /** {@code pipette notebook new}. */
    @Command(
            name = "new",
            description = "Makes a notebook with a first pipeline and a first test.",
            footer = {"  pipette notebook new orders"})
    static final class New implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The name, with or without .ipynb.")
        private Path name = Path.of("");

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() throws IOException {
            String title = withEnding(name.getFileName(), "").toString();
            String script = """
                    // %%%% [markdown]
                    // # %s

                    // %%%%
                    var p = pipeline("%s", duckdb("%s.duckdb"))
                    var rows = resource("rows").rows(List.of(Map.of("id", 1, "name", "Ada"))).merge("id")
                    p.run(rows)

                    // %%%%
                    p.dataset().table("rows")

                    // %%%% test each row has a name
                    assertThat(p.dataset().query("SELECT * FROM rows WHERE name IS NULL").size()).isZero();
                    """.formatted(title, title.replaceAll("[^A-Za-z0-9_-]+", "_"), title);
            return output.write(withEnding(name, NOTEBOOK), NotebookFile.of(CellScript.parsed(script)));
        }
    }

    private static String checked(Path file, boolean fits, String ending) {
        if (!fits) {
            throw new PipetteException(ErrorCode.BAD_USAGE, file + " is not a file that ends in " + ending + ".");
        }
        return file.toString();
    }

    private static Path withEnding(Path file, String ending) {
        String name = file.getFileName().toString().replaceFirst("\\.(jsh|java|ipynb)$", "");
        return file.resolveSibling(name + ending);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException other) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, file + " is not written in UTF-8. Save it as UTF-8.", other);
        }
    }
}
