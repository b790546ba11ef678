package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.RowSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be said of a resource whose rows are made of those of another, and in which order a run takes them. */
record DerivedRows(String resource, RowSource.Derived source) {
    /** The rows of a resource that are made of another's. */
    static DerivedRows of(Resource resource, String method) {
        if (resource.source() instanceof RowSource.Derived derived) {
            return new DerivedRows(resource.name(), derived);
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + resource.name() + " is not made of the rows of another one, so " + method
                        + " has no meaning. Begin it with resource(\"" + resource.name() + "\").from(parent, ..)"
                        + (method.startsWith("parallel") ? ", or with .slices(..)." : "."));
    }

    RowSource parallel(int rows) {
        if (rows < 1) {
            throw refused("parallel(" + rows + "): at least 1 at a time.");
        }
        return source.withParallel(rows);
    }

    RowSource columns(List<String> columns) {
        return source.withParentColumns(columns);
    }

    RowSource skipFailed(long most) {
        if (most < 0) {
            throw refused("skipFailed(" + most + "): 0 or more rows.");
        }
        return source.withMostFailed(most);
    }

    private PipetteException refused(String why) {
        return new PipetteException(ErrorCode.BAD_USAGE, "resource " + resource + ": " + why);
    }

    /** A resource under another name, and made of the one that has another name. */
    static Resource renamed(Resource resource, UnaryOperator<String> newName) {
        Resource renamed = resource.named(newName.apply(resource.name()));
        return resource.parent().isPresent() && resource.source() instanceof RowSource.Derived derived
                ? renamed.fedBy(renamed(resource.parent().get(), newName), derived)
                : renamed;
    }

    /** The resources of a run, each behind the one that it is made of; one that is not among them is read and not loaded. */
    static List<Resource> withParents(List<Resource> resources) {
        Map<String, Resource> loaded = new LinkedHashMap<>();
        for (Resource resource : resources) {
            if (loaded.putIfAbsent(resource.name(), resource) != null) {
                return resources; // which the run refuses
            }
        }
        Parents parents = new Parents(loaded, new LinkedHashMap<>(), new LinkedHashMap<>());
        resources.forEach(resource -> parents.addBehindParent(resource, List.of()));
        return List.copyOf(parents.ordered.values());
    }

    /**
     * Brings the resources of a run in order.
     *
     * @param loaded those that were given to the run, by name
     * @param read those that are read for others only
     * @param ordered all, each behind the one that it is made of
     */
    private record Parents(Map<String, Resource> loaded, Map<String, Resource> read, Map<String, Resource> ordered) {
        /** @param made the names of the resources that are made of this one, each of the one behind it */
        void addBehindParent(Resource resource, List<String> made) {
            List<String> names =
                    Stream.concat(made.stream(), Stream.of(resource.name())).toList();
            if (made.contains(resource.name())) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource.name() + " is made of its own rows: "
                                + String.join(", which is made of ", names) + ". Give one of them another name.");
            }
            resource.parent().ifPresent(parent -> addBehindParent(known(resource, parent), names));
            ordered.putIfAbsent(resource.name(), resource);
        }

        private Resource known(Resource resource, Resource parent) {
            Resource given = loaded.get(parent.name());
            if (given != null) {
                return given;
            }
            Resource named = parent.sourceName().isPresent()
                    ? parent
                    : resource.sourceName().map(parent::inSource).orElse(parent);
            Resource before = read.putIfAbsent(parent.name(), named.skip());
            if (before != null && !before.equals(named.skip())) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource.name() + " is made of the rows of " + parent.name()
                                + ", and another one of the run is made of those of another " + parent.name()
                                + ". Give one of them another name.");
            }
            return Objects.requireNonNull(read.get(parent.name()));
        }
    }
}
