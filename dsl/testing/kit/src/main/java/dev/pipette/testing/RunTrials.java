package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.content.DatasetContent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.CloseableDSLContext;

/** What {@link RunningAssert} does: runs in scratch places, some of them broken off, whose ends are compared. */
final class RunTrials {
    private final Pipeline pipeline;
    private final List<Resource> before;
    private final List<Resource> resources;

    RunTrials(Pipeline pipeline, List<Resource> before, List<Resource> resources) {
        this.pipeline = pipeline;
        this.before = before;
        this.resources = resources;
    }

    /** What a dataset holds, and the columns that it has. */
    private record End(DatasetContent content, String schema) {
        static End of(Pipeline pipeline) {
            // what is read below opens the destination many times, which costs little while it is open
            try (CloseableDSLContext open = pipeline.dataset().dsl()) {
                open.selectOne().execute();
                return new End(
                        DatasetContent.of(pipeline),
                        pipeline.schema().toString().lines().skip(1).collect(Collectors.joining("\n")));
            }
        }

        String diff(End other) {
            String rows = content.diff(other.content);
            return rows.isEmpty() && !schema.equals(other.schema)
                    ? "the rows are equal, the columns differ; expected" + schema + "\nbut was" + other.schema
                    : rows;
        }
    }

    /** How a second run changes what the first one left; empty where it changes nothing. */
    String repeated() {
        pipeline.run(resources);
        End once = End.of(pipeline);
        pipeline.run(resources);
        return once.diff(End.of(pipeline));
    }

    /** How two runs into empty places differ. */
    String repeatedElsewhere() {
        return undisturbed().diff(undisturbed());
    }

    /** How a run, a run after more files arrived, and one that finds all of them at once differ. */
    String late(Runnable arrival) {
        try (TrialPlace scratch = fresh()) {
            scratch.pipeline().run(resources);
            arrival.run();
            scratch.pipeline().run(resources);
            return undisturbed().diff(End.of(scratch.pipeline()));
        }
    }

    private End undisturbed() {
        try (TrialPlace scratch = fresh()) {
            scratch.pipeline().run(resources);
            return End.of(scratch.pipeline());
        }
    }

    private TrialPlace fresh() {
        TrialPlace scratch = TrialPlace.like(pipeline);
        if (!before.isEmpty()) {
            scratch.pipeline().run(before);
        }
        return scratch;
    }

    /**
     * A run that did not survive.
     *
     * @param step where it was broken off
     * @param folderKept whether the rerun had the working folder
     * @param difference of its end from that of an undisturbed run, or the error of the rerun
     */
    record Casualty(LoadStep step, boolean folderKept, String difference) {}

    /** The first run that does not survive; empty when all do. */
    Optional<Casualty> crashed() {
        End undisturbed = undisturbed();
        if (TrialPlace.isCopied(pipeline)) {
            return crashedOnFiles(undisturbed);
        }
        for (LoadStep step : LoadStep.values()) {
            for (boolean folderKept : foldersKept(step)) {
                Optional<Casualty> casualty = crashedOnServer(step, folderKept, undisturbed);
                if (casualty.isPresent()) {
                    return casualty;
                }
            }
        }
        return Optional.empty();
    }

    /** Before its transaction a load has touched nothing but the folder: without that, a rerun is a first run. */
    private List<Boolean> foldersKept(LoadStep step) {
        boolean mayLoseFolder = everyInputIsKnown() && step.compareTo(LoadStep.TRANSACTION_BEGUN) >= 0;
        return mayLoseFolder ? List.of(true, false) : List.of(true);
    }

    /** Files show what a kill leaves without a kill: one run waits at each step, and the reruns begin with copies. */
    private Optional<Casualty> crashedOnFiles(End undisturbed) {
        try (TrialPlace scratch = fresh();
                SteppedRun run = SteppedRun.start(scratch.pipeline(), resources)) {
            for (Optional<LoadStep> step = run.next(); step.isPresent(); step = run.next()) {
                for (boolean folderKept : foldersKept(step.get())) {
                    Optional<Casualty> casualty = casualty(step.get(), folderKept, scratch, undisturbed);
                    if (casualty.isPresent()) {
                        return casualty;
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** A server ends the connections of a run, which cannot go on then. */
    private Optional<Casualty> crashedOnServer(LoadStep step, boolean folderKept, End undisturbed) {
        try (TrialPlace scratch = fresh()) {
            Optional<AbandonedRun> abandoned = AbandonedRun.at(step, scratch.pipeline(), resources);
            if (abandoned.isEmpty()) {
                return Optional.empty();
            }
            try (AbandonedRun standing = abandoned.get()) {
                return casualty(standing.step(), folderKept, scratch, undisturbed);
            }
        }
    }

    private Optional<Casualty> casualty(LoadStep step, boolean folderKept, TrialPlace scratch, End undisturbed) {
        String difference = rerun(step, scratch.afterKill(step, folderKept), undisturbed);
        return difference.isEmpty() ? Optional.empty() : Optional.of(new Casualty(step, folderKept, difference));
    }

    private String rerun(LoadStep step, Pipeline next, End undisturbed) {
        // a run ends with its acknowledgement, and the same call is another run then
        boolean hasHappened = step.compareTo(LoadStep.ACKNOWLEDGED) >= 0;
        try {
            next.run(hasHappened && !everyInputIsKnown() ? List.of() : resources);
            return undisturbed.diff(End.of(next));
        } catch (PipetteException failed) {
            return "the rerun failed: " + failed.getMessage();
        }
    }

    /** Whether the input has an identity that is committed with it, as the first promise needs it: see the README. */
    private boolean everyInputIsKnown() {
        return pipeline.runKey().isPresent()
                || resources.stream().allMatch(resource -> switch (resource.writeDisposition()) {
                    case WriteDisposition.Append append ->
                        resource.fileState().isPresent()
                                || resource.cursor()
                                        .filter(cursor -> cursor.window().isEmpty())
                                        .isPresent();
                    case WriteDisposition.Replace replace -> true;
                    case WriteDisposition.TruncateAndInsert truncate -> true;
                    case WriteDisposition.ReplaceWhere part -> true;
                    case WriteDisposition.Merge merge -> true;
                });
    }
}
