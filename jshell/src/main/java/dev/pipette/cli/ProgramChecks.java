package dev.pipette.cli;

import dev.pipette.admin.Diagnosis;
import dev.pipette.replicate.Replication;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be known of a program before it runs, for whoever lets it run unattended.
 *
 * <pre>{@code
 * ProgramChecks.compileProblem(Path.of("day.jsh"), List.of());   // Optional[day.jsh:3: cannot find symbol ..]
 * }</pre>
 */
public final class ProgramChecks {
    private ProgramChecks() {}

    /** Why a program does not compile; empty where it does. Nothing of it runs. */
    public static Optional<String> compileProblem(Path file, List<Path> libraries) throws IOException {
        return ProgramFile.isReplication(file.toString())
                ? ReplicationProgram.problem(file)
                : ProgramCompiler.problem(file, libraries);
    }

    /** Whether a program reads {@code run.interval()}, or the parameters from and to. */
    public static boolean takesInterval(Path file) throws IOException {
        DeclaredParameters declared =
                DeclaredParameters.in(ScriptFile.read(file).text());
        return declared.takesInterval() || declared.others();
    }

    /** Whether a program calls {@code run.interval()}. */
    public static boolean readsInterval(Path file) throws IOException {
        return DeclaredParameters.in(ScriptFile.read(file).text()).readsInterval();
    }

    /** Whether what a replication file reads is named from the folder that the file is in. */
    public static boolean readsBeside(Path file) {
        return Replication.read(file).readsBeside();
    }

    /** How many test cells a program has; a replication file has none. */
    public static int tests(Path file) throws IOException {
        return ProgramFile.isReplication(file.toString())
                ? 0
                : CellTests.in(ScriptFile.read(file)).all().size();
    }

    /** What is wrong with a destination, named as for {@code --into}; nothing where loads can run. */
    public static List<String> destinationProblems(
            String into, Path project, Path home, Map<String, String> variables) {
        Settings settings = Settings.from(project, home, variables);
        Diagnosis found = Destinations.of(into, () -> settings).diagnose(home);
        return RunReport.problems(found);
    }

    /** How a JVM is started that runs the command, the test kit of the launcher included. */
    public static List<String> command(List<String> options, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OtherJvm.options());
        command.addAll(options);
        boolean tests = words.getFirst().equals("test");
        command.addAll(List.of(
                "-D" + TestCommand.CLASS_PATH + "=" + System.getProperty(TestCommand.CLASS_PATH, ""),
                "--class-path",
                tests ? TestCommand.classPath() : OtherJvm.classPath(),
                Main.class.getName()));
        command.addAll(words);
        return command;
    }
}
