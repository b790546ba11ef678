package dev.pipette.engine.slice;

import dev.pipette.schema.ValueType;
import java.util.Optional;

/**
 * How the texts of a column write times.
 *
 * @param zoned whether all of them are written as timestamps with an offset are
 * @param local whether all of them are written as timestamps without an offset are
 */
public record TimeWriting(boolean zoned, boolean local) {
    /** Of a column whose texts show nothing: there are none, or only infinities. */
    public static final TimeWriting NONE_SEEN = new TimeWriting(true, true);

    /** The type that all texts may have; empty where one of them is written in another way, or none shows it. */
    public Optional<ValueType> type() {
        if (zoned == local) {
            return Optional.empty();
        }
        return Optional.of(zoned ? ValueType.TIMESTAMP : ValueType.LOCAL_TIMESTAMP);
    }

    /** How the texts of both write times. */
    TimeWriting join(TimeWriting other) {
        return new TimeWriting(zoned && other.zoned, local && other.local);
    }
}
