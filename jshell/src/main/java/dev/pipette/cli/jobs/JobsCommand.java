package dev.pipette.cli.jobs;

import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.UnreadableJob;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pipette jobs}: what is promoted, and what becomes of it. */
@Command(
        name = "jobs",
        description = {
            "Lists the jobs. Its commands show what a job did, and change what it does.",
            "",
            "A job is made by 'pipette promote', and run by 'pipette scheduler'. An occurrence of a job is one interval of"
                    + " its schedule. It is named by its id or by the begin of its interval, as 'history' shows them."
        },
        sortOptions = false,
        subcommands = {
            JobReading.Show.class,
            JobReading.History.class,
            JobLogs.class,
            JobAlerts.class,
            JobRuns.Run.class,
            JobBackfill.class,
            JobRuns.Cancel.class,
            JobChanges.Pause.class,
            JobChanges.Resume.class,
            JobChanges.Rollback.class,
            JobChanges.Unpromote.class
        },
        footer = {
            "  pipette jobs",
            "  pipette jobs history orders",
            "  pipette jobs logs orders latest",
            "  pipette jobs backfill orders --from 2025-12-01 --to 2025-12-24 --wait"
        })
public final class JobsCommand implements Callable<Integer> {
    @Mixin
    private final StoreOption store = new StoreOption();

    @Mixin
    private final Answer answer = new Answer();

    /** For picocli. */
    public JobsCommand() {}

    @Override
    public Integer call() throws Exception {
        return answer.of(() -> {
            try (Jobs jobs = store.open()) {
                List<JobInfo> all = jobs.list();
                List<UnreadableJob> unreadable = jobs.unreadable();
                List<String> documents = Stream.concat(
                                all.stream().map(JobInfo::toJson),
                                unreadable.stream().map(UnreadableJob::toJson))
                        .toList();
                return answer.print(
                        JobTables.jobs(all, unreadable, Instant.now()), documents, UnaryOperator.identity());
            }
        });
    }
}
