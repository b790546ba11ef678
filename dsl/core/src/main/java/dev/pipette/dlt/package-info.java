/**
 * The forms in which dlt 1.26 writes what it keeps: JSON, typed values, compressed text, and digests, byte for byte.
 *
 * <p>Must not know schemas, state or the engine.
 */
@NullMarked
package dev.pipette.dlt;

import org.jspecify.annotations.NullMarked;
