package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.admin.RunningJob;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which work of which job a process does, as options of its JVM say.
 *
 * @param key run key of the runs that have none of their own
 * @param interval the part of time that is loaded
 * @param job the job, and which attempt this is
 */
record RunIdentity(
        @Nullable String key,
        @Nullable RunInterval interval,
        @Nullable RunningJob job) {
    static final RunIdentity NONE = new RunIdentity(null, null, null);

    private static final String PREFIX = "pipette.run.";
    private static final String KEY = PREFIX + "key";
    private static final String FROM = PREFIX + "from";
    private static final String TO = PREFIX + "to";
    private static final String JOB = PREFIX + "job";
    private static final String ATTEMPT = PREFIX + "attempt";

    /** What these leave open is as in others. */
    RunIdentity or(RunIdentity others) {
        return new RunIdentity(
                key == null ? others.key : key,
                interval == null ? others.interval : interval,
                job == null ? others.job : job);
    }

    /** A context with all of it. */
    RunContext in(RunContext context) {
        RunContext keyed = key == null ? context : context.runKey(key);
        RunContext timed = interval == null ? keyed : keyed.interval(interval);
        return job == null ? timed : timed.job(job.name(), job.attempt());
    }

    /** The same as options of a JVM. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (key != null) {
            options.add("-D" + KEY + "=" + key);
        }
        if (interval != null) {
            options.add("-D" + FROM + "=" + DateTimeFormatter.ISO_ZONED_DATE_TIME.format(interval.from()));
            options.add("-D" + TO + "=" + DateTimeFormatter.ISO_ZONED_DATE_TIME.format(interval.to()));
        }
        if (job != null) {
            options.add("-D" + JOB + "=" + job.name());
            options.add("-D" + ATTEMPT + "=" + job.attempt());
        }
        return options;
    }

    /** That of a JVM. */
    static RunIdentity of(Properties properties) {
        String from = properties.getProperty(FROM);
        String to = properties.getProperty(TO);
        String job = properties.getProperty(JOB);
        return new RunIdentity(
                properties.getProperty(KEY),
                from == null || to == null ? null : new RunInterval(time(FROM, from), time(TO, to)),
                job == null ? null : new RunningJob(job, Integer.parseInt(properties.getProperty(ATTEMPT, "1"))));
    }

    private static ZonedDateTime time(String property, String text) {
        try {
            return ZonedDateTime.parse(text);
        } catch (DateTimeException other) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "-D" + property + "=" + text + " is not a time with an offset. Write it like"
                            + " 2025-12-24T06:00:00-05:00.",
                    other);
        }
    }
}
