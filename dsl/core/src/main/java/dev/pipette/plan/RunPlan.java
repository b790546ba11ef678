package dev.pipette.plan;

import dev.pipette.engine.ValueStyle;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, found out with a sample of its rows. Making a plan writes nothing.
 *
 * <pre>{@code
 * RunPlan plan = pipeline.plan(orders);
 * System.out.println(plan);            // tables, rows, cursors, SQL
 * plan.table("orders").newColumns();   // [discount double precision]
 * plan.refusals();                     // []: the run would succeed, as far as the sample shows
 * }</pre>
 *
 * <p>All numbers are of the sample. Rows behind it can bring other columns, wider types, and values that are refused: {@link
 * #isWhole()} is true where there are none.
 *
 * <p>Immutable, and may be shared by threads.
 */
@Value.Immutable
@ValueStyle
public abstract class RunPlan {
    RunPlan() {}

    /** Begins to collect what a run would do; for the engine. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a run would do. */
    public static final class Builder extends ImmutableRunPlan.Builder {
        Builder() {}
    }

    /** The pipeline. */
    public abstract String pipelineName();

    /** The destination, without secrets. */
    public abstract String destination();

    /** The dataset. */
    public abstract String dataset();

    /** How much was read of each resource at most. */
    public abstract PlanSample sample();

    /** The resources that could be read, in their order. */
    public abstract List<PlannedResource> resources();

    /** The tables that the sample would change, parents first; a table that several resources fill is there for each. */
    public abstract List<PlannedTable> tables();

    /** The statements that the load of the sample would run, in their order. */
    public abstract List<PlannedStatement> statements();

    /** What the load of the sample would change in the schema, one sentence each, as in a {@code LoadInfo}. */
    public abstract List<String> schemaChanges();

    /** Why the run would stop; nothing where it would succeed, as far as the sample shows. */
    public abstract List<PlannedRefusal> refusals();

    /** The load ids of packages of earlier runs that the run would finish first. They are not a part of this plan. */
    public abstract List<String> waiting();

    /** The packages that were set aside: the run loads none of them. */
    public abstract List<PackageAside> setAside();

    /** What else there is to know, one sentence each. */
    public abstract List<String> notes();

    /** Whether the sample of each resource has all its rows; not where a resource could not be read. */
    public final boolean isWhole() {
        return resources().stream().allMatch(PlannedResource::isWhole)
                && refusals().stream().allMatch(this::wasRead);
    }

    private boolean wasRead(PlannedRefusal refusal) {
        return refusal.resource()
                .map(refused ->
                        resources().stream().anyMatch(read -> read.name().equals(refused)))
                .orElse(!resources().isEmpty());
    }

    /**
     * What happens to a table; where several resources fill it, what the first of them does.
     *
     * @throws NoSuchElementException where the sample would not change it
     */
    public final PlannedTable table(String name) {
        return found(
                tables().stream().filter(table -> table.name().equals(name)).findFirst(),
                "table",
                name,
                tables().stream().map(PlannedTable::name).toList());
    }

    /**
     * What was read of a resource.
     *
     * @throws NoSuchElementException where none of this name was read
     */
    public final PlannedResource resource(String name) {
        return found(
                resources().stream()
                        .filter(resource -> resource.name().equals(name))
                        .findFirst(),
                "resource",
                name,
                resources().stream().map(PlannedResource::name).toList());
    }

    private static <T> T found(Optional<T> found, String what, String name, List<String> known) {
        return found.orElseThrow(() -> new NoSuchElementException("the plan has no " + what + " '" + name
                + "'. It has " + (known.isEmpty() ? "none" : String.join(", ", known)) + "."
                + NearestName.question(name, known)));
    }

    /** The statements that make and change schemas and tables, without those of the bookkeeping. */
    public final List<String> ddl() {
        return sql(Purpose.SCHEMA);
    }

    /** The statements that change rows, without those of the bookkeeping. */
    public final List<String> sql() {
        return sql(Purpose.ROWS);
    }

    private List<String> sql(Purpose purpose) {
        return statements().stream()
                .filter(statement -> statement.purpose() == purpose)
                .map(PlannedStatement::sql)
                .toList();
    }

    /** The plan as text with the colors of a terminal. */
    public final String toColoredText() {
        return new PlanText(PlanColors.ANSI).of(this);
    }

    /** The plan as HTML, for notebooks: it has no script and asks no address. */
    public final String toHtml() {
        return PlanHtml.of(this);
    }

    /** The plan as objects, lists, texts, numbers and truths, which a JSON library writes as they are. */
    public final Map<String, @Nullable Object> toDocument() {
        return PlanDocument.of(this);
    }

    /** The plan as text. */
    @Override
    public final String toString() {
        return new PlanText(PlanColors.NONE).of(this);
    }
}
