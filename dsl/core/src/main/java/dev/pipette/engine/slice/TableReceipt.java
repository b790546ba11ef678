package dev.pipette.engine.slice;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What is known of one table of a resource.
 *
 * @param first where the table was seen first
 * @param root whether rows of the resource are in it, and not those of a list
 * @param parents the tables that it is nested in, and where each was first seen to hold it; none for a root table, and one for
 *     others, unless the lists of two tables have the same name
 * @param keepsText whether no text of it is taken for a timestamp
 * @param columns by normalized name
 * @param segments its files, in the order of slices
 */
@Value.Builder
public record TableReceipt(
        Appearance first,
        boolean root,
        Map<String, Appearance> parents,
        boolean keepsText,
        Map<String, ColumnReceipt> columns,
        List<Segment> segments) {
    /** Copies the maps, and puts the segments in order. */
    public TableReceipt {
        parents = Map.copyOf(parents);
        columns = Map.copyOf(columns);
        segments = segments.stream().sorted(Segment.ORDER).toList();
    }

    /** A receipt whose parts are given by name. */
    public static TableReceiptBuilder builder() {
        return new TableReceiptBuilder();
    }

    /** The rows of all segments. */
    public long rows() {
        return segments.stream().mapToLong(Segment::rows).sum();
    }

    /** The rows of the slices before one. */
    public long rowsBefore(int slice) {
        return segments.stream()
                .filter(segment -> segment.slice() < slice)
                .mapToLong(Segment::rows)
                .sum();
    }

    /** The names of the columns, in the order in which they were seen first. */
    public List<String> columnNames() {
        return columns.entrySet().stream()
                .sorted(Comparator.comparing(column -> column.getValue().first()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The names of the tables that it is nested in, in the order in which they were seen to hold it. */
    public List<String> parentNames() {
        return parents.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is known of the rows of both. */
    TableReceipt join(TableReceipt other) {
        Map<String, Appearance> allParents = new HashMap<>(parents);
        other.parents.forEach((name, seen) -> allParents.merge(name, seen, Appearance::join));
        Map<String, ColumnReceipt> allColumns = new HashMap<>(columns);
        other.columns.forEach((name, column) -> allColumns.merge(name, column, ColumnReceipt::join));
        return builder()
                .first(first.join(other.first))
                .root(root || other.root)
                .parents(allParents)
                .keepsText(keepsText || other.keepsText)
                .columns(allColumns)
                .segments(Stream.concat(segments.stream(), other.segments.stream())
                        .toList())
                .build();
    }
}
