package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A package that rows are being written to. Nothing of it is ever loaded unless it is sealed. */
public final class OpenPackage {
    private final WorkingFolder working;
    private final DuckEngine engine;
    private final Path folder;
    private final String loadId;
    private final Naming naming;
    private final Map<String, ResourceSlices> resources = new ConcurrentHashMap<>();
    private final Map<String, SliceReceipt> receipts = new ConcurrentHashMap<>();

    /** How many resources fill each root table, and under the empty name, how many choose them. */
    private final Map<String, Integer> filling = new ConcurrentHashMap<>();

    private OpenPackage(WorkingFolder working, DuckEngine engine, Path folder, String loadId, Naming naming) {
        this.naming = naming;
        this.working = working;
        this.engine = engine;
        this.folder = folder;
        this.loadId = loadId;
    }

    /** Opens a package in the working folder of a pipeline. */
    public static OpenPackage in(WorkingFolder working, DuckEngine engine, String loadId, Naming naming) {
        return new OpenPackage(working, engine, working.packages().make(loadId), loadId, naming);
    }

    /** The id under which it will be loaded. */
    public String loadId() {
        return loadId;
    }

    /** The tables of a resource whose rows have one root table; ask once for each resource. */
    public ResourceSlices slices(String resource, String rootTable) {
        int others = number(rootTable);
        return slices(resource, new ResourceSlices(engine, folder, rootTable, false, others == 0 ? "" : "-" + others));
    }

    /**
     * The tables of a resource whose rows choose their root tables; ask once for each resource.
     *
     * @param table begins the names of files that belong to no table
     */
    public ResourceSlices chosenTables(String resource, String table) {
        return slices(resource, new ResourceSlices(engine, folder, table, true, "+" + number("")));
    }

    private int number(String rootTable) {
        return Objects.requireNonNull(filling.merge(rootTable, 1, Integer::sum)) - 1;
    }

    private ResourceSlices slices(String resource, ResourceSlices slices) {
        resources.put(resource, slices);
        return slices;
    }

    /** Takes the receipt of all slices of a resource, whose tables are filled. */
    public void filled(String resource, SliceReceipt receipt) {
        Objects.requireNonNull(resources.get(resource)).close();
        receipts.put(resource, receipt);
    }

    /**
     * Seals the package: computes what the whole of it needs to know, writes the manifest, and makes it durable in one
     * atomic step.
     *
     * @param draft everything but the tables; the resources' cursors and states as extraction left them
     * @param leftOut decides for each resource whether its rows are left out, with all that they would change
     * @param notes gets a sentence about values that could not be kept unchanged
     * @throws PipetteException KEY_MISSING, TYPE_MISMATCH, CURSOR_MISSING, NAME_COLLISION or SOURCE_UNREADABLE; the
     *     package is then still open
     */
    public SealedPackage seal(
            Manifest draft, Predicate<ResourceRows> leftOut, StepListener listener, Consumer<String> notes)
            throws IOException {
        Sealing sealing = new Sealing(engine, folder, draft.dataset(), naming, listener);
        List<PackageTable> tables = new ArrayList<>();
        List<ResourceLoad> loads = new ArrayList<>();
        for (ResourceLoad resource : draft.resources()) {
            SliceReceipt receipt = receipt(resource);
            Sealing.Sealed sealed = seal(sealing, resource.without(tablesBeside(resource, draft)), receipt);
            if (leftOut.test(new ResourceRows(folder, sealed.resource(), sealed.tables()))) {
                delete(sealed.tables());
            } else {
                tables.addAll(
                        isShared(draft, resource)
                                ? sealed.tables().stream()
                                        .map(table -> table.of(resource.name()))
                                        .toList()
                                : sealed.tables());
                loads.add(sealed.resource());
                ValueNotes.of(resource.name(), receipt).forEach(notes);
            }
        }
        Manifest manifest =
                Manifest.builder().from(draft).resources(loads).tables(tables).build();
        return working.packages().seal(folder, manifest, () -> listener.reached(LoadStep.MANIFEST_WRITTEN, loadId));
    }

    private SliceReceipt receipt(ResourceLoad resource) {
        return Objects.requireNonNull(receipts.get(resource.name()));
    }

    /**
     * The tables that other resources fill.
     *
     * @throws PipetteException NAME_COLLISION where a row of this one chose one of them
     */
    private Set<String> tablesBeside(ResourceLoad resource, Manifest draft) {
        if (!resource.choosesTables()) {
            return Set.of();
        }
        Set<String> all = new HashSet<>();
        for (ResourceLoad other : draft.resources()) {
            if (!other.name().equals(resource.name())) {
                List<String> tables = receipt(other).tableNames();
                receipt(resource).tableNames().stream()
                        .filter(tables::contains)
                        .findFirst()
                        .ifPresent(table -> {
                            throw new PipetteException(
                                            ErrorCode.NAME_COLLISION,
                                            "rows of resource " + resource.name() + " chose table " + table
                                                    + ", which resource " + other.name()
                                                    + " fills in the same run. Choose another name with .tableBy(..), or"
                                                    + " load one of the two in another run. Nothing of them was loaded.")
                                    .inResource(resource.name());
                        });
                all.addAll(tables);
            }
        }
        return all;
    }

    private Sealing.Sealed seal(Sealing sealing, ResourceLoad resource, SliceReceipt receipt) throws IOException {
        try {
            ResourceSlices slices = Objects.requireNonNull(resources.get(resource.name()));
            return sealing.seal(resource, receipt, slices.columnarParts(), slices.lines());
        } catch (PipetteException failed) {
            throw failed.inResource(resource.name());
        }
    }

    private static boolean isShared(Manifest draft, ResourceLoad resource) {
        return !resource.choosesTables()
                && draft.resources().stream().filter(resource::hasTableOf).count() > 1;
    }

    private void delete(List<PackageTable> tables) throws IOException {
        for (PackageTable table : tables) {
            for (PackagePart part : table.parts()) {
                if (part.fingerprint().equals(FileFingerprint.OWN)) {
                    Files.deleteIfExists(folder.resolve(part.file()));
                }
            }
        }
    }

    /** Deletes the package. */
    public void abandon() {
        resources.values().forEach(ResourceSlices::abandon);
        working.packages().delete(folder);
    }

    /** The type of a parquet or delimited column as pack keeps it, for readers. */
    static String formKey(String column, ValueType kind) {
        return column + ' ' + kind;
    }
}
