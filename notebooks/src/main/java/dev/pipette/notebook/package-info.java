/**
 * Pipette in Jupyter: a kernel for Java, and how results look in a notebook. Must not know a destination or a source; no other
 * module knows this one.
 *
 * <pre>{@code
 * pipette notebook install
 * jupyter lab
 * }</pre>
 */
@NullMarked
package dev.pipette.notebook;

import org.jspecify.annotations.NullMarked;
