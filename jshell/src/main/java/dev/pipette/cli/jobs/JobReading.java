package dev.pipette.cli.jobs;

import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that only read: {@code show} and {@code history}. */
final class JobReading {
    private JobReading() {}

    /** {@code pipette jobs show}. */
    @Command(
            name = "show",
            description = "Shows a job: what it runs, when, its settings and its versions.",
            sortOptions = false,
            footer = {"  pipette jobs show orders", "  pipette jobs show orders --json"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                JobInfo info = job.info();
                List<JobVersion> versions = job.versions();
                return answer.isJson()
                        ? answer.print("", info.toJson())
                        : answer.print(JobTables.job(info, versions, Instant.now()), "");
            });
        }
    }

    /** {@code pipette jobs history}. */
    @Command(
            name = "history",
            description = "Lists the occurrences of a job, the newest first. They are kept for ever.",
            sortOptions = false,
            footer = {"  pipette jobs history orders", "  pipette jobs history orders --limit 200 --json"})
    static final class History implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Option(
                names = "--limit",
                paramLabel = "NUMBER",
                description = "Lists at most NUMBER occurrences. Default: ${DEFAULT-VALUE}.")
        private int limit = 20;

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                List<Occurrence> all = job.history(Wanted.positive("--limit", limit));
                return answer.print(JobTables.history(job.name(), all), all, Occurrence::toJson);
            });
        }
    }
}
