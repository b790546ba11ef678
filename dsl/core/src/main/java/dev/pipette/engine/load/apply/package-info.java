/**
 * Does what the plan says: changes the schema, and the rows of each table by its write disposition.
 *
 * <p>Must not decide.
 */
@NullMarked
package dev.pipette.engine.load.apply;

import org.jspecify.annotations.NullMarked;
