package dev.pipette.cli.jobs;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.process.AttemptRequest;
import java.util.ArrayList;
import java.util.List;

/** The words of {@code pipette run} that run an attempt. They hold no secrets: a job has none. */
final class RunWords {
    private RunWords() {}

    static List<String> of(AttemptRequest request) {
        JobDefinition job = request.definition();
        List<String> words = new ArrayList<>(List.of("run"));
        job.into().ifPresent(into -> words.add("--into=" + into));
        job.dataset().ifPresent(dataset -> words.add("--dataset=" + dataset));
        switch (job.work()) {
            case Work.Script script -> {
                if (job.isByInterval() && script.hasCursors()) {
                    words.add("--interval=" + request.interval());
                }
                job.parameters().forEach((name, value) -> words.add("--param=" + name + "=" + value));
                request.libraries().forEach(library -> words.add("--jar=" + library));
                words.add(request.folder().resolve(script.fileName()).toString());
            }
            case Work.SourceOf source -> {
                if (job.isByInterval()) {
                    words.add("--interval=" + request.interval());
                }
                if (!source.only().isEmpty()) {
                    words.add("--only=" + String.join(",", source.only()));
                }
                source.project().ifPresent(project -> words.add("--project=" + project));
                words.add(source.source());
            }
        }
        return words;
    }
}
