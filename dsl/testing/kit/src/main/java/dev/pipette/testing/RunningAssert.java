package dev.pipette.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be true of running resources, whatever they hold.
 *
 * <pre>{@code
 * assertThat(pipeline).running(stats.merge("date", "affiliate_id"))
 *     .isIdempotent()
 *     .survivesCrashes()
 *     .isDeterministic();                                   // passes
 *
 * assertThat(pipeline).running(stats).isIdempotent();       // fails: the second run appended the rows again
 * }</pre>
 *
 * <p>Compared is what the dataset holds: the rows of all tables as documents, nested ones inside their parents, the
 * columns with their types, and what the resources remember. Load ids, row ids and times are not compared. Each of these
 * runs reads the resources again, so their input must be there for all of them.
 */
public class RunningAssert extends PipetteAssert<RunningAssert, RunningAssert.Run> {
    /**
     * What is run.
     *
     * @param pipeline that runs
     * @param before what was loaded before
     * @param resources what is loaded
     */
    public record Run(Pipeline pipeline, List<Resource> before, List<Resource> resources) {
        /** Copies the lists. */
        public Run {
            before = List.copyOf(before);
            resources = List.copyOf(resources);
        }

        private RunTrials trials() {
            return new RunTrials(pipeline, before, resources);
        }

        @Override
        public String toString() {
            return "running " + resources.stream().map(Resource::name).collect(Collectors.joining(", "))
                    + " with pipeline " + pipeline.name();
        }
    }

    /** Asserts on a run; AssertJ makes soft ones by this. */
    public RunningAssert(Run run) {
        super(run, RunningAssert.class);
    }

    /**
     * Lets {@link #survivesCrashes()} and {@link #isDeterministic()} begin with a dataset in which these are loaded, in a
     * run of their own that nothing disturbs, instead of an empty one.
     */
    public RunningAssert after(Resource... before) {
        return navigate(RunningAssert.class, Run.class, RunningAssert::new, () -> {
            List<Resource> all = new ArrayList<>(actual.before());
            all.addAll(Stream.of(before).toList());
            return new Run(actual.pipeline(), all, actual.resources());
        });
    }

    /**
     * Verifies that a second run without new input changes nothing: runs the pipeline twice, where it loads to, and
     * compares what the first run left with what the second left. An append without a cursor, a run key or another
     * identity is not idempotent.
     */
    @CanIgnoreReturnValue
    public RunningAssert isIdempotent() {
        isNotNull();
        String difference = actual.trials().repeated();
        return check(difference.isEmpty(), () -> InvariantFailures.notIdempotent(actual, difference));
    }

    /**
     * Verifies that two runs of the same input end equal: each runs into an empty dataset of its own (a new DuckDB file,
     * or a new dataset at the same destination, deleted afterwards) with an empty working folder, and both are compared.
     */
    @CanIgnoreReturnValue
    public RunningAssert isDeterministic() {
        isNotNull();
        String difference = actual.trials().repeatedElsewhere();
        return check(difference.isEmpty(), () -> InvariantFailures.notDeterministic(actual, difference));
    }

    /**
     * Verifies that it does not matter when a file arrives: runs in an empty dataset, lets the files arrive or be replaced,
     * and runs again; then compares with one run, in another empty dataset, that finds all of them at once.
     *
     * <pre>{@code
     * assertThat(pipeline).running(orders).handlesLateFiles(() -> bucket.put("orders/2025-01-01.csv", "id\n1\n"));
     * }</pre>
     *
     * @param arrival puts files where the resource finds them; older than those that are there, for instance
     */
    @CanIgnoreReturnValue
    public RunningAssert handlesLateFiles(Runnable arrival) {
        isNotNull();
        String difference = actual.trials().late(arrival);
        return check(difference.isEmpty(), () -> InvariantFailures.missesLateFiles(actual, difference));
    }

    /**
     * Verifies that a run that is killed and run again ends like one that was never killed. For each step of {@link
     * dev.pipette.spi.LoadStep} that the run reaches, in an empty dataset and working folder of its own:
     *
     * <ol>
     *   <li>runs up to the step, and leaves the engine standing there: nothing is rolled back, closed or deleted;
     *   <li>makes what the next process would find: PostgreSQL is asked to end the connections, a DuckDB file and the
     *       working folder are copied as they lie on the disk;
     *   <li>runs again there, with the working folder, and compares with an undisturbed run;
     *   <li>does all this once more and runs again without the working folder, from {@code TRANSACTION_BEGUN} on (what
     *       is killed before has touched nothing else), where the input has an identity that is committed with the
     *       rows: replace, merge, append with a cursor, or a run key.
     * </ol>
     *
     * <p>A run that was acknowledged has happened: after a kill behind that step, appends without an identity are not
     * run again, only what is left to do is done.
     *
     * @throws IllegalStateException for a destination without a {@link TestDestination#afterKill()} on the class path
     */
    @CanIgnoreReturnValue
    public RunningAssert survivesCrashes() {
        isNotNull();
        TrialPlace.checkKnowsCrashesOf(actual.pipeline());
        return actual.trials()
                .crashed()
                .map(casualty -> check(false, () -> InvariantFailures.notSurviving(actual, casualty)))
                .orElse(this);
    }
}
