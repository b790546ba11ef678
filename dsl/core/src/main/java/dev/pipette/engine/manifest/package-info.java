/**
 * A load package as a value: what is in it, how its columns are written, and what each resource remembers. It is what {@code
 * manifest.json} holds.
 *
 * <p>Must not know where the package is, how it was written, or the destination.
 */
@NullMarked
package dev.pipette.engine.manifest;

import org.jspecify.annotations.NullMarked;
