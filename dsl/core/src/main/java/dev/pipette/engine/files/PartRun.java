package dev.pipette.engine.files;

import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackagePart.Field;
import dev.pipette.engine.manifest.PackagePart.Kind;
import dev.pipette.engine.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of a table that follow one another and that one call of DuckDB's readers reads, and what the call gives of them. */
public final class PartRun {
    /** What DuckDB calls the number of a row in a Parquet file. */
    private static final String FILE_ROW_NUMBER = "file_row_number";

    /** The number of a row among those that one call reads, from 0. */
    static final String ROW_OF_CALL = "row_number() OVER () - 1";

    /** The {@link PackagePart#schema()} of delimited files of which a scan knows the rows. */
    public static final String SCANNED = "scanned";

    private final List<PackagePart> parts;
    private final PackagePart first;
    private final long base;

    /**
     * A run.
     *
     * @param base how many rows of the table are before it
     */
    public PartRun(List<PackagePart> parts, long base) {
        this.parts = parts;
        this.first = parts.getFirst();
        this.base = base;
    }

    /** Equal for parts that one call reads; null for a part that it reads alone. */
    public static @Nullable Object alike(PackagePart part) {
        return part.schema() != null && FileGroups.canBeTold(part.header())
                ? List.of(
                        part.kind(),
                        part.dialect(),
                        part.schema(),
                        part.header(),
                        part.fields().stream().map(PartRun::shape).toList())
                : null;
    }

    private static Field shape(Field field) {
        return new Field(field.column(), field.kind(), field.field(), field.constant() == null ? null : "");
    }

    public Kind kind() {
        return first.kind();
    }

    /** Whether it is text whose numbers are written with a comma. */
    public boolean hasDecimalCommas() {
        return first.kind() == Kind.DELIMITED && first.dialect().text().decimalComma();
    }

    public List<Field> fields() {
        return first.fields();
    }

    public long rows() {
        return parts.stream().mapToLong(PackagePart::rows).sum();
    }

    /**
     * The call.
     *
     * @param folder of the package
     * @param types DuckDB types by name in a delimited file; columns without one are read as text
     */
    public String from(Path folder, Map<String, String> types) {
        List<Path> files =
                parts.stream().map(part -> folder.resolve(part.file())).toList();
        return first.kind() == Kind.PARQUET
                ? Sql.parquet(files, numbersItself() ? ", file_row_number = true" : "")
                : DelimitedReader.call(
                        files.stream().map(Path::toString).toList(), first.dialect(), first.header(), types);
    }

    /** The number of a row in the table, from 0. */
    public String ordinal() {
        return numbersItself() && parts.size() > 1
                ? FILE_ROW_NUMBER + " + " + FileGroups.ofFile(rowsBefore(base))
                : rowOfCall() + " + " + base;
    }

    /** The value of a field. */
    public String value(Field field) {
        if (!field.isMade()) {
            return Sql.name(field.field());
        }
        return field.constant() == null ? rowOfFile() : constant(fields().indexOf(field));
    }

    private String constant(int index) {
        List<String> values = parts.stream()
                .map(part -> Sql.literal(String.valueOf(part.fields().get(index).constant())))
                .toList();
        return values.stream().distinct().count() == 1 ? values.getFirst() : FileGroups.ofFile(values);
    }

    /** The number of a row in its file, from 0. */
    private String rowOfFile() {
        return numbersItself() || parts.size() == 1
                ? rowOfCall()
                : ROW_OF_CALL + " - " + FileGroups.ofFile(rowsBefore(0));
    }

    /** How many rows are before each of the files. */
    private List<String> rowsBefore(long first) {
        List<String> before = new ArrayList<>();
        long rows = first;
        for (PackagePart part : parts) {
            before.add(String.valueOf(rows));
            rows += part.rows();
        }
        return before;
    }

    private String rowOfCall() {
        return numbersItself() ? FILE_ROW_NUMBER : ROW_OF_CALL;
    }

    /** Whether DuckDB's reader numbers the rows, which it cannot where the file has a column of the number's name. */
    private boolean numbersItself() {
        return first.kind() == Kind.PARQUET && first.header().stream().noneMatch(FILE_ROW_NUMBER::equalsIgnoreCase);
    }
}
