package dev.pipette.cli;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --rename OLD=NEW} does: keys of the rows get other names, in their places. */
final class Renames {
    private Renames() {}

    /** Renames keys of a resource's rows; without renames the resource stays as it is. */
    static Resource applied(Resource resource, List<String> renames) {
        if (renames.isEmpty()) {
            return resource;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String rename : renames) {
            int equals = rename.lastIndexOf('=');
            if (equals < 1 || equals == rename.length() - 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--rename " + rename + ": write it like --rename OLD=NEW.");
            }
            names.put(rename.substring(0, equals), rename.substring(equals + 1));
        }
        return resource.map(row -> renamed(row, names));
    }

    private static Map<String, Object> renamed(Map<String, Object> row, Map<String, String> names) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        row.forEach((name, value) -> {
            String other = names.getOrDefault(name, name);
            if (renamed.containsKey(other)) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "a row has two values for '" + other + "' after --rename. Choose another new name.");
            }
            renamed.put(other, value);
        });
        return renamed;
    }
}
