package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.IntervalWord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The part of time that a program or a source loads: what a scheduled job gives to each of its runs, by hand. */
final class IntervalOption {
    static final String NAME = "--interval";

    /** The newest interval of a schedule, for schedulers that know no intervals. */
    private static final String NEWEST = "last:";

    @Option(
            names = NAME,
            paramLabel = "FROM/TO",
            converter = OfText.class,
            description =
                    "The part of time that is loaded, like 2025-12-24/2025-12-25 or 2025-12-24T06:00:00-05:00/PT1H, or the newest one of a schedule, 'last:15 * * * *@America/New_York'."
                            + " A program reads it by run.interval(), or as the parameters from and to. Of a source, the rows"
                            + " between its ends are loaded by their cursors, which do not move.")
    private @Nullable RunInterval interval;

    static final class OfText implements ITypeConverter<RunInterval> {
        @Override
        public RunInterval convert(String text) {
            try {
                return text.startsWith(NEWEST)
                        ? IntervalWord.resolve(text, ZoneOffset.UTC, Instant.now())
                        : RunInterval.parse(text);
            } catch (PipetteException refused) {
                String message = String.valueOf(refused.getMessage()).replaceFirst("^\\[BAD_USAGE] ", "");
                throw new TypeConversionException(message);
            }
        }
    }

    @Nullable
    RunInterval interval() {
        return interval;
    }

    /**
     * The identity of the run of a program.
     *
     * @throws PipetteException BAD_USAGE where a parameter says something else
     */
    RunIdentity identity(@Nullable String runKey, Map<String, String> params) {
        for (String end : interval == null ? new String[0] : new String[] {"from", "to"}) {
            if (params.containsKey(end)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        NAME + " gives the parameters from and to, and --param " + end + "=" + params.get(end)
                                + " gives " + end + " as well. Leave one of them out.");
            }
        }
        return new RunIdentity(runKey, interval, null);
    }

    /** The context in which a source is loaded or planned. */
    RunContext context() {
        RunContext context = RunContext.current();
        return interval == null ? context : context.interval(interval);
    }

    /**
     * Refuses what says the same in another way.
     *
     * @throws PipetteException BAD_USAGE
     */
    void checkAlone(@Nullable String from, @Nullable String to) {
        if (interval != null && (from != null || to != null)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    NAME + " says which part is loaded, and " + (from == null ? "--to" : "--from")
                            + " says it as well. Leave one of them out.");
        }
    }
}
