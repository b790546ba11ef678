package dev.pipette.signalroom;

import tools.jackson.databind.JsonNode;

/** What the three sources have in common. */
final class SignalRoom {
    /** The default owner of rows; SignalRoom's own default. */
    static final String CLIENT_ID = "demo";

    private SignalRoom() {}

    /** The first of these numbers that is there. Zero is there. */
    static JsonNode first(JsonNode numbers, String name, String otherwise) {
        JsonNode value = numbers.path(name);
        return value.isMissingNode() || value.isNull() ? numbers.path(otherwise) : value;
    }
}
