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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that only read: {@code show} and {@code history}. */
final class JobReading {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JobReading() {}

    /** {@code pipette jobs show}. */
    @Command(
            name = "show",
            description =
                    "Shows a job: what it runs, when, its settings and its versions. Of a job that was unpromoted, its"
                            + " versions.",
            sortOptions = false,
            footer = {"  pipette jobs show orders", "  pipette jobs show orders --json"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                List<JobVersion> versions = job.versions(); // refuses a job that was never there
                if (!job.isPromoted()) {
                    return answer.print(
                            JobTables.former(job.name(), versions),
                            document("{\"name\": \"" + job.name() + "\"}", false, versions));
                }
                JobInfo info = job.info();
                return answer.print(
                        JobTables.job(info, versions, Instant.now()), document(info.toJson(), true, versions));
            });
        }

        private static String document(String job, boolean isPromoted, List<JobVersion> versions) {
            ObjectNode document = (ObjectNode) JSON.readTree(job);
            document.put("is_promoted", isPromoted);
            ArrayNode all = document.putArray("versions");
            versions.forEach(version -> all.add(JSON.readTree(version.toJson())));
            return document.toPrettyString();
        }
    }

    /** {@code pipette jobs history}. */
    @Command(
            name = "history",
            description = "Lists the occurrences of a job, the newest first. They are kept for ever.",
            sortOptions = false,
            footer = {"  pipette jobs history orders", "  pipette jobs history orders --limit 1 --wide"})
    static final class History implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Option(
                names = "--limit",
                paramLabel = "NUMBER",
                description = "Lists at most NUMBER occurrences. Default: ${DEFAULT-VALUE}.")
        private int limit = 20;

        @Option(
                names = "--wide",
                description = "Shows each occurrence as a block of lines. Nothing is cut or left out.")
        private boolean wide;

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                List<Occurrence> all = job.history(Wanted.positive("--limit", limit));
                String text = wide ? JobHistory.blocks(job.name(), all) : JobHistory.table(job.name(), all);
                return answer.print(text, all, Occurrence::toJson);
            });
        }
    }
}
