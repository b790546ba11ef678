package dev.pipette.jobs.export;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The words of the one command, and what follows when it ends. */
final class Words {
    /** The pauses before each further attempt that is made one after another in a shell. */
    private static final int PAUSES = 100;

    private Words() {}

    /** {@code pipette run --job NAME --interval}: the interval comes next. */
    static List<String> beforeInterval(ExportRequest request) {
        return List.of(request.command(), "run", "--job", request.job().name(), option(request));
    }

    /** {@code --interval} cuts what a source loads; one that follows its own cursors has an interval as its identity only. */
    static String option(ExportRequest request) {
        boolean cursors = request.job().work().hasCursors() && !request.job().isByInterval();
        return cursors ? "--occurrence" : "--interval";
    }

    /** All words behind the interval. */
    static List<String> afterInterval(ExportRequest request) {
        JobDefinition job = request.job();
        List<String> words = new ArrayList<>();
        job.parameters().forEach((name, value) -> words.addAll(List.of("--param", name + "=" + value)));
        job.into().ifPresent(destination -> words.addAll(List.of("--into", destination)));
        job.dataset().ifPresent(dataset -> words.addAll(List.of("--dataset", dataset)));
        job.libraries().forEach(library -> words.addAll(List.of("--add", library)));
        if (job.work() instanceof Work.SourceOf source) {
            source.only().forEach(resource -> words.addAll(List.of("--only", resource)));
            source.project().ifPresent(project -> words.addAll(List.of("--project", project)));
        }
        words.add(request.script());
        return words;
    }

    /** All words, with a fixed interval. */
    static List<String> all(ExportRequest request, String interval) {
        List<String> words = new ArrayList<>(beforeInterval(request));
        words.add(interval);
        words.addAll(afterInterval(request));
        return words;
    }

    /** The seconds before each further attempt, without jitter. */
    static List<Long> pauses(JobDefinition job) {
        List<Long> pauses = new ArrayList<>();
        double pause = job.retries().first().toSeconds();
        for (int attempt = 1; attempt < job.retries().attempts() && pauses.size() < PAUSES; attempt++) {
            pauses.add(Math.round(Math.min(pause, job.retries().most().toSeconds())));
            pause *= job.retries().factor();
        }
        return pauses;
    }

    static long seconds(Duration time) {
        return Math.max(1, time.toSeconds());
    }
}
