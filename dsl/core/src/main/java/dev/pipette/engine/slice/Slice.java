package dev.pipette.engine.slice;

/**
 * A part of a resource's input that is extracted on its own. The rows of a resource are in the order of its slices, and in each
 * slice in the order of its input.
 *
 * <pre>{@code
 * Slice first = new Slice(0, 2, new Slice.FileRun(0, 3));
 * Slice second = new Slice(1, 2, new Slice.FileRun(3, 5));
 * }</pre>
 *
 * @param position among the slices of the resource, from 0
 * @param of how many slices the resource has
 * @param part what the slice has of the input
 */
public record Slice(int position, int of, Part part) {
    /** The one slice of an input that is not cut. */
    public static final Slice WHOLE = new Slice(0, 1, new Whole());

    /** What a slice has of the input. */
    public sealed interface Part {}

    /** All of the input. */
    public record Whole() implements Part {}

    /**
     * Files that follow each other in the order in which the resource reads its files.
     *
     * @param from place of the first one
     * @param to place after the last one
     */
    public record FileRun(int from, int to) implements Part {}
}
