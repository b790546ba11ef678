package dev.pipette.plan;

import dev.pipette.engine.ValueStyle;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.Sampling;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a plan read of one resource.
 *
 * <pre>{@code
 * plan.resource("orders").cursor().orElseThrow().after();   // Optional[2025-12-25], as of the sample
 * }</pre>
 */
@Value.Immutable
@ValueStyle
public abstract class PlannedResource {
    PlannedResource() {}

    /** Begins to collect what was read; for the engine. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what was read of a resource. */
    public static final class Builder extends ImmutablePlannedResource.Builder {
        Builder() {}
    }

    /** The name. */
    public abstract String name();

    /** The table that it fills; where its rows choose, those that it changes, with commas between them. */
    public abstract String table();

    /** How its rows change the table. */
    public abstract WriteDisposition.Kind disposition();

    /** The columns by which a merge finds rows; none for other dispositions. */
    public abstract List<String> key();

    /** The files or the stream that the rows come from; empty where code makes them. */
    public abstract String source();

    /** How many rows the sample has. */
    public abstract long rows();

    /** How many requests were sent for it, as far as its source counts them. */
    public abstract int requests();

    /** How many files a run would read; 0 where the rows are in no files. */
    public abstract int files();

    /** What ended the sample; empty where it has all rows. */
    public abstract Optional<Sampling.Bound> endedBy();

    /** The checks that a run would judge it by, with what happens where they are broken: {@code not_null(id): fail}. */
    public abstract List<String> checks();

    /** Its cursor, where it has one. */
    public abstract Optional<PlannedCursor> cursor();

    /** Whether the sample is all that a run would load now. */
    public final boolean isWhole() {
        return endedBy().isEmpty();
    }

    @Override
    public final String toString() {
        return PlanWords.sentence(this);
    }
}
