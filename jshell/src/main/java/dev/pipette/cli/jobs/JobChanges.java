package dev.pipette.cli.jobs;

import dev.pipette.cli.JsonDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.JobVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that change a job: {@code pause}, {@code resume}, {@code rollback} and {@code unpromote}. */
final class JobChanges {
    private JobChanges() {}

    /** A job that this Pipette cannot read can be changed all the same. */
    private static String document(Job job) {
        try {
            return job.info().toJson();
        } catch (PipetteException refused) {
            if (refused.code() != ErrorCode.WRITTEN_BY_NEWER_VERSION) {
                throw refused;
            }
            return JsonDocument.indented(
                    JsonDocument.object("name", job.name(), "reason", String.valueOf(refused.getMessage())));
        }
    }

    /** {@code pipette jobs pause}. */
    @Command(
            name = "pause",
            description = "Lets a job start nothing by its schedule until it is resumed. What runs goes on.",
            sortOptions = false,
            footer = {"  pipette jobs pause orders"})
    static final class Pause implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                job.pause();
                return answer.print(
                        job.name() + " is paused. 'pipette jobs resume " + job.name() + "' lets it go on.",
                        document(job));
            });
        }
    }

    /** {@code pipette jobs resume}. */
    @Command(
            name = "resume",
            description = "Lets a paused job go on. What it missed is treated as --missed of 'pipette promote' says.",
            sortOptions = false,
            footer = {"  pipette jobs resume orders"})
    static final class Resume implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                job.resume();
                return answer.print(job.name() + " goes on.", document(job));
            });
        }
    }

    /** {@code pipette jobs rollback}. */
    @Command(
            name = "rollback",
            description = "Makes an older version of a job the current one. Occurrences that start from now on run it.",
            sortOptions = false,
            footer = {"  pipette jobs rollback orders 2"})
    static final class Rollback implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Parameters(index = "1", paramLabel = "VERSION", description = "Its number, as 'pipette jobs show' lists them.")
        private int version;

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                JobVersion current = job.rollback(version);
                return answer.print(
                        job.name() + " runs version " + current.number() + ", promoted "
                                + JobText.time(current.promotedAt(), Wanted.zone(job)) + ", from now on.",
                        current.toJson());
            });
        }
    }

    /** {@code pipette jobs unpromote}. */
    @Command(
            name = "unpromote",
            description = "Ends a job: it is not due any more, and what waits is cancelled. Its history stays.",
            sortOptions = false,
            footer = {"  pipette jobs unpromote orders"})
    static final class Unpromote implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                String last = document(job);
                job.unpromote();
                return answer.print(
                        job.name() + " is no longer a job. Its history stays; 'pipette promote' makes it one again.",
                        last);
            });
        }
    }
}
