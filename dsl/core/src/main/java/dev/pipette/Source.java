package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A named group of resources from one system. A value, like its resources: nothing is read before a pipeline runs it.
 *
 * <pre>{@code
 * Source shop = Source.of("shop", orders, customers);
 * pipeline("shop", duckdb("shop.duckdb")).datasetName(shop.name()).run(shop);
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

    /** The same source with each resource changed. */
    public Source each(UnaryOperator<Resource> change) {
        return new Source(
                name,
                resources.stream()
                        .map(resource -> Objects.requireNonNull(change.apply(resource)))
                        .toList());
    }
}
