package dev.pipette.testing.history;

import dev.pipette.testing.history.History.Result;
import dev.pipette.testing.history.Step.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a history that fails shorter while it still fails: fewer steps, fewer inputs, fewer faults. {@code
 * -Dpipette.history.shrink} says for how many seconds.
 */
final class Shrinking {
    private static final Duration LONGEST = Duration.ofSeconds(Integer.getInteger("pipette.history.shrink", 20));

    private final Function<List<Step>, Result> execution;
    private final long deadline = System.nanoTime() + LONGEST.toNanos();

    Shrinking(Function<List<Step>, Result> execution) {
        this.execution = execution;
    }

    Result shrink(Result failed) {
        Result smallest = failed;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (List<Step> candidate : candidates(smallest.steps())) {
                if (System.nanoTime() > deadline) {
                    return smallest;
                }
                Result result = execution.apply(candidate);
                if (result.failure().isPresent()) {
                    smallest = result;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<List<Step>> candidates(List<Step> steps) {
        List<List<Step>> candidates = new ArrayList<>();
        for (int index = steps.size() - 1; index >= 0; index--) {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.remove(index);
            candidates.add(fewer);
        }
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index) instanceof Step.Run run) {
                for (Step.Run simpler : simpler(run)) {
                    List<Step> changed = new ArrayList<>(steps);
                    changed.set(index, simpler);
                    candidates.add(changed);
                }
            }
        }
        return candidates;
    }

    private static List<Step.Run> simpler(Step.Run run) {
        List<Step.Run> simpler = new ArrayList<>();
        if (run.gives().size() > 1) {
            for (int index = 0; index < run.gives().size(); index++) {
                List<Give> fewer = new ArrayList<>(run.gives());
                fewer.remove(index);
                simpler.add(new Step.Run(run.home(), run.name(), fewer, run.fault()));
            }
        }
        if (!(run.fault() instanceof Fault.None)) {
            simpler.add(new Step.Run(run.home(), run.name(), run.gives(), new Fault.None()));
        }
        if (run.fault() instanceof Fault.KillAt kill) {
            simpler.add(new Step.Run(run.home(), run.name(), run.gives(), new Fault.CrashAt(kill.step())));
        }
        if (run.name() != 0) {
            simpler.add(new Step.Run(run.home(), 0, run.gives(), run.fault()));
        }
        return simpler;
    }
}
