package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.schema.Naming;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which columns of a table the columns of a file become. */
final class FileColumns {
    private FileColumns() {}

    /**
     * The normalized names by the names in the file.
     *
     * @throws PipetteException NAME_COLLISION when two of them become one column
     */
    static Map<String, String> of(Path file, List<String> header, Naming naming) {
        for (Naming.Collision collision : naming.collisions(header)) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    file + ": the columns "
                            + collision.keys().stream()
                                    .map(key -> "'" + key + "'")
                                    .collect(Collectors.joining(" and "))
                            + " both become '" + collision.name() + "'. Rename one of them in the file's first line.");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (String field : header) {
            columns.put(field, naming.key(field));
        }
        return columns;
    }
}
