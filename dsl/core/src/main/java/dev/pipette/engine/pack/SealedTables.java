package dev.pipette.engine.pack;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.slice.ColumnReceipt;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of one resource that Java filled, as the receipt of its slices has them. */
final class SealedTables {
    private final ResourceLoad resource;
    private final SliceReceipt receipt;

    SealedTables(ResourceLoad resource, SliceReceipt receipt) {
        this.resource = resource;
        this.receipt = receipt;
    }

    /** Whether a table has rows of the resource, and not those of a list. */
    boolean isRoot(String name) {
        return receipt(name).root();
    }

    /**
     * A root table, with its segments alone.
     *
     * @throws PipetteException NAME_COLLISION where a list has its name
     */
    PackageTable root(String name) {
        List<String> parents = receipt(name).parentNames();
        if (!parents.isEmpty()) {
            throw ResourceTables.rootAndNested(name, parents.getFirst());
        }
        return table(name, null, documents());
    }

    private String rootOf(String name) {
        return isRoot(name) ? name : rootOf(receipt(name).parentNames().getFirst());
    }

    /**
     * A nested table.
     *
     * @throws PipetteException NAME_COLLISION where lists of two tables have its name
     */
    PackageTable nested(String name) {
        List<String> parents = receipt(name).parentNames();
        if (parents.size() > 1) {
            throw ResourceTables.twoParents(rootOf(name), name, parents.get(0), parents.get(1));
        }
        return table(name, parents.getFirst(), Set.of());
    }

    private TableReceipt receipt(String table) {
        return Objects.requireNonNull(receipt.tables().get(table));
    }

    private PackageTable table(String name, @Nullable String parent, Set<String> documents) {
        TableReceipt written = receipt(name);
        TableReceipt holder = parent == null ? written : receipt(parent);
        String root = rootOf(name);
        Map<Integer, PackagePart.RowOffset> offsets = new HashMap<>();
        return PackageTable.builder()
                .name(name)
                .parent(parent)
                .root(root)
                .parts(written.segments().stream()
                        .map(segment -> PackagePart.segment(
                                segment.file(),
                                segment.rows(),
                                segment.fields(),
                                segment.slice() == 0
                                        ? null
                                        : offsets.computeIfAbsent(
                                                segment.slice(), slice -> offset(slice, written, holder, root))))
                        .toList())
                .forms(forms(written, documents))
                .rows(written.rows())
                .build();
    }

    private PackagePart.RowOffset offset(int slice, TableReceipt table, TableReceipt parent, String root) {
        return new PackagePart.RowOffset(
                table.rowsBefore(slice), receipt(root).rowsBefore(slice), parent.rowsBefore(slice));
    }

    private Set<String> documents() {
        return resource.hints().stream()
                .filter(hint -> hint.type() == ValueType.JSON)
                .map(ResourceLoad.Hint::column)
                .collect(Collectors.toSet());
    }

    private static List<ColumnForm> forms(TableReceipt table, Set<String> documents) {
        List<ColumnForm> forms = new ArrayList<>();
        for (String name : table.columnNames()) {
            ColumnReceipt column = Objects.requireNonNull(table.columns().get(name));
            // beside documents, text stays as it is written
            boolean keepsText = table.keepsText()
                    || documents.contains(name)
                    || column.values().containsKey(ValueType.JSON);
            column.values().forEach((type, count) -> forms.add(form(name, column, type, count, keepsText)));
        }
        return forms;
    }

    private static ColumnForm form(String name, ColumnReceipt column, ValueType type, long count, boolean keepsText) {
        boolean decimal = type == ValueType.DECIMAL;
        ValueType decided = switch (type) {
            case TEXT -> keepsText ? type : column.times().type().orElse(type);
            case DECIMAL -> column.tooManyDigits() ? ValueType.TEXT : type;
            case BOOL, BIGINT, DOUBLE, TIMESTAMP, LOCAL_TIMESTAMP, DATE, TIME, BINARY, JSON -> type;
        };
        return new ColumnForm(
                name,
                type,
                decided,
                decimal || type == ValueType.TEXT,
                count,
                decimal ? Math.max(1, column.integerDigits()) : 0,
                decimal ? column.scale() : 0);
    }

    /**
     * Forms of declared columns that rows of a root table have, and that no row has a value of.
     *
     * @param forms of the columns that have values
     */
    List<ColumnForm> declaredForms(String root, List<ColumnForm> forms) {
        Set<String> known = forms.stream().map(ColumnForm::column).collect(Collectors.toSet());
        Map<String, ColumnReceipt> columns = receipt(root).columns();
        return resource.hints().stream()
                .map(ResourceLoad.Hint::column)
                .filter(column -> columns.containsKey(column) && !known.contains(column))
                .map(column -> new ColumnForm(column, ValueType.TEXT, ValueType.TEXT, true, 0, 0, 0))
                .toList();
    }
}
