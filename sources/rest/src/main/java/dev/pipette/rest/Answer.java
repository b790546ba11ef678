package dev.pipette.rest;

import tools.jackson.databind.JsonNode;

/**
 * A good answer.
 *
 * @param size of its body in bytes, decompressed
 */
record Answer(JsonNode document, long size) {}
