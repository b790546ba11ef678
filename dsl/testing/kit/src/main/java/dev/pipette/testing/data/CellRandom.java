package dev.pipette.testing.data;

/**
 * The random numbers of one cell: they depend on the seed, the column and the row, and on nothing else, so that rows
 * can be made in any order and by any thread.
 *
 * <p>Source of the steps: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. It is
 * written out here because the JDK does not promise that its generators stay the same.
 */
final class CellRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    CellRandom(long seed, String column, long row) {
        this.state = mixed(mixed(seed ^ hash(column)) + row * GOLDEN_GAMMA);
    }

    /** A seed that is derived from another one, and from a name. */
    static long derived(long seed, String name) {
        return mixed(seed ^ hash(name));
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    /** From 0, and less than a bound, which is positive. */
    long below(long bound) {
        return Math.floorMod(next() >>> 1, bound);
    }

    /** From 0, and less than a bound, which is positive. */
    int below(int bound) {
        return (int) below((long) bound);
    }

    /** From 0, and less than 1. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** FNV-1a over the UTF-16 units: {@link String#hashCode} has too many collisions for a seed. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * 0x100000001B3L;
        }
        return hash;
    }
}
