/**
 * Java processes that a test starts, and that start quickly.
 *
 * <p>Must not know what runs in them.
 */
@NullMarked
package dev.pipette.testing.child;

import org.jspecify.annotations.NullMarked;
