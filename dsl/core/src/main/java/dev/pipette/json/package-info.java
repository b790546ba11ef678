/**
 * JSON as rows: reads one row at a time, without losing a digit, and says where in the input something is wrong.
 *
 * <p>Must not know resources, tables or destinations.
 */
@NullMarked
package dev.pipette.json;

import org.jspecify.annotations.NullMarked;
