package dev.pipette.testing;

import dev.pipette.Dataset;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.IterableAssert;
import org.jooq.Record;

/**
 * Says what must be true of a load and of what it loaded. One static import brings AssertJ's own assertions too.
 *
 * <pre>{@code
 * import static dev.pipette.testing.PipetteAssertions.*;
 *
 * assertThat(second).succeeded().merged("daily_stats", 12);
 * assertThat(pipeline.dataset()).table("daily_stats")
 *     .hasRowCount(12)
 *     .hasNoDuplicates("date", "affiliate_id", "advertiser_id")
 *     .rowWhere("date", "2025-12-23", "affiliate_id", 1).has("conversions", 30);
 * assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
 * }</pre>
 */
public class PipetteAssertions extends Assertions {
    /** Is extended, never made. */
    protected PipetteAssertions() {}

    /** Begins assertions about what a run did. */
    public static LoadInfoAssert assertThat(LoadInfo actual) {
        return new LoadInfoAssert(actual);
    }

    /** Begins assertions about the tables that a pipeline loads. */
    public static DatasetAssert assertThat(Dataset actual) {
        return new DatasetAssert(actual);
    }

    /** Begins assertions about the rows of a query; their messages show rows as tables. */
    public static IterableAssert<Record> assertThat(Rows actual) {
        return Assertions.assertThat((Iterable<Record>) actual).withRepresentation(new TablesInMessages());
    }

    /** Begins assertions about a pipeline. */
    public static PipelineAssert assertThat(Pipeline actual) {
        return new PipelineAssert(actual);
    }

    /** Begins assertions about a committed schema. */
    public static SchemaAssert assertThat(PipelineSchema actual) {
        return new SchemaAssert(actual);
    }

    /** Begins assertions about what resources remember. */
    public static StateAssert assertThat(PipelineState actual) {
        return new StateAssert(actual);
    }

    /** Begins assertions about an error. */
    public static PipetteExceptionAssert assertThat(PipetteException actual) {
        return new PipetteExceptionAssert(actual);
    }

    /** Runs at once, and begins assertions about how that ended. */
    public static RunAssert assertThatRun(Callable<LoadInfo> run) {
        return new RunAssert(RunAssert.Outcome.of(run));
    }

    /** Begins assertions about a program that loads, as a process of its own. */
    public static MainAssert assertThatMain(Class<?> main) {
        return new MainAssert(MainAssert.Main.of(main));
    }
}
