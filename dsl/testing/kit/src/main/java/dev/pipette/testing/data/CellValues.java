package dev.pipette.testing.data;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of one column: first its edge values, then others, with an edge value now and then. */
final class CellValues {
    /** After the first rows, one value in this many is an edge value. */
    private static final int EDGE_RARITY = 32;

    private final GeneratedColumn column;
    private final boolean unique;
    private final long seed;
    private final double nulls;
    private final boolean beginsWithNull;
    private final List<Object> edges;

    /**
     * The values of a column.
     *
     * @param unique whether each value comes once
     * @param nulls the share of nulls, in a column that may have them
     */
    CellValues(GeneratedColumn column, boolean unique, long seed, double nulls, Set<Edge> unwanted) {
        this.column = column;
        this.unique = unique;
        this.seed = seed;
        boolean none = !column.nullable() || column.increasing() || unwanted.contains(Edge.NULL);
        this.nulls = none ? 0 : nulls;
        this.beginsWithNull = this.nulls > 0;
        this.edges = column.increasing() ? List.of() : EdgeValues.of(column, unwanted);
    }

    String name() {
        return column.name();
    }

    /** The number of rows that edge values fill. */
    int edges() {
        return edges.size() + (beginsWithNull ? 1 : 0);
    }

    /**
     * The value of a row.
     *
     * @param row from 0
     */
    @Nullable
    Object value(long row) {
        if (column.increasing()) {
            return IncreasingValues.of(column, seed, row);
        }
        if (row < edges.size()) {
            return edges.get((int) row);
        }
        if (row == edges.size() && beginsWithNull) {
            return null;
        }
        CellRandom random = new CellRandom(seed, column.name(), row);
        if (unique) {
            return UniqueValues.of(column, row, random);
        }
        if (nulls > 0 && random.fraction() < nulls) {
            return null;
        }
        return !edges.isEmpty() && random.below(EDGE_RARITY) == 0
                ? edges.get(random.below(edges.size()))
                : RandomValues.of(column, random);
    }
}
