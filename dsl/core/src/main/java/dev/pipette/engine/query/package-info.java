/**
 * Queries over the files of a package: its rows with the types of the destination, cursor ends, and the comparison of two
 * packages.
 *
 * <p>Must not know how the files were written, nor the destination.
 */
@NullMarked
package dev.pipette.engine.query;

import org.jspecify.annotations.NullMarked;
