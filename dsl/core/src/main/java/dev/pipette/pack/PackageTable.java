package dev.pipette.pack;

import java.util.List;
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
 */
public record PackageTable(
        String name, @Nullable String parent, String root, List<PackagePart> parts, List<ColumnForm> forms, long rows) {
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

    /** Whether the rows stand in segments that pack wrote, with ordinals of their own. */
    boolean hasSegments() {
        return parts.stream().anyMatch(part -> part.kind() == PackagePart.Kind.SEGMENT);
    }

    PackageTable naiveIn(String zone) {
        return new PackageTable(
                name,
                parent,
                root,
                parts,
                forms.stream().map(form -> form.naiveIn(zone)).toList(),
                rows);
    }
}
