package dev.pipette.testing;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.schema.file.SchemaFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about a pipeline: what it loaded, remembers, and left behind.
 *
 * <pre>{@code
 * assertThat(pipeline).dataset().table("orders").hasRowCount(2);
 * assertThat(pipeline).running(orders.merge("id")).isIdempotent().survivesCrashes();
 * assertThat(pipeline).packages().hasNoPending();
 * // expected pipeline shop to have no pending packages, but it has 1:
 * //   1766588400.5, 2 rows of orders
 * }</pre>
 */
public class PipelineAssert extends PipetteAssert<PipelineAssert, Pipeline> {
    /** Makes assertions about a pipeline. */
    public PipelineAssert(Pipeline actual) {
        super(actual, PipelineAssert.class);
    }

    /** Continues with the tables that it loads. */
    public DatasetAssert dataset() {
        return navigate(DatasetAssert.class, Dataset.class, DatasetAssert::new, () -> {
            isNotNull();
            return actual.dataset();
        });
    }

    /** Checks that its tables are what a schema file says; see {@link DatasetAssert#keepsContract(Path)}. */
    public PipelineAssert keepsContract(Path schema) {
        return keepsContract(SchemaFile.read(schema), schema.toString());
    }

    /** Checks that its tables are what a schema says; see {@link DatasetAssert#keepsContract(Path)}. */
    public PipelineAssert keepsContract(SchemaFile schema) {
        return keepsContract(schema, "the schema " + schema.name());
    }

    private PipelineAssert keepsContract(SchemaFile schema, String named) {
        isNotNull();
        Optional<String> failure = DatasetAssert.brokenContract(actual.dataset(), schema, named, false);
        return check(failure.isEmpty(), failure::orElseThrow);
    }

    /** Continues with what its resources remember. */
    public StateAssert state() {
        return navigate(StateAssert.class, PipelineState.class, StateAssert::new, () -> {
            isNotNull();
            return actual.state();
        });
    }

    /** Continues with the files of a resource that its ledger remembers. */
    public LedgerAssert ledger(String resource) {
        return navigate(LedgerAssert.class, LedgerAssert.Ledger.class, LedgerAssert::new, () -> {
            isNotNull();
            return new LedgerAssert.Ledger(resource, actual.files(resource));
        });
    }

    /** Continues with its committed schema. */
    public SchemaAssert schema() {
        return navigate(SchemaAssert.class, PipelineSchema.class, SchemaAssert::new, () -> {
            isNotNull();
            return actual.schema();
        });
    }

    /** Continues with the load packages that wait or were set aside. */
    public PackagesAssert packages() {
        return navigate(PackagesAssert.class, PackagesAssert.Waiting.class, PackagesAssert::new, () -> {
            isNotNull();
            return new PackagesAssert.Waiting(actual.name(), actual.admin().pending());
        });
    }

    /** Continues with what must be true of running resources with it, whatever they hold; runs nothing yet. */
    public RunningAssert running(Resource... resources) {
        return navigate(RunningAssert.class, RunningAssert.Run.class, RunningAssert::new, () -> {
            isNotNull();
            return new RunningAssert.Run(actual, List.of(), List.of(resources));
        });
    }
}
