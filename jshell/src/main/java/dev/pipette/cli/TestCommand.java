package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette test}: the test cells of a script. */
@Command(
        name = "test",
        description = {
            "Runs the test cells of a script as tests of JUnit.",
            "",
            "A test cell begins with '// %% test NAME'. The cells above it that are no tests are its set-up; each is run"
                    + " once. Test cells have the assertions of the test kit, and 'pipette run' leaves them out. All pipelines"
                    + " load into a DuckDB file that is deleted at the end, unless --into names another destination. The exit"
                    + " code is 1 where a test fails."
        },
        sortOptions = false,
        footer = {"  pipette test jshell/examples/tested.jsh"})
final class TestCommand implements Callable<Integer> {
    /** Set by the launcher: the test kit and JUnit. */
    static final String CLASS_PATH = "pipette.test.classpath";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "A .jsh or .java file. Of a test cell in a .java file, the methods are called.")
    private String file = "";

    @Option(names = "--into", paramLabel = "DESTINATION", description = LoadOptions.INTO)
    private @Nullable String into;

    @Mixin
    private final ProgramOptions program = new ProgramOptions();

    @Mixin
    private final IntervalOption interval = new IntervalOption();

    @Override
    public Integer call() throws IOException {
        if (!ProgramFile.isCode(file)) {
            throw new PipetteException(ErrorCode.BAD_USAGE, file + " is not a file that ends in .jsh or .java.");
        }
        ScriptFile script = ScriptFile.read(ProgramFile.of(file).path());
        DeclaredParameters.in(script.text()).checkKnown(file, program.params().keySet());
        if (CellTests.in(script).all().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    file + " has no test cells. One begins with a line like this: // %% test each row has a name");
        }
        Path scratch = Files.createTempDirectory("pipette-test-");
        try {
            return run(script, scratch);
        } finally {
            delete(scratch);
        }
    }

    private int run(ScriptFile script, Path scratch) throws IOException {
        String usual = "duckdb:" + scratch.resolve("test.duckdb");
        ProgramOverrides overrides = new ProgramOverrides(
                into == null ? usual : into,
                null,
                scratch.resolve("home"),
                null,
                null,
                null,
                program.params(),
                null,
                interval.identity(null, program.params()));
        CommandLine line = requireNonNull(spec).commandLine();
        List<Path> libraries = program.libraries(line.getErr());
        return ProgramContext.during(
                overrides.context(plan -> {}), () -> ScriptCellTests.run(script, libraries, line.getOut()));
    }

    /** That of the command, and what tests have more. */
    static String classPath() {
        String kit = System.getProperty(CLASS_PATH, "");
        return kit.isEmpty() ? OtherJvm.classPath() : OtherJvm.classPath() + File.pathSeparator + kit;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
