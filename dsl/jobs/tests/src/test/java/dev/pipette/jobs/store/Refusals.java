package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.error.PipetteException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What was refused. */
final class Refusals {
    private Refusals() {}

    static PipetteException of(ThrowingCallable refused) {
        return catchThrowableOfType(PipetteException.class, refused);
    }
}
