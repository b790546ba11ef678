package dev.pipette.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes sure that Pipette and the work by hand made the same tables: a figure for something else is worth nothing. */
final class Comparison {
    private Comparison() {}

    /**
     * Compares tables of the file that Pipette loaded with those in another.
     *
     * @throws IllegalStateException when types, rows or values differ
     */
    static void check(Path pipette, Path other, List<String> tables) throws Exception {
        try (Duck duck = Duck.inMemory()) {
            duck.execute("SET TimeZone = 'UTC'");
            duck.execute("ATTACH " + Duck.text(pipette) + " AS pipette (READ_ONLY)");
            duck.execute("ATTACH " + Duck.text(other) + " AS other (READ_ONLY)");
            for (String table : tables) {
                Map<String, String> ours = duck.fingerprint("pipette." + PipetteLoad.DATASET + "." + table);
                Map<String, String> theirs = duck.fingerprint("other.main." + table);
                if (!ours.equals(theirs)) {
                    throw new IllegalStateException(
                            "table " + table + " differs.\nPipette's: " + ours + "\nby hand: " + theirs);
                }
            }
        }
    }
}
