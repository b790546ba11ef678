/**
 * What a load will do to the destination's tables, decided before anything is written: {@code LoadPlan}.
 *
 * <p>Must not write.
 */
@NullMarked
package dev.pipette.engine.load.plan;

import org.jspecify.annotations.NullMarked;
