package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
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
 * @param path from the base of the client, beginning with a slash; or a whole address, at the same host
 * @param query parameters, in order
 * @param headers beside those that every request has
 * @param body JSON
 */
@CheckReturnValue
public record RestRequest(
        String method, String path, List<Parameter> query, List<Parameter> headers, Optional<ObjectNode> body) {
    /** A query parameter or a header, not encoded. */
    public record Parameter(String name, String value) {}

    /** Copies the parameters. */
    public RestRequest {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /** A request without a body. */
    public static RestRequest get(String path) {
        return new RestRequest("GET", path, List.of(), List.of(), Optional.empty());
    }

    /** A request whose body says what to read. */
    public static RestRequest post(String path) {
        return new RestRequest("POST", path, List.of(), List.of(), Optional.empty());
    }

    /** Adds a query parameter. */
    public RestRequest query(String name, String value) {
        return new RestRequest(method, path, more(query, name, value), headers, body);
    }

    /** Adds a header. */
    public RestRequest header(String name, String value) {
        return new RestRequest(method, path, query, more(headers, name, value), body);
    }

    /** Sets the body. */
    public RestRequest json(ObjectNode body) {
        return new RestRequest(method, path, query, headers, Optional.of(body));
    }

    /** Asks at another address, with the same method, headers and body, and without the parameters. */
    public RestRequest at(String address) {
        return new RestRequest(method, address, List.of(), headers, body);
    }

    /**
     * Sets one value, in the place of one that is there.
     *
     * @param target the name of a query parameter, or a JSON Pointer to a place in the body: {@code /page/after}
     * @param value a text, a number or a boolean
     */
    public RestRequest set(String target, Object value) {
        if (!target.startsWith("/")) {
            List<Parameter> others = query.stream()
                    .filter(parameter -> !parameter.name().equals(target))
                    .toList();
            return new RestRequest(method, path, more(others, target, String.valueOf(value)), headers, body);
        }
        ObjectNode changed = body.map(ObjectNode::deepCopy).orElseGet(JsonNodeFactory.instance::objectNode);
        String[] steps = target.substring(1).split("/", -1);
        ObjectNode at = changed;
        for (int step = 0; step < steps.length - 1; step++) {
            at = at.withObjectProperty(name(steps[step]));
        }
        at.set(name(steps[steps.length - 1]), node(value));
        return json(changed);
    }

    private static String name(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case java.math.BigInteger number -> nodes.numberNode(number);
            case Boolean truth -> nodes.booleanNode(truth);
            default -> nodes.stringNode(value.toString());
        };
    }

    /** The same request with its texts changed: path, values of parameters and headers, and texts of the body. */
    RestRequest mapped(UnaryOperator<String> inPath, UnaryOperator<String> elsewhere) {
        return new RestRequest(
                method, inPath.apply(path), mapped(query, elsewhere), mapped(headers, elsewhere), body.map(node ->
                        (ObjectNode) mapped(node, elsewhere)));
    }

    private static List<Parameter> mapped(List<Parameter> all, UnaryOperator<String> change) {
        return all.stream()
                .map(one -> new Parameter(one.name(), change.apply(one.value())))
                .toList();
    }

    private static JsonNode mapped(JsonNode node, UnaryOperator<String> change) {
        if (node.isString()) {
            return JsonNodeFactory.instance.stringNode(change.apply(node.stringValue()));
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(mapped(element, change)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(property -> object.set(property.getKey(), mapped(property.getValue(), change)));
            return object;
        }
        return node;
    }

    private static List<Parameter> more(List<Parameter> all, String name, String value) {
        List<Parameter> more = new ArrayList<>(all);
        more.add(new Parameter(name, value));
        return more;
    }

    /** Method and path, without secrets. */
    @Override
    public String toString() {
        return method + " " + Secrets.masked(path);
    }
}
