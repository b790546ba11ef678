package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A table of a load package.
 *
 * @param name normalized
 * @param parent the table it is nested in; null for a root table
 * @param root its root table, itself for a root table
 * @param parts its files
 * @param forms the types in which its columns were seen, in order of first appearance
 * @param rows in all parts, after the cursor's window
 * @param resource the resource that its rows are of, where several resources of the package fill the root table; null
 *     elsewhere
 * @param firstNames the names under which the values of renamed columns were first loaded, by the names in the package that are
 *     others; null elsewhere, and in every manifest
 */
@Value.Builder
public record PackageTable(
        String name,
        @Nullable String parent,
        String root,
        List<PackagePart> parts,
        List<ColumnForm> forms,
        long rows,
        @Nullable String resource,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> firstNames) {
    /** A table whose root table only one resource of the package fills. */
    public PackageTable(
            String name,
            @Nullable String parent,
            String root,
            List<PackagePart> parts,
            List<ColumnForm> forms,
            long rows) {
        this(name, parent, root, parts, forms, rows, null, null);
    }

    /** A table whose parts are given by name. */
    public static PackageTableBuilder builder() {
        return new PackageTableBuilder();
    }

    /** The same table whose columns were seen in other types. */
    public PackageTable withForms(List<ColumnForm> newForms) {
        return builder().from(this).forms(newForms).build();
    }

    /** The same table with columns that were renamed. */
    public PackageTable withFirstNames(Map<String, String> names) {
        return builder().from(this).firstNames(names.isEmpty() ? null : names).build();
    }

    /** The name under which the values of a column of the package were first loaded. */
    public String firstName(String inPackage) {
        return firstNames == null ? inPackage : firstNames.getOrDefault(inPackage, inPackage);
    }

    /** The same table with another number of rows. */
    public PackageTable withRows(long newRows) {
        return builder().from(this).rows(newRows).build();
    }

    /** The resource that its rows are of, where several resources of the package fill the root table. */
    public Optional<String> sharedBy() {
        return Optional.ofNullable(resource);
    }

    /** The rows of one of the resources that fill the table. */
    public PackageTable of(String oneOfSeveral) {
        return builder().from(this).resource(oneOfSeveral).build();
    }

    /** Whether a resource may fill it: of tables that several fill, the one whose rows it has. */
    boolean isOf(ResourceLoad load) {
        return load.changes(root) && (resource == null || resource.equals(load.name()));
    }

    /** The names of the columns that have values, in order of first appearance. */
    public List<String> columns() {
        return forms.stream().map(ColumnForm::column).distinct().toList();
    }

    /** The forms of one column. */
    public List<ColumnForm> forms(String column) {
        return forms.stream().filter(form -> form.column().equals(column)).toList();
    }

    /** Whether the table is nested in another. */
    public boolean isNested() {
        return parent != null;
    }

    /** Whether the rows are in segments that pack wrote, with ordinals of their own. */
    public boolean hasSegments() {
        return parts.stream().anyMatch(part -> part.kind() == PackagePart.Kind.SEGMENT);
    }

    /** The same table whose times without an offset are in a time zone. */
    public PackageTable naiveIn(String zone) {
        return withForms(forms.stream().map(form -> form.naiveIn(zone)).toList());
    }
}
