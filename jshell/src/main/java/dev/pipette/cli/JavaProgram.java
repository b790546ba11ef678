package dev.pipette.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a Java source file as {@code java FILE} does: in a JVM of its own, with Pipette on its class path. */
final class JavaProgram {
    /** Enough for a program to close what it holds; after that it is killed, and the next load finishes its work. */
    private static final long SECONDS_TO_END = 10;

    private JavaProgram() {}

    /**
     * Runs a program, which reads and writes where this process does.
     *
     * @return its exit code
     */
    static int run(Path file, ProgramRun run) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OtherJvm.options());
        if (run.err() != null) {
            command.addAll(ProgramProgress.options());
        }
        command.addAll(run.overrides().options());
        command.addAll(RunReport.options());
        command.addAll(Supervisor.options());
        command.add("-D" + Screen.OUTPUT_IS_TERMINAL + "=" + Boolean.getBoolean(Screen.OUTPUT_IS_TERMINAL));
        command.addAll(RunLogLevel.options());
        // the compiler sees the test cells too
        boolean hasTests = !CellTests.in(ScriptFile.read(file)).all().isEmpty();
        command.addAll(List.of(
                "--class-path",
                LibraryOptions.classPath(hasTests ? TestCommand.classPath() : OtherJvm.classPath(), run.libraries())));
        if (!run.debug() || Supervisor.isThere()) {
            command.addAll(SourceProgram.command());
        }
        command.add(file.toString());
        command.addAll(run.arguments());
        Process program = start(command);
        Thread ending = Thread.ofPlatform().unstarted(() -> end(program));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return program.waitFor();
        } finally {
            if (!program.isAlive()) {
                forget(ending);
            }
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (Supervisor.isThere()) {
            builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        }
        Process program = builder.start();
        if (Supervisor.isThere()) {
            Supervisor.passTo(program);
        }
        return program;
    }

    /** It must not continue when this process is asked to end. */
    private static void end(Process program) {
        program.destroy();
        try {
            if (!program.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            program.destroyForcibly();
        }
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException endingAlready) {
            // then it finds the program ended
        }
    }
}
