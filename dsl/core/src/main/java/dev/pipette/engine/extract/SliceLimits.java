package dev.pipette.engine.extract;

/**
 * Into how many slices the input of one resource is cut.
 *
 * @param most how many slices there are at most; they are all read at the same time
 * @param bytes how much of the input is in each slice at least: for less, a thread and segments of its own do not pay
 */
public record SliceLimits(int most, long bytes) {
    /** More slices would make the segments of each too small: they share the memory of one. */
    private static final int MOST = 4;

    private static final long BYTES = 4L << 20;

    /**
     * The limits for some resources that are read at the same time.
     *
     * @param processors of the machine
     */
    public static SliceLimits of(int processors, int resources) {
        return new SliceLimits(Math.clamp(processors / Math.max(1, resources), 1, MOST), BYTES);
    }
}
