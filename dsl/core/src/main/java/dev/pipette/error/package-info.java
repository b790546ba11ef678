/**
 * Errors: {@link dev.pipette.error.PipetteException}, and the {@link dev.pipette.error.ErrorCode codes} that programs switch on.
 *
 * <p>Must not know anything but {@code text}, which masks secrets in messages.
 */
@NullMarked
package dev.pipette.error;

import org.jspecify.annotations.NullMarked;
