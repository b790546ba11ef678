package dev.pipette.slices;

import dev.pipette.incremental.ExtractContext;
import java.util.List;
import java.util.stream.Stream;

/** Rows in slices by two functions. */
record CutRows(Cut cut, Reader reader) implements SlicedRows {
    @Override
    public List<SliceBounds> slices(ExtractContext context) throws Exception {
        return cut.slices(context);
    }

    @Override
    public Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception {
        return reader.open(slice, context);
    }
}
