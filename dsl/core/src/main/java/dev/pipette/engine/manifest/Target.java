package dev.pipette.engine.manifest;

import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;

/**
 * The type that the values of a column are converted to.
 *
 * @param type of the values
 * @param precision digits of a decimal, or the bits of an integer; 0 where the type has none
 * @param scale digits of a decimal after the point
 * @param taken which values of the type the column takes
 */
public record Target(ValueType type, int precision, int scale, Taken taken) {
    /** A column that takes every value of its type. */
    public Target(ValueType type, int precision, int scale) {
        this(type, precision, scale, new Taken.All());
    }
}
