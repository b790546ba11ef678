package dev.pipette.files;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * XML, of which each element of a name is a row.
 *
 * <p>Options: {@code record}, {@code lists} and {@code attribute_prefix}, for which {@link dev.pipette.FileFormat} has
 * methods.
 */
public final class XmlFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public XmlFormat() {}

    @Override
    public String name() {
        return "xml";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".xml");
    }

    @Override
    public boolean isReadByRow() {
        return true;
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, List.of(FileFormat.ATTRIBUTE_PREFIX, FileFormat.LISTS, FileFormat.RECORD));
        XmlShape shape = new XmlShape(
                Optional.ofNullable(options.get(FileFormat.RECORD)).map(XmlFormat::path),
                options.containsKey(FileFormat.LISTS)
                        ? Set.copyOf(List.of(options.get(FileFormat.LISTS).split("\n", -1)))
                        : Set.of(),
                options.getOrDefault(FileFormat.ATTRIBUTE_PREFIX, ""));
        return new FileContent.Rows(
                file,
                () -> XmlRows.open(() -> PlainBytes.open(file), file.named().toString(), shape));
    }

    /** The names of a path; a name alone means an element wherever it is. */
    private static List<String> path(String record) {
        String names = record.startsWith("/") ? record.substring(1) : record;
        List<String> path = Arrays.asList(names.split("/", -1));
        if (path.contains("") || record.contains("*") || record.contains(":")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + record + "' does not name an element. Give its name without a prefix, or a path of names from"
                            + " the root element: order, orders/order.");
        }
        return path;
    }
}
