package dev.pipette.engine.query;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of a delimited file to which a package refers. */
final class DelimitedTable {
    private DelimitedTable() {}

    /**
     * Writes the file.
     *
     * @param text of the file, with the names of the columns in its first line
     * @param types that the columns were found to have, in their order
     */
    static PackageTable of(Path folder, String text, ValueType... types) throws IOException {
        Files.writeString(folder.resolve("items.csv"), text);
        List<String> lines = text.lines().toList();
        long rows = lines.size() - 1L;
        List<String> header = List.of(lines.getFirst().split(","));
        List<ColumnForm> forms = new ArrayList<>();
        for (int index = 0; index < types.length; index++) {
            forms.add(new ColumnForm(header.get(index), ValueType.TEXT, types[index], true, rows, 0, 0));
        }
        PackagePart part = PackagePart.delimited(
                "items.csv",
                Dialect.usual(CsvDialect.usual(",")),
                rows,
                FileFingerprint.OWN,
                header,
                header.stream()
                        .map(name -> PackagePart.Field.read(name, ValueType.TEXT, name))
                        .toList(),
                null);
        return new PackageTable("items", null, "items", List.of(part), forms, rows);
    }
}
