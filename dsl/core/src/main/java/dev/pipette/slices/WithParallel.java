package dev.pipette.slices;

import dev.pipette.incremental.ExtractContext;
import java.util.List;
import java.util.stream.Stream;

/** Other rows, of which more or fewer slices are read at the same time. */
record WithParallel(SlicedRows rows, int parallel) implements SlicedRows {
    @Override
    public List<SliceBounds> slices(ExtractContext context) throws Exception {
        return rows.slices(context);
    }

    @Override
    public Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception {
        return rows.open(slice, context);
    }

    @Override
    public boolean isConditional() {
        return rows.isConditional();
    }

    @Override
    public SlicedRows withParallel(int slices) {
        return new WithParallel(rows, slices);
    }
}
