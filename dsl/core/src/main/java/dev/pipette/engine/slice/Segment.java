package dev.pipette.engine.slice;

import dev.pipette.engine.manifest.PackagePart;
import java.util.Comparator;
import java.util.List;

/**
 * A file with rows of a table that a slice wrote.
 *
 * @param slice position of the slice
 * @param number of the segment among those of the table and the slice
 * @param file its name in the package's folder
 * @param rows that it has
 * @param fields which columns of the table it has
 */
public record Segment(int slice, int number, String file, long rows, List<PackagePart.Field> fields) {
    static final Comparator<Segment> ORDER =
            Comparator.comparingInt(Segment::slice).thenComparingInt(Segment::number);
}
