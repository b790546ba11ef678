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
        for (LoadStep step : LoadStep.values()) {
            // before its transaction a load has touched nothing but the folder: without that, a rerun is a first run
            boolean mayLoseFolder = everyInputIsKnown() && step.compareTo(LoadStep.TRANSACTION_BEGUN) >= 0;
            List<Boolean> foldersKept = mayLoseFolder ? List.of(true, false) : List.of(true);
            Optional<Casualty> casualty = crashed(step, foldersKept, undisturbed);
            if (casualty.isPresent()) {
                return casualty;
            }
        }
        return Optional.empty();
    }

    private Optional<Casualty> crashed(LoadStep step, List<Boolean> foldersKept, End undisturbed) {
        for (boolean first : foldersKept) {
            try (TrialPlace scratch = fresh()) {
                Optional<AbandonedRun> abandoned = AbandonedRun.at(step, scratch.pipeline(), resources);
                if (abandoned.isEmpty()) {
                    return Optional.empty();
                }
                try (AbandonedRun standing = abandoned.get()) {
                    for (boolean folderKept : scratch.isCopied() ? foldersKept : List.of(first)) {
                        String difference = rerun(standing, scratch.afterKill(folderKept), undisturbed);
                        if (!difference.isEmpty()) {
                            return Optional.of(new Casualty(step, folderKept, difference));
                        }
                    }
                }
                if (scratch.isCopied()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private String rerun(AbandonedRun standing, Pipeline next, End undisturbed) {
        try {
            next.run(standing.hasHappened() && !everyInputIsKnown() ? List.of() : resources);
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
                    case WriteDisposition.Merge merge -> true;
                });
    }
}
