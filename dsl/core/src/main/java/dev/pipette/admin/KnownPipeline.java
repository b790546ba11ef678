package dev.pipette.admin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A pipeline that has a working folder on this machine, as that folder remembers it; no destination is opened.
 *
 * <pre>{@code
 * for (KnownPipeline known : PipelineAdmin.pipelines(Pipeline.defaultHome())) {
 *   System.out.println(known.name() + " -> " + known.destination().orElse("?"));
 * }
 * }</pre>
 *
 * @param destination where its last run went, without secrets; empty where no run came that far
 * @param dataset the dataset of that run
 * @param lastRun when its last run started and how it ended; empty where no run left a trace
 * @param waiting how many packages wait for the next run or for a person
 * @param folder its working folder
 * @param problem what is broken in that folder
 */
public record KnownPipeline(
        String name,
        Optional<String> destination,
        Optional<String> dataset,
        Optional<RunTrace> lastRun,
        int waiting,
        Path folder,
        Optional<String> problem) {}
