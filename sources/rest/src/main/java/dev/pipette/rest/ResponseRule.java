package dev.pipette.rest;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which answers an action is for.
 *
 * @param content a text that its first 64 KB have
 */
record ResponseRule(OptionalInt status, Optional<String> content, ResponseAction action) {
    boolean fits(int answered, String beginning) {
        return (status.isEmpty() || status.getAsInt() == answered)
                && content.filter(wanted -> !beginning.contains(wanted)).isEmpty();
    }
}
