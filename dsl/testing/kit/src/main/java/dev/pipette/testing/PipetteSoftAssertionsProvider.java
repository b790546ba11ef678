package dev.pipette.testing;

import dev.pipette.Dataset;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import java.util.concurrent.Callable;
import org.assertj.core.api.IterableAssert;
import org.assertj.core.api.StandardSoftAssertionsProvider;
import org.jooq.Record;

/**
 * The assertions of {@link PipetteAssertions}, for classes that collect failures instead of throwing the first.
 *
 * <pre>{@code
 * class OurSoftAssertions extends SoftAssertions implements PipetteSoftAssertionsProvider {}
 * }</pre>
 */
public interface PipetteSoftAssertionsProvider extends StandardSoftAssertionsProvider {
    /** Begins assertions about what a run did. */
    default LoadInfoAssert assertThat(LoadInfo actual) {
        return PipetteAssert.soft(this, LoadInfoAssert.class, LoadInfo.class, actual);
    }

    /** Begins assertions about the tables that a pipeline loads. */
    default DatasetAssert assertThat(Dataset actual) {
        return PipetteAssert.soft(this, DatasetAssert.class, Dataset.class, actual);
    }

    /** Begins assertions about the rows of a query; their messages show rows as tables. */
    default IterableAssert<Record> assertThat(Rows actual) {
        return assertThat((Iterable<Record>) actual).withRepresentation(new TablesInMessages());
    }

    /** Begins assertions about a pipeline. */
    default PipelineAssert assertThat(Pipeline actual) {
        return PipetteAssert.soft(this, PipelineAssert.class, Pipeline.class, actual);
    }

    /** Begins assertions about a committed schema. */
    default SchemaAssert assertThat(PipelineSchema actual) {
        return PipetteAssert.soft(this, SchemaAssert.class, PipelineSchema.class, actual);
    }

    /** Begins assertions about what resources remember. */
    default StateAssert assertThat(PipelineState actual) {
        return PipetteAssert.soft(this, StateAssert.class, PipelineState.class, actual);
    }

    /** Begins assertions about an error. */
    default PipetteExceptionAssert assertThat(PipetteException actual) {
        return PipetteAssert.soft(this, PipetteExceptionAssert.class, PipetteException.class, actual);
    }

    /** Runs at once, and begins assertions about how that ended. */
    default RunAssert assertThatRun(Callable<LoadInfo> run) {
        return PipetteAssert.soft(this, RunAssert.class, RunAssert.Outcome.class, RunAssert.Outcome.of(run));
    }

    /** Begins assertions about a program that loads, as a process of its own. */
    default MainAssert assertThatMain(Class<?> main) {
        return PipetteAssert.soft(this, MainAssert.class, MainAssert.Main.class, MainAssert.Main.of(main));
    }
}
