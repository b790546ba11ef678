/**
 * Asks web APIs that answer with JSON: keys, limits on how often and how many at once, what is tried again and when, pages,
 * and one error that says what the API said. It knows no API in particular and no resource.
 *
 * <pre>{@code
 * RestClient api = RestClient.of("Everflow", "https://api.eflow.team")
 *     .auth(Auth.header("X-Eflow-API-Key", key))
 *     .atOnce(10);
 * JsonNode zones = api.json(RestRequest.get("/v1/meta/timezones"));
 * }</pre>
 */
@NullMarked
package dev.pipette.rest;

import org.jspecify.annotations.NullMarked;
