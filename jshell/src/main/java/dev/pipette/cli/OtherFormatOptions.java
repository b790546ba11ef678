package dev.pipette.cli;

import dev.pipette.FileFormat;
import dev.pipette.Resource;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files are read that are not delimited text. For another format, each of these options is refused by the format. */
final class OtherFormatOptions {
    @Option(
            names = "--sheet",
            paramLabel = "NAME",
            description =
                    "The sheet of xlsx, by its name or its number from 1. Default: the first one that is not hidden.")
    private @Nullable String sheet;

    @Option(
            names = "--range",
            paramLabel = "CELLS",
            description = "The cells of xlsx that hold the table, its names included: B3:F100, B3:F, B3 or B:F.")
    private @Nullable String range;

    @Option(
            names = "--record",
            paramLabel = "ELEMENT",
            description = "The element of xml that is a row: order, or a path from the root: orders/order. Default: the"
                    + " elements in the root.")
    private @Nullable String record;

    @Option(
            names = "--lists",
            split = ",",
            paramLabel = "ELEMENT",
            description = "Elements of xml that are lists also where a file has each of them once: item,tag.")
    private @Nullable List<String> lists;

    @Option(
            names = "--attribute-prefix",
            paramLabel = "TEXT",
            description = "What the names of columns begin with that are attributes of xml.")
    private @Nullable String attributePrefix;

    @Option(
            names = "--positions",
            split = ",",
            paramLabel = "COLUMN=PLACE",
            description = "The columns of text of fixed width: id=1-5,name=6-25,note=26-, or by their widths:"
                    + " id=5,name=20.")
    private @Nullable List<String> positions;

    @Option(
            names = "--trim",
            paramLabel = "ENDS",
            completionCandidates = Ends.class,
            description = "Where fields of fixed width lose their spaces: both (the default), right or none.")
    private @Nullable String trim;

    /** For completion. */
    static final class Ends implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("both", "right", "none").iterator();
        }
    }

    /** The resource with what was typed. */
    Resource applied(Resource resource) {
        Resource read = with(resource, FileFormat.SHEET, sheet);
        read = with(read, FileFormat.RANGE, range);
        read = with(read, FileFormat.RECORD, record);
        read = with(read, FileFormat.LISTS, lists == null ? null : String.join("\n", lists));
        read = with(read, FileFormat.POSITIONS, positions == null ? null : String.join("\n", positions));
        read = with(read, FileFormat.TRIM, trim);
        return with(read, FileFormat.ATTRIBUTE_PREFIX, attributePrefix);
    }

    private static Resource with(Resource resource, String option, @Nullable String value) {
        return value == null ? resource : resource.option(option, value);
    }
}
