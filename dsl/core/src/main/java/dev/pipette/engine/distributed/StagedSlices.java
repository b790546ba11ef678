package dev.pipette.engine.distributed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a resource in a load, as the process cut them that wrote this document first.
 *
 * @param slices the bounds of each, as text
 * @param tasks into how many tasks they are put
 * @param stateChanges what the code that cut them put into the resource's state, with types; null for what it removed
 */
record StagedSlices(List<String> slices, int tasks, Map<String, @Nullable String> stateChanges) {
    /** The bounds of the slices of a task. */
    List<String> boundsOf(int task) {
        int all = slices.size();
        return slices.subList((int) ((long) all * task / tasks), (int) ((long) all * (task + 1) / tasks));
    }
}
