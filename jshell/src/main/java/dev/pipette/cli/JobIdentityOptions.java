package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.admin.RunningJob;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.OccurrenceKey;
import dev.pipette.jobs.policy.ErrorClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Which occurrence of which job a run is, where another scheduler than Pipette's own starts it. */
final class JobIdentityOptions {
    static final String JOB = "--job";
    static final String OCCURRENCE = "--occurrence";

    @Option(
            names = JOB,
            paramLabel = "NAME",
            description =
                    "The job that another scheduler runs. With --interval or --occurrence, the run has the run key of"
                            + " that occurrence, so that it counts once, whoever starts it again. Errors that may pass end with"
                            + " exit code 75.")
    private @Nullable String job;

    @Option(
            names = OCCURRENCE,
            paramLabel = "FROM/TO",
            converter = IntervalOption.OfText.class,
            description = "With --job: the interval of the occurrence, of a source that follows its own cursors. Unlike"
                    + " --interval, it changes nothing of what is loaded.")
    private @Nullable RunInterval occurrence;

    /**
     * Refuses words that do not go together.
     *
     * @throws PipetteException BAD_USAGE
     */
    private void check(@Nullable RunInterval interval, @Nullable String runKey) {
        if (occurrence != null && interval != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    OCCURRENCE + " and " + IntervalOption.NAME + " both name the interval. Leave one of them out: "
                            + IntervalOption.NAME + " also decides what is loaded.");
        }
        if (job == null && occurrence != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    OCCURRENCE + " is an occurrence of a job, and " + JOB + " is missing. Add " + JOB + " NAME.");
        }
        if (job != null && occurrence == null && interval == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    JOB + " " + job + " needs the interval of the occurrence. Add " + IntervalOption.NAME
                            + " FROM/TO, like --interval 2025-12-24/2025-12-25.");
        }
        if (job != null && runKey != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    JOB + " makes the run key of the interval, and --run-key " + runKey
                            + " gives another one. Leave one of them out.");
        }
    }

    private @Nullable RunIdentity identity(@Nullable RunInterval interval, @Nullable String runKey) {
        check(interval, runKey);
        RunInterval whole = interval == null ? occurrence : interval;
        return job == null || whole == null
                ? null
                : new RunIdentity(OccurrenceKey.of(job, whole, 0).runKey(), whole, new RunningJob(job, 1));
    }

    /** The identity of the run of a program. */
    RunIdentity of(IntervalOption interval, @Nullable String runKey, Map<String, String> params) {
        RunIdentity given = interval.identity(runKey, params);
        RunIdentity ofJob = identity(interval.interval(), runKey);
        return ofJob == null ? given : ofJob;
    }

    /** The context in which a source is loaded. */
    RunContext context(IntervalOption interval, @Nullable String runKey) {
        RunIdentity ofJob = identity(interval.interval(), runKey);
        return ofJob == null ? interval.context() : ofJob.in(RunContext.current());
    }

    /** The exit code of a command that failed: another scheduler has to know whether to try again. */
    static int exitCode(Throwable failed, ParseResult parsed) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        return command.hasMatchedOption(JOB) ? ofJob(failed) : Problems.exitCode(failed);
    }

    /** The exit code of a run of a job. */
    static int ofJob(Throwable failed) {
        Throwable problem =
                failed instanceof ScriptException script && script.getCause() != null ? script.getCause() : failed;
        int usual = Problems.exitCode(failed);
        boolean passes = problem instanceof PipetteException known
                ? known.code() != ErrorCode.INTERRUPTED
                        && ErrorClass.of(known.code()).isRetried()
                : usual != ExitCodes.BAD_USAGE;
        return passes ? ErrorClass.EXIT_CODE : usual;
    }
}
