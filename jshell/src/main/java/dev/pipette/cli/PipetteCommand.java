package dev.pipette.cli;

import dev.pipette.cli.jobs.JobsCommand;
import dev.pipette.cli.jobs.PromoteCommand;
import dev.pipette.cli.jobs.SchedulerCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code pipette}: the subcommands, and what they share. */
@Command(
        name = "pipette",
        description =
                "Loads files and other sources into databases exactly once: rows, schema and state in one transaction.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = PipetteCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples, from the root of a checkout:%n",
        footer = {
            "  pipette load jshell/data/earthquakes.json --at features \\",
            "      --into duckdb:quakes.duckdb --merge id",
            "  pipette show earthquakes",
            "  pipette sql duckdb:quakes.duckdb \"SELECT count(*) FROM earthquakes\"",
            "  pipette load --help"
        },
        exitCodeOnInvalidInput = ExitCodes.BAD_USAGE,
        exitCodeOnExecutionException = ExitCodes.INTERNAL_ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success, also when there was nothing new",
            "1:internal error; of 'pipette schema diff', a difference",
            "2:bad usage",
            "3:bad data: an input is missing, cannot be read, or does not fit",
            "4:the destination or the working folder failed, is locked, or needs a decision",
            "69:no JDK 25 or newer, or no Maven to build with",
            "70:the build failed",
            "74:standard output cannot be written, for example on a full disk",
            "75:of 'pipette run --job', an error that may pass: try it again",
            "130:interrupted",
            "141:the reader of standard output has gone, as with '| head -1'"
        })
final class PipetteCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Prints the stack trace of an error.")
    boolean debug;

    @Option(
            names = "--log-level",
            scope = ScopeType.INHERIT,
            paramLabel = "LEVEL",
            description = "Logs runs on standard error: ${COMPLETION-CANDIDATES}. Default: off.")
    RunLogLevel logLevel = RunLogLevel.OFF;

    /** The commands, in the order of the help text. */
    private static final List<Class<?>> COMMANDS = List.of(
            LoadCommand.class,
            ReplicateCommand.class,
            RunCommand.class,
            PlanCommand.class,
            TestCommand.class,
            PromoteCommand.class,
            JobsCommand.class,
            SchedulerCommand.class,
            WorkerCommand.class,
            SourcesCommand.class,
            ConnectionsCommand.class,
            ShowCommand.class,
            SqlCommand.class,
            PipelineCommand.class,
            SchemaCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            ShellCommand.class,
            NotebookCommand.class,
            CompletionCommand.class);

    /** What a load committed, for a message about output that could not be written; empty where nothing was. */
    String committed = "";

    /**
     * The command with those that the words need: the one that they begin with, or all of them. To make the model of a command
     * takes longer than many a command itself.
     */
    static CommandLine with(String... words) {
        CommandLine pipette = new CommandLine(new PipetteCommand());
        needed(words).forEach(pipette::addSubcommand);
        return pipette;
    }

    private static List<Class<?>> needed(String... words) {
        if (words.length == 0) {
            return COMMANDS;
        }
        return COMMANDS.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(words[0]))
                .filter(command -> command != CompletionCommand.class) // completes all others
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** Reads the version that Maven wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream written =
                    Version.class.getResourceAsStream("/META-INF/maven/dev.pipette/pipette-cli/pom.properties")) {
                if (written != null) {
                    properties.load(written);
                }
            }
            return new String[] {
                "pipette " + properties.getProperty("version", "(not packaged)") + ", Java " + Runtime.version()
            };
        }
    }
}
