package dev.pipette.avro;

import org.jspecify.annotations.Nullable;

/** Reads the values of one type of a schema. */
@FunctionalInterface
interface ValueReader {
    /**
     * Reads the next value.
     *
     * @return null for NULL
     * @throws CorruptException for bytes that are not such a value
     */
    @Nullable
    Object read(BlockBytes in) throws CorruptException;
}
