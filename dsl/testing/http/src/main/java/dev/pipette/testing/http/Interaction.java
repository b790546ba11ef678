package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was asked once, and what was answered, without secrets. */
record Interaction(Question question, Map<String, List<String>> requestHeaders, Reaction reaction) {

    /**
     * What a request must have in common with a recorded one.
     *
     * @param query by name, the secret ones too, which do not count
     */
    record Question(String method, String path, Map<String, List<String>> query, CassetteBody body) {
        private static final Pattern BOUNDARY =
                Pattern.compile("^multipart/.*boundary=\"?([^\";]+)", Pattern.CASE_INSENSITIVE);

        static Question of(ReceivedRequest request, HiddenValues secrets) {
            Map<String, List<String>> query = new LinkedHashMap<>();
            request.query()
                    .forEach((name, values) -> query.put(
                            name,
                            values.stream()
                                    .map(value -> secrets.masked(name, value))
                                    .toList()));
            return new Question(
                    request.method(), secrets.masked(request.path()), query, CassetteBody.of(body(request), secrets));
        }

        /** Clients draw the line between parts by chance, again for each request. */
        private static byte[] body(ReceivedRequest request) {
            Matcher line = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
            if (!line.find()) {
                return request.bodyBytes();
            }
            return new String(request.bodyBytes(), StandardCharsets.ISO_8859_1)
                    .replace(line.group(1), "boundary")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        /** The part that counts. */
        Question essence(HiddenValues secrets) {
            Map<String, List<String>> essential = new TreeMap<>();
            query.forEach((name, values) -> {
                if (!secrets.isSecret(name)) {
                    essential.put(name, values.stream().sorted().toList());
                }
            });
            return new Question(method, path, essential, body);
        }

        String line(HiddenValues secrets) {
            return ReceivedRequest.line(method, path, query, secrets);
        }
    }

    /** What was answered. */
    record Reaction(int status, Map<String, List<String>> headers, CassetteBody body) {}
}
