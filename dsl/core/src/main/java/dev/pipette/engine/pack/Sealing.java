package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.files.ColumnarPart;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.BadRowAdvice;
import dev.pipette.engine.query.ColumnarCursor;
import dev.pipette.engine.query.DeclaredTypes;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.StepListener;
import dev.pipette.text.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes what a whole package knows and a row does not: types, counts, cursor ends, rows without a key. */
final class Sealing {
    /** Columns that one statement looks at: DuckDB's time for a statement grows with the square of its aggregates. */
    private static final int COLUMNS_AT_ONCE = 100;

    private final DuckEngine engine;
    private final Path folder;
    private final String dataset;
    private final Naming naming;
    private final StepListener listener;

    Sealing(DuckEngine engine, Path folder, String dataset, Naming naming, StepListener listener) {
        this.naming = naming;
        this.listener = listener;
        this.engine = engine;
        this.folder = folder;
        this.dataset = dataset;
    }

    /** A resource and its tables, complete. */
    record Sealed(ResourceLoad resource, List<PackageTable> tables) {}

    /**
     * Seals a resource.
     *
     * @param receipt of all slices of the resource
     * @param columnar files that were taken as they are
     * @param bad takes lines of them that cannot be read
     */
    Sealed seal(ResourceLoad resource, SliceReceipt receipt, List<ColumnarPart> columnar, LineRejects bad)
            throws IOException {
        SealedTables sealing = new SealedTables(resource, receipt);
        List<PackageTable> tables = new ArrayList<>();
        for (String name : receipt.tableNames()) {
            boolean root = sealing.isRoot(name);
            PackageTable sealed = root
                    ? rootTable(resource, sealing.root(name), sealing, columnar, bad)
                    : decided(sealing.nested(name));
            if (root || sealed.rows() > 0) {
                tables.add(sealed);
            }
        }
        DeclaredTypes declared = new DeclaredTypes(engine, folder, resource);
        tables.replaceAll(table -> table.isNested() ? table : declared.applied(table));
        String zone = resource.naiveZone();
        if (zone != null) {
            tables.replaceAll(table -> table.naiveIn(zone));
        }
        ResourceLoad complete = resource.with(receipt.rejectsInOrder().and(bad.written()));
        CursorLoad begun = resource.cursor();
        if (begun != null && begun.isAdopted()) {
            complete = complete.with(adopted(resource, begun, roots(tables)));
        } else if (begun != null && columnar.isEmpty()) {
            complete = complete.with(begun.withoutValues());
        } else if (begun != null) {
            ColumnarCursor read = new ColumnarCursor(engine, folder, resource.name(), tables.getFirst());
            CursorLoad cursor = read.end(begun);
            tables.set(0, read.windowed(cursor));
            complete = complete.with(cursor);
        }
        if (complete.files() != null) {
            complete = complete.with(complete.files()
                    .counted(roots(tables).stream()
                            .flatMap(root -> root.parts().stream())
                            .toList()));
        }
        for (PackageTable root : roots(tables)) {
            checkKeys(complete, root);
            new WindowCheck(engine, folder, dataset).check(complete, root);
        }
        return new Sealed(
                complete.filling(roots(tables).stream().map(PackageTable::name).toList()), tables);
    }

    private static List<PackageTable> roots(List<PackageTable> tables) {
        return tables.stream().filter(table -> !table.isNested()).toList();
    }

    /** The cursor that a replace takes over, at the furthest of all rows; null where a table has none that it could follow. */
    private @Nullable CursorLoad adopted(ResourceLoad resource, CursorLoad begun, List<PackageTable> roots) {
        CursorLoad furthest = null;
        for (PackageTable root : roots) {
            CursorLoad here = new ColumnarCursor(engine, folder, resource.name(), root).adopted(begun);
            if (here == null || (furthest != null && here.kind() != furthest.kind())) {
                return null;
            }
            furthest = furthest == null || here.isBeyond(furthest) ? here : furthest;
        }
        return furthest;
    }

    private PackageTable rootTable(
            ResourceLoad resource,
            PackageTable written,
            SealedTables sealing,
            List<ColumnarPart> columnar,
            LineRejects bad)
            throws IOException {
        List<PackagePart> parts = new ArrayList<>(written.parts());
        List<ColumnForm> forms = new ArrayList<>(written.forms());
        if (!columnar.isEmpty()) {
            ColumnarParts read = new ColumnarParts(engine, folder, naming, resource, bad);
            columnar.forEach(
                    part -> listener.reading(resource.name(), part.named().toString()));
            parts.addAll(
                    columnar.getFirst().kind() == FileContent.Kind.PARQUET
                            ? read.parquet(columnar)
                            : read.delimited(columnar));
            columnar.getLast().taken().headersRead();
            forms.addAll(read.forms());
        }
        forms.addAll(sealing.declaredForms(written.name(), forms));
        List<PackagePart> filled =
                parts.stream().filter(part -> part.rows() > 0).toList();
        // an empty file has no columns that could be read beside those of others
        return decided(PackageTable.builder()
                .name(written.name())
                .root(written.name())
                .parts(filled.isEmpty() ? parts : filled)
                .forms(forms)
                .rows(rows(parts))
                .build());
    }

    private static long rows(List<PackagePart> parts) {
        return parts.stream().mapToLong(PackagePart::rows).sum();
    }

    /** Keeps those columns of text written like timestamps as timestamps that hold nothing but times that there are. */
    private PackageTable decided(PackageTable table) {
        List<ColumnForm> candidates = table.forms().stream()
                .filter(form ->
                        form.kind() == ValueType.TEXT && form.decided() != ValueType.TEXT && table.hasSegments())
                .toList();
        Set<ColumnForm> texts = new HashSet<>();
        for (int from = 0; from < candidates.size(); from += COLUMNS_AT_ONCE) {
            texts.addAll(withImpossibleTimes(
                    table, candidates.subList(from, Math.min(candidates.size(), from + COLUMNS_AT_ONCE))));
        }
        List<ColumnForm> forms = table.forms().stream()
                .map(form -> texts.contains(form) ? form.decidedAs(ValueType.TEXT) : form)
                .toList();
        return table.withForms(forms);
    }

    private List<ColumnForm> withImpossibleTimes(PackageTable table, List<ColumnForm> candidates) {
        PackageQuery query = new PackageQuery(folder, table);
        List<String> counts = new ArrayList<>();
        for (ColumnForm form : candidates) {
            String column = "t" + counts.size();
            query.output(query.text(form), column);
            counts.add("count(*) FILTER (" + column + " IS NOT NULL AND TRY_CAST(" + column + " AS "
                    + Conversion.duckType(form.decided(), 0, 0) + ") IS NULL)");
        }
        return engine.first("SELECT " + String.join(", ", counts) + " FROM (" + query.sql() + ")", row -> {
            List<ColumnForm> found = new ArrayList<>();
            for (int index = 0; index < candidates.size(); index++) {
                if (row.getLong(index + 1) > 0) {
                    found.add(candidates.get(index));
                }
            }
            return found;
        });
    }

    private void checkKeys(ResourceLoad resource, PackageTable root) {
        for (String key : resource.rowKey()) {
            long missing = root.rows() == 0 ? 0 : countMissing(root, key);
            boolean known = root.columns().contains(key);
            if (missing > 0 && !(known && resource.rejectsBy(key))) {
                throw new PipetteException(
                        ErrorCode.KEY_MISSING,
                        doing(resource) + dataset + "." + root.name() + ": "
                                + missing
                                + (missing == 1 ? " row has" : " rows have") + " no value for key column '" + key
                                + "' (first: row "
                                + new PackageQuery(folder, root).firstWithout(key, engine) + "). "
                                + (known
                                        ? "Fix the resource or drop such rows with .filter(..)."
                                                + BadRowAdvice.afterColumn(resource, key)
                                        : "No row has this column; columns are " + String.join(", ", root.columns())
                                                + "." + NearestName.question(key, root.columns())));
            }
        }
    }

    private static String doing(ResourceLoad resource) {
        return switch (resource.disposition().kind()) {
            case APPEND -> "append to ";
            case REPLACE -> "replace ";
            case REPLACE_WHERE -> "replace a window of ";
            case MERGE -> "merge into ";
        };
    }

    private long countMissing(PackageTable root, String key) {
        long present = root.forms(key).stream().mapToLong(ColumnForm::count).sum();
        long all = root.parts().stream().mapToLong(PackagePart::rows).sum();
        return all - present;
    }
}
