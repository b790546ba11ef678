package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.SchemaContract;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A named group of resources from one system. A value, like its resources: nothing is read before a pipeline runs it.
 *
 * <pre>{@code
 * Source shop = Source.of("shop", orders, customers);
 * pipeline("shop", duckdb("shop.duckdb")).datasetName(shop.name()).run(shop);
 *
 * Source eu = shop.prefixed("eu_").maxNesting(1);   // the same resources with tables and state of their own
 * pipeline.run(eu.without("customers").limit(100));
 * }</pre>
 *
 * @param name of the system; pipelines and datasets are named after it by default
 * @param resources at least one, each with a name of its own
 */
@CheckReturnValue
public record Source(String name, List<Resource> resources) {
    /** Checks that there are resources, and that each has a name of its own. */
    public Source {
        resources = List.copyOf(resources);
        List<String> names = resources.stream().map(Resource::name).toList();
        if (resources.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "source " + name + " has no resources. Give it one with Source.of(..).");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "source " + name + " has two resources of one name: " + String.join(", ", names)
                            + ". State is kept under the name, so give each its own.");
        }
    }

    /** A source with these resources. */
    public static Source of(String name, Resource... resources) {
        return new Source(name, List.of(resources));
    }

    /**
     * The resource of a name.
     *
     * @throws PipetteException BAD_USAGE when there is none
     */
    public Resource resource(String resource) {
        return resources.stream()
                .filter(one -> one.name().equals(resource))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "source " + name + " has no resource " + resource + ". Its resources: "
                                + String.join(
                                        ", ",
                                        resources.stream().map(Resource::name).toList())
                                + "."));
    }

    /**
     * The same source with these resources only, in this order.
     *
     * @throws PipetteException BAD_USAGE when it does not have one of them
     */
    public Source only(String first, String... more) {
        List<Resource> chosen = new ArrayList<>(List.of(resource(first)));
        for (String next : more) {
            chosen.add(resource(next));
        }
        return new Source(name, chosen);
    }

    /**
     * The same source without these resources.
     *
     * @throws PipetteException BAD_USAGE when it does not have one of them, or would have none left
     */
    public Source without(String first, String... more) {
        Source left = only(first, more);
        return new Source(
                name,
                resources.stream()
                        .filter(resource -> !left.resources().contains(resource))
                        .toList());
    }

    /**
     * The same source with another name for one of its resources: its state is kept under it, and so is its table called, unless
     * another was named for it. What is made of its rows is made of those of the renamed one.
     *
     * <pre>{@code
     * pipeline.run(shop.renamed("orders", "web_orders"));
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when it does not have the resource, or has one of the new name
     */
    public Source renamed(String resource, String newName) {
        Resource renamed = resource(resource);
        return renamed(one -> one.equals(renamed.name()) ? newName : one);
    }

    /**
     * The same resources under names that begin so, each with state and a table of its own: to load one system from several
     * accounts into one dataset.
     *
     * <pre>{@code
     * pipeline.run(shop.prefixed("eu_"));   // eu_orders, eu_customers
     * }</pre>
     */
    public Source prefixed(String prefix) {
        return renamed(one -> prefix + one);
    }

    private Source renamed(UnaryOperator<String> newName) {
        Set<String> mine = resources.stream().map(Resource::name).collect(Collectors.toSet());
        return each(resource -> DerivedRows.renamed(
                resource, one -> mine.contains(one) ? Objects.requireNonNull(newName.apply(one)) : one));
    }

    /** Sets how far a load may change the schema, for those resources that do not say it themselves. */
    public Source contract(SchemaContract contract) {
        return each(resource -> resource.contract().isPresent() ? resource : resource.contract(contract));
    }

    /** Sets how many levels of objects and lists become columns and tables, for those resources that do not say it themselves. */
    public Source maxNesting(int levels) {
        return each(resource -> resource.maxNesting().isPresent() ? resource : resource.maxNesting(levels));
    }

    /** Sets the time zone in which days begin, for those resources that do not say it themselves. */
    public Source zone(ZoneId zone) {
        return each(resource -> resource.declaredZone().isPresent() ? resource : resource.zone(zone));
    }

    /** Stops each resource after a number of rows, to try a source out; see {@link Resource#limit(long)}. */
    public Source limit(long rows) {
        return each(resource -> resource.limit(rows));
    }

    /** The same source with each resource changed. */
    public Source each(UnaryOperator<Resource> change) {
        return new Source(
                name,
                resources.stream()
                        .map(resource -> Objects.requireNonNull(change.apply(resource)))
                        .toList());
    }
}
