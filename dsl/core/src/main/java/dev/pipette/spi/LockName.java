package dev.pipette.spi;

import java.util.Locale;

/**
 * What a lock is for. Its text is what every version of Pipette locks by, so that an older and a newer one exclude each
 * other: it never changes.
 *
 * <pre>{@code
 * session.lock(new TreeSet<>(List.of(LockName.pipeline("shop"), LockName.table("shop", "orders"))));
 * }</pre>
 *
 * @param kind what kind of thing it is for
 * @param what its name
 */
public record LockName(Kind kind, String what) implements Comparable<LockName> {
    /** What locks are for. */
    public enum Kind {
        /** The tables of Pipette's own in a dataset. */
        DATASET,
        /** A load id in a dataset. */
        LOAD,
        /** The state of a pipeline. */
        PIPELINE,
        /** A root table with what is nested in it. */
        TABLE;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    public static LockName dataset(String dataset) {
        return new LockName(Kind.DATASET, dataset);
    }

    public static LockName load(String dataset, String loadId) {
        return new LockName(Kind.LOAD, dataset + "." + loadId);
    }

    public static LockName pipeline(String pipeline) {
        return new LockName(Kind.PIPELINE, pipeline);
    }

    public static LockName table(String dataset, String table) {
        return new LockName(Kind.TABLE, dataset + "." + table);
    }

    /** The text that destinations lock by: {@code table shop.orders}. */
    public String text() {
        return kind.word + " " + what;
    }

    /** All who load take their locks in this order, the order of the texts. */
    @Override
    public int compareTo(LockName other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
