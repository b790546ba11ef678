package dev.pipette.jobs.process;

import dev.pipette.RunInterval;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.EnvFile;
import dev.pipette.settings.Settings;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs each attempt in a JVM of its own: with a heap of its own, and nothing that it does to its JVM reaches another job. Its
 * standard input is a pipe: the line {@code stop} asks it to stop, and so does the end of the pipe, that is the death of this process.
 *
 * <pre>{@code
 * AttemptRunner runner = new ChildJvms(
 *         request -> new JvmCommand(java, options, classPath, "dev.pipette.cli.Main", List.of("run", "orders.jsh")), System.getenv());
 * }</pre>
 */
public final class ChildJvms implements AttemptRunner {
    private static final String PREFIX = "-Dpipette.run.";

    private final Function<AttemptRequest, JvmCommand> commands;
    private final Map<String, String> environment;

    /**
     * Makes a runner.
     *
     * @param commands the command line of an attempt
     * @param environment of all attempts
     */
    public ChildJvms(Function<AttemptRequest, JvmCommand> commands, Map<String, String> environment) {
        this.commands = commands;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public RunningAttempt start(AttemptRequest request) throws IOException {
        Map<String, String> variables = variables(request);
        ProcessBuilder builder = new ProcessBuilder(commandLine(request, commands.apply(request)));
        builder.directory(request.workingDirectory().toFile());
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        RunLog log = AttemptFiles.make(request);
        try {
            return new ChildJvm(request, builder.start(), log);
        } catch (IOException failed) {
            log.close();
            throw failed;
        }
    }

    /** The environment, over it the job's file, over both the working folder. The log hides the secrets of all. */
    private Map<String, String> variables(AttemptRequest request) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        request.definition().envFile().ifPresent(file -> variables.putAll(EnvFile.read(file, environment)));
        variables.put("PIPETTE_HOME", request.home().toAbsolutePath().toString());
        variables.forEach(Secrets::rememberVariable);
        rememberSettings(request.workingDirectory(), request.home(), variables);
        return variables;
    }

    /** The files that the attempt will read itself. What is wrong with them is an error of the attempt. */
    private static void rememberSettings(Path project, Path home, Map<String, String> variables) {
        try {
            Settings _ = Settings.from(project, home, variables);
        } catch (PipetteException unreadable) {
            // the attempt says so
        }
    }

    private static List<String> commandLine(AttemptRequest request, JvmCommand command) {
        RunInterval interval = request.interval();
        List<String> words = new ArrayList<>();
        words.add(command.java().toString());
        words.addAll(command.options());
        words.add("-Xmx" + request.definition().maxHeap());
        words.add("-XX:+ExitOnOutOfMemoryError");
        words.add(PREFIX + "key=" + request.runKey());
        words.add(PREFIX + "from=" + text(interval.from()));
        words.add(PREFIX + "to=" + text(interval.to()));
        words.add(PREFIX + "job=" + request.definition().name());
        words.add(PREFIX + "attempt=" + request.attempt());
        words.add(PREFIX + "report=" + request.report().toAbsolutePath());
        words.addAll(List.of("--class-path", command.classPath(), command.mainClass()));
        words.addAll(command.words());
        return words;
    }

    private static String text(ZonedDateTime time) {
        return DateTimeFormatter.ISO_ZONED_DATE_TIME.format(time);
    }
}
