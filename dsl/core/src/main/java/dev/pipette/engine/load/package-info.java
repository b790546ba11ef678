/**
 * Load: publishes a sealed package in one transaction of its destination. Checks, schema changes, dispositions and
 * bookkeeping are the same for every destination and are here, composed with jOOQ; what dialects do not share is in
 * {@link dev.pipette.spi.DestinationSession}.
 *
 * <p>Must not know how rows were extracted, nor any driver.
 */
@NullMarked
package dev.pipette.engine.load;

import org.jspecify.annotations.NullMarked;
