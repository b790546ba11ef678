package dev.pipette.testing.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** All texts of this package's assertions, none of which shows a secret. */
final class FakeHttpMessages {
    private FakeHttpMessages() {}

    static String noRoute(ReceivedRequest request, List<String> routes) {
        return "no route for " + request + "; " + routes(routes);
    }

    private static String routes(List<String> routes) {
        return routes.isEmpty() ? "there are no routes" : "the routes are: " + String.join(", ", routes);
    }

    static String count(String selection, int expected, List<ReceivedRequest> received) {
        return "expected %d %s but received %d:%s"
                .formatted(expected, requests(selection, expected), received.size(), list(received));
    }

    static String nothing(String selection, List<ReceivedRequest> received) {
        return "expected no %s but received %d:%s".formatted(requests(selection, 0), received.size(), list(received));
    }

    static String noSuchRequest(String selection, int number, List<ReceivedRequest> received) {
        return "there is no %s number %d: received %d:%s"
                .formatted(requests(selection, 1), number, received.size(), list(received));
    }

    static String notReceived(String selection, String expected, List<ReceivedRequest> received) {
        return "expected a %s%n  %s%nbut received %d:%s"
                .formatted(requests(selection, 1), expected, received.size(), list(received));
    }

    static String order(String selection, List<String> expected, List<ReceivedRequest> received) {
        return "expected these %s in this order:%s%nbut received:%s"
                .formatted(requests(selection, 2), numbered(expected), list(received));
    }

    static String unexpected(List<Journal.Unexpected> unexpected, List<String> routes) {
        return "received %d that %s not expected:%s%n%s"
                .formatted(
                        unexpected.size(),
                        unexpected.size() == 1 ? "was" : "were",
                        lines(unexpected.stream()
                                .map(each -> each.request().number() + ". " + each.request() + ": " + each.why())
                                .toList()),
                        routes(routes));
    }

    static String method(ReceivedRequest request, String expected) {
        return "%s should have method %s".formatted(named(request), expected);
    }

    static String path(ReceivedRequest request, String expected) {
        return "%s should have path %s"
                .formatted(named(request), request.secrets().masked(expected));
    }

    static String value(
            ReceivedRequest request, String what, String name, String expected, Optional<List<String>> actual) {
        HiddenValues secrets = request.secrets();
        if (actual.isEmpty()) {
            return "%s should have %s %s = %s, but has none; it has %s"
                    .formatted(named(request), what, name, secrets.masked(name, expected), names(request, what));
        }
        if (secrets.isSecret(name)) {
            return "%s should have %s %s with another value than it has; values of this name are not shown"
                    .formatted(named(request), what, name);
        }
        return "%s should have %s %s = %s, but it is %s"
                .formatted(
                        named(request),
                        what,
                        name,
                        secrets.masked(expected),
                        secrets.masked(String.join(", ", actual.get())));
    }

    static String missing(ReceivedRequest request, String what, String name) {
        return "%s should have %s %s; it has %s".formatted(named(request), what, name, names(request, what));
    }

    static String superfluous(ReceivedRequest request, String what, String name, List<String> actual) {
        String shown = actual.stream()
                .map(value -> request.secrets().masked(name, value))
                .collect(Collectors.joining(", "));
        return "%s should have no %s %s, but it is %s".formatted(named(request), what, name, shown);
    }

    static String body(ReceivedRequest request, String expected) {
        return "%s should have the body%n  %s%nbut it is%n  %s"
                .formatted(named(request), shown(request, expected), shown(request, request.body()));
    }

    static String noJson(ReceivedRequest request) {
        return "%s should have a body of JSON, but it is%n  %s"
                .formatted(named(request), shown(request, request.body()));
    }

    private static String shown(ReceivedRequest request, String body) {
        Optional<JsonNode> tree = Json.document(body);
        return tree.isPresent()
                ? Json.compact(request.secrets().masked(tree.get()))
                : body.isEmpty() ? "(empty)" : request.secrets().masked(body);
    }

    private static String names(ReceivedRequest request, String what) {
        var names = what.equals("header")
                ? request.headers().keySet()
                : request.query().keySet();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String named(ReceivedRequest request) {
        return "request %d, %s,".formatted(request.number(), request);
    }

    private static String requests(String selection, int number) {
        String noun = number == 1 ? "request" : "requests";
        return selection.isEmpty() ? noun : noun + " to " + selection;
    }

    private static String list(List<ReceivedRequest> received) {
        return received.isEmpty()
                ? " none"
                : lines(received.stream()
                        .map(request -> request.number() + ". " + request)
                        .toList());
    }

    private static String numbered(List<String> texts) {
        return lines(IntStream.range(0, texts.size())
                .mapToObj(i -> (i + 1) + ". " + texts.get(i))
                .toList());
    }

    private static String lines(List<String> texts) {
        return texts.stream().map(text -> System.lineSeparator() + "  " + text).collect(Collectors.joining());
    }
}
