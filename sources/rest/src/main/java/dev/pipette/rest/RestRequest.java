package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of an API. It is asked again when no good answer comes, so it must be one that only reads.
 *
 * <pre>{@code
 * RestRequest.get("/report").query("group", "date,source").query("per", "1000");
 * RestRequest.post("/v1/networks/reporting/entity/table").json(body);
 * }</pre>
 *
 * @param method GET or POST
 * @param path from the base of the client, beginning with a slash
 * @param query parameters, in order
 * @param body JSON
 */
@CheckReturnValue
public record RestRequest(String method, String path, List<Parameter> query, Optional<ObjectNode> body) {
    /** A query parameter, not encoded. */
    public record Parameter(String name, String value) {}

    /** Copies the parameters. */
    public RestRequest {
        query = List.copyOf(query);
    }

    /** A request without a body. */
    public static RestRequest get(String path) {
        return new RestRequest("GET", path, List.of(), Optional.empty());
    }

    /** A request whose body says what to read. */
    public static RestRequest post(String path) {
        return new RestRequest("POST", path, List.of(), Optional.empty());
    }

    /** Adds a query parameter. */
    public RestRequest query(String name, String value) {
        List<Parameter> more = new ArrayList<>(query);
        more.add(new Parameter(name, value));
        return new RestRequest(method, path, more, body);
    }

    /** Sets the body. */
    public RestRequest json(ObjectNode body) {
        return new RestRequest(method, path, query, Optional.of(body));
    }
}
