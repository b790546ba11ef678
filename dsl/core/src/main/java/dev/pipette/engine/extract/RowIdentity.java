package dev.pipette.engine.extract;

import dev.pipette.engine.files.FileIdentity;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.RowKeyColumns;
import dev.pipette.engine.normalize.JsonText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.spi.RowStep;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What identifies a row at the boundary of a cursor, for the package. Of a row of a flat file DuckDB has computed it. Of another
 * row Java computes a digest where there is no key, and leaves a key to the package. Looks at one row at a time; for one thread.
 */
final class RowIdentity {
    private static final int HALF = 2 * Long.BYTES;

    private final ResourcePlan resource;
    private final List<String> key;
    private final @Nullable KnownRows known;
    private final UnaryOperator<String> names;
    private final RowDigest inJava;
    private final RowDigest byKeys = new RowDigest(UnaryOperator.identity());
    private Map<String, Object> row = Map.of();
    private long number;
    private String ofFile = "";

    /**
     * The identity of the rows of a resource.
     *
     * @param key the columns that identify a row; none where all of them do
     * @param known the rows that are known to be loaded; null where none is looked for
     * @param names gives each key the name under which its column was first loaded: a migration may have given it another one
     */
    RowIdentity(ResourcePlan resource, List<String> key, @Nullable KnownRows known, UnaryOperator<String> names) {
        this.resource = resource;
        this.key = key;
        this.known = known;
        this.names = names;
        this.inJava = new RowDigest(names);
    }

    /** The identity of the rows of a walk; null where nothing has to identify them. */
    static @Nullable RowIdentity of(WalkRules rules, Naming naming) {
        Map<String, String> firstNames = rules.start().boundary().firstNames();
        UnaryOperator<String> names = key -> {
            String name = naming.key(key);
            return firstNames.getOrDefault(name, name);
        };
        if (rules.start().boundary().digests()) {
            return new RowIdentity(rules.resource(), List.of(), rules.known(), names);
        }
        CursorLoad cursor = rules.start().cursor();
        return cursor != null && cursor.deduplicated()
                ? new RowIdentity(rules.resource(), cursor.rules().key(), null, names)
                : null;
    }

    /** What the rows of a file need. */
    FileIdentity ofFile(
            Naming naming, @Nullable AddedColumns added, BiFunction<Integer, RowStep.Constant, Object> constants) {
        return new LoadedIdentity(resource, naming, key, names, added, constants);
    }

    /** What of a row identifies it, as it is now: code may change the row. */
    Map<String, Object> part(Map<String, Object> of, Naming naming) {
        return LoadedIdentity.part(of, key, naming);
    }

    /**
     * Looks at a row.
     *
     * @param identity that DuckDB computed; empty where it computed none, and where code changed the row
     */
    void begin(Map<String, Object> next, long rowNumber, String identity) {
        row = next;
        number = rowNumber;
        ofFile = identity;
        if (ofFile.isEmpty() && key.isEmpty()) {
            digest();
        }
    }

    /** Whether the row is known to be loaded. Earlier versions knew rows of files that Java read by the digest of Java. */
    boolean isLoaded() {
        if (known == null) {
            return false;
        }
        if (!ofFile.isEmpty()) {
            long high = HexFormat.fromHexDigitsToLong(ofFile, 0, HALF);
            if (known.contains(high, HexFormat.fromHexDigitsToLong(ofFile, HALF, 2 * HALF))) {
                return true;
            }
            digest();
        }
        return known.contains(inJava.high(), inJava.low()) || (inJava.isRenamed() && isLoadedByKeys(known));
    }

    /** Whether an earlier version loaded the row, which knew it by its keys and not by the names of columns. */
    private boolean isLoadedByKeys(KnownRows loaded) {
        digest(byKeys);
        return loaded.contains(byKeys.high(), byKeys.low());
    }

    /** The hidden columns of the row. Rows that code made equal are equal, whatever they were in the file. */
    Map<String, String> hidden() {
        if (!key.isEmpty()) {
            return ofFile.isEmpty() ? Map.of() : Map.of(RowKeyColumns.KEY_TEXT, ofFile);
        }
        if (ofFile.isEmpty()) {
            return Map.of(RowKeyColumns.ROW_KEY, inJava.hex());
        }
        if (!resource.deduplicatesWithinRun()) {
            return Map.of(RowKeyColumns.ROW_KEY, ofFile);
        }
        digest();
        return Map.of(RowKeyColumns.ROW_KEY, ofFile, RowKeyColumns.EQUAL_KEY, inJava.hex());
    }

    private void digest() {
        digest(inJava);
    }

    private void digest(RowDigest digest) {
        try {
            digest.of(row);
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    "resource " + resource.name() + ", row " + number + ": the row cannot be told from others at the"
                            + " cursor's boundary: " + JsonText.reason(failed)
                            + ". Change it with .map(..), or name a primary key.",
                    failed);
        }
    }
}
