package dev.pipette.engine.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.stream.IntStream;

/** The names of the columns of a delimited file whose first line is a row. */
final class GivenNames {
    private static final int LONGEST = 120;

    private GivenNames() {}

    /**
     * The names that were given, or {@code column0}, {@code column1} and so on; none for an empty file.
     *
     * @throws PipetteException SOURCE_UNREADABLE when the first line has another number of fields
     */
    static List<String> of(DelimitedFile file) {
        List<String> first = HeaderLine.read(file);
        int fields = first.size();
        List<String> names = file.dialect().names();
        if (fields == 0) {
            return List.of();
        }
        if (names.isEmpty()) {
            return IntStream.range(0, fields)
                    .mapToObj(index -> "column" + index)
                    .toList();
        }
        if (names.size() != fields) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + ": its first row has " + fields + (fields == 1 ? " field (\"" : " fields (\"")
                            + shown(String.join(file.dialect().delimiter(), first)) + "\"), but " + names.size()
                            + (names.size() == 1 ? " name is" : " names are") + " given (" + String.join(", ", names)
                            + "). Nothing of it was loaded. Give each column a name with .withoutHeader(..)"
                            + " (--header NAME,..), or correct the delimiter, which is '"
                            + file.dialect().delimiter().replace("\t", "\\t") + "' here.");
        }
        return names;
    }

    private static String shown(String row) {
        return row.length() <= LONGEST ? row : row.substring(0, LONGEST) + "…";
    }
}
