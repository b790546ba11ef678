/**
 * Java that a page of documentation shows, found and compiled. Knows {@code java.compiler} alone.
 */
@NullMarked
package dev.pipette.testing.samples;

import org.jspecify.annotations.NullMarked;
