package dev.pipette.engine.extract;

import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.slices.SliceBounds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Lets other processes read the slices of a resource. */
@FunctionalInterface
public interface Elsewhere {
    /**
     * Has all slices read, and brings what they wrote into the package.
     *
     * @return what was found; empty where there is no slice
     * @throws Exception any; the run fails with it
     */
    Optional<Read> read(Asked asked) throws Exception;

    /**
     * What is to be read.
     *
     * @param start where the resource begins
     * @param cut cuts the input, by code of the resource
     * @param constants the columns that all rows have, by the index of their step
     * @param intakes where the rows go
     * @param now what the clock of the resource's code shows
     * @param ended is called with the rows of each part that ended
     */
    record Asked(
            ResourcePlan resource,
            ExtractionStart start,
            Callable<List<SliceBounds>> cut,
            Map<Integer, Object> constants,
            Intakes intakes,
            Instant now,
            Consumer<Long> ended) {}

    /**
     * What was read.
     *
     * @param receipt of all slices
     * @param columns what the steps of each part met
     * @param notes for people
     */
    record Read(SliceReceipt receipt, List<ColumnSteps.Met> columns, List<String> notes) {}
}
