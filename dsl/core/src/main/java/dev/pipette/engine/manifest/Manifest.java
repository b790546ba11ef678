package dev.pipette.engine.manifest;

import dev.pipette.schema.Refresh;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed package is: everything that publishing it needs, beside its files.
 *
 * @param format version of the folder's layout
 * @param loadId the package's id, above every one committed before
 * @param pipeline name of the pipeline
 * @param destination identity of the destination
 * @param dataset name of the dataset
 * @param schemaName name of the schema
 * @param baseStateVersion version of the committed state that the package was extracted from; 0 for none
 * @param createdAt when the package was opened, in ISO form
 * @param resources its resources
 * @param tables its tables, parents before children
 * @param target which dataset it is for; null in packages of format 3 and older
 */
@Value.Builder
public record Manifest(
        int format,
        String loadId,
        String pipeline,
        String destination,
        String dataset,
        String schemaName,
        long baseStateVersion,
        String createdAt,
        List<ResourceLoad> resources,
        List<PackageTable> tables,
        @Nullable DatasetIdentity target) {
    /**
     * The layout of packages that are written now. 2 knows backfills, 3 the options of a cursor, files, and columns that they
     * do not have, 4 the identity of the dataset, 5 tables that several resources fill and delimited text of other dialects, 6
     * write dispositions with what belongs to each, and rows of several slices, 7 strategies and rules of merges, and what is
     * declared of tables and columns beside types, 8 root tables that rows chose, 9 checks, 10 rejected rows that are replayed. Older ones, without, are read;
     * see {@link OlderManifests}.
     */
    public static final int FORMAT = 10;

    /** Refuses what a broken document may hold. */
    public Manifest {
        Objects.requireNonNull(loadId, "loadId is missing");
        Objects.requireNonNull(pipeline, "pipeline is missing");
        Objects.requireNonNull(destination, "destination is missing");
        Objects.requireNonNull(dataset, "dataset is missing");
        Objects.requireNonNull(schemaName, "schemaName is missing");
        Objects.requireNonNull(resources, "resources is missing");
        Objects.requireNonNull(tables, "tables is missing");
    }

    /** A manifest whose parts are given by name. */
    public static ManifestBuilder builder() {
        return new ManifestBuilder();
    }

    /** When the package was opened. */
    public Instant time() {
        return OffsetDateTime.parse(createdAt).toInstant();
    }

    /** Which dataset it is for, as far as the package knows it. */
    public DatasetIdentity identity() {
        return target == null ? DatasetIdentity.UNKNOWN : target;
    }

    /** What is taken away before the rows are loaded. */
    public Optional<Refresh> refresh() {
        return resources.stream()
                .map(ResourceLoad::refresh)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether publishing would change nothing: no rows, no table to empty, no state, no key to remember. */
    public boolean isEmpty() {
        return tables.stream().allMatch(table -> table.rows() == 0)
                && resources.stream().allMatch(ResourceLoad::isEmpty);
    }

    /** The resources, once for each root table that they change, by its name. */
    public List<ResourceLoad> byTable() {
        return resources.stream().flatMap(load -> load.byTable().stream()).toList();
    }

    /** The resource whose rows a table has, by the table's root. */
    public ResourceLoad resourceOf(PackageTable table) {
        return byTable().stream().filter(table::isOf).findFirst().orElseThrow();
    }

    /** The tables of a resource: its root table first, then those nested in it. */
    public List<PackageTable> tablesOf(ResourceLoad resource) {
        return tables.stream().filter(table -> table.isOf(resource)).toList();
    }

    /**
     * The package in parts, each of which has at most one resource for a table; the package itself where none is shared.
     * They are loaded one after the other, in one transaction.
     */
    public List<Manifest> layers() {
        List<List<ResourceLoad>> layers = new ArrayList<>();
        for (ResourceLoad resource : ReferenceOrder.of(resources)) {
            layers.stream()
                    .skip(ReferenceOrder.lastOf(layers, resource))
                    .filter(layer -> layer.stream().noneMatch(other -> sharesTable(other, resource)))
                    .findFirst()
                    .orElseGet(() -> {
                        layers.add(new ArrayList<>());
                        return layers.getLast();
                    })
                    .add(resource);
        }
        return layers.size() < 2
                ? List.of(this)
                : layers.stream().map(this::only).toList();
    }

    private static boolean sharesTable(ResourceLoad one, ResourceLoad other) {
        return one.byTable().stream().map(ResourceLoad::table).anyMatch(other::changes);
    }

    /** The part of the package that some of its resources fill. */
    public Manifest only(List<ResourceLoad> some) {
        return builder()
                .from(this)
                .resources(some)
                .tables(tables.stream()
                        .filter(table -> some.stream().anyMatch(table::isOf))
                        .toList())
                .build();
    }
}
