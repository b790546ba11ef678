package dev.pipette.plan;

import dev.pipette.error.ErrorCode;
import java.util.Optional;

/**
 * Why a run would stop, with nothing of it loaded.
 *
 * @param resource whose rows, columns or settings are refused; empty where it is not one alone
 * @param code what the run would throw
 * @param message the whole error, with the way out
 */
public record PlannedRefusal(Optional<String> resource, ErrorCode code, String message) {}
