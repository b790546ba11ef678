package dev.pipette.slices;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.RowSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows whose input is cut into slices, each of which is read on its own: side by side on threads, or by other processes. The rows
 * of a resource are in the order of its slices.
 *
 * <pre>{@code
 * final class Events implements SlicedRows {
 *     public List<SliceBounds> slices(ExtractContext context) throws Exception {
 *         return SliceBounds.numbers("page", 1, api.pages());
 *     }
 *
 *     public Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception {
 *         return api.page(slice.integer("page"));
 *     }
 * }
 * }</pre>
 */
public interface SlicedRows extends RowSource.Opener {
    /** How many slices are read at the same time in one process, where nothing else is asked for. */
    int USUAL_PARALLEL = 4;

    /**
     * Cuts the input, in the order of its rows. Called once in a run, by the process that loads.
     *
     * @param context of the run; what is put into its state is committed with the rows
     * @return the slices; none where there is nothing to read
     * @throws Exception any; the run fails with it and loads nothing of the resource
     */
    List<SliceBounds> slices(ExtractContext context) throws Exception;

    /**
     * Opens the rows of a slice. Called by several threads at once, and again where a slice is read a second time.
     *
     * @param context of the run; nothing can be put into its state
     * @return the rows; the engine closes the stream
     * @throws Exception any; the run fails with it and loads nothing of the resource
     */
    Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception;

    /** Cuts the input of a resource into slices; see {@link #slices}. */
    @FunctionalInterface
    interface Cut {
        /**
         * Cuts the input.
         *
         * @throws Exception any; the run fails with it and loads nothing of the resource
         */
        List<SliceBounds> slices(ExtractContext context) throws Exception;
    }

    /** Opens the rows of a slice; see {@link #open(SliceBounds, ExtractContext)}. */
    @FunctionalInterface
    interface Reader {
        /**
         * Opens the rows.
         *
         * @throws Exception any; the run fails with it and loads nothing of the resource
         */
        Stream<?> open(SliceBounds slice, ExtractContext context) throws Exception;
    }

    /** Rows whose input one function cuts, and whose slices another one opens. */
    static SlicedRows of(Cut slices, Reader rows) {
        return new CutRows(slices, rows);
    }

    /** How many slices are read at the same time in one process. */
    default int parallel() {
        return USUAL_PARALLEL;
    }

    /**
     * All rows, of the slices in their order: what one process reads. A source that has a better way to read all, such as one snapshot
     * for several connections, has its own method here, and its own {@link #withParallel}.
     */
    @Override
    default Stream<?> open(ExtractContext context) throws Exception {
        return open(slices(context), context);
    }

    /**
     * The rows of some slices in their order: what another process reads for one task. A source that can read slices together, such as
     * in one connection, has its own method here, and its own {@link #withParallel}.
     */
    default Stream<?> open(List<SliceBounds> slices, ExtractContext context) {
        return SlicesInOrder.open(this, slices, context);
    }

    /** The same rows, with another number of slices that are read at the same time. */
    default SlicedRows withParallel(int slices) {
        return new WithParallel(this, slices);
    }
}
