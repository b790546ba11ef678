package dev.pipette.engine.normalize;

import dev.pipette.engine.pack.ResourceSlices;
import dev.pipette.engine.pack.SliceTables;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.engine.slice.TableReceipt;
import java.io.IOException;
import java.nio.file.Path;

/** The entrances to the package for one resource: one for each slice of its input. */
public final class Intakes {
    private final ResourceSlices slices;
    private final NormalizeRules rules;

    /**
     * The entrances to the tables of one resource.
     *
     * @param rules how its rows become rows of these tables
     */
    public Intakes(ResourceSlices slices, NormalizeRules rules) {
        this.slices = slices;
        this.rules = rules;
    }

    /** The entrance for a slice; ask once for each. */
    public Intake of(Slice slice) {
        return new Intake(slices.tables(slice), rules);
    }

    /** Which tables the rows fill, as another process has to know it. */
    public SliceTables shared() {
        return slices.shared();
    }

    /** How the rows become rows of tables. */
    public NormalizeRules rules() {
        return rules;
    }

    /** Where a file is in the package that another process wrote for a slice. */
    public Path place(String file) {
        return slices.place(file);
    }

    /**
     * Whether slices that have few enough keys and tables each have few enough together, by their columns. Where they have
     * not, one slice alone finds the row that is at fault.
     */
    public boolean fit(SliceReceipt joined) {
        int columns = joined.tables().values().stream()
                .map(TableReceipt::columns)
                .mapToInt(found -> found.size())
                .sum();
        return columns <= KeyCounts.MOST_KEYS && joined.tables().size() <= KeyCounts.MOST_TABLES;
    }

    /** Deletes what all slices wrote, so that the resource can be read again from its beginning. */
    public void discard() throws IOException {
        slices.discard();
    }
}
