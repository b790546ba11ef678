package dev.pipette.rest;

import dev.pipette.rest.page.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an answer as a tree.
 *
 * @param check throws a {@link Setback} when the document is none that was wanted
 */
record JsonReading(ClientOptions options, RequestProblems problems, Consumer<JsonNode> check)
        implements Wire.Reading<Answer> {
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Numbers keep all their digits, and nothing may follow the document. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static JsonNode tree(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    @Override
    public Answer read(Received received) throws IOException, Spool.TooLongException {
        byte[] body = body(received);
        JsonNode document;
        try {
            document = MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            throw Setback.doubtful(
                    "answered " + received.status() + " with what is not JSON: "
                            + problems.said(Optional.empty(), new String(body, StandardCharsets.UTF_8)),
                    notJson);
        }
        if (document.isMissingNode()) {
            throw Setback.doubtful("answered " + received.status() + " without a word", null);
        }
        check.accept(document);
        return new Answer(document, body.length);
    }

    private byte[] body(Received received) throws IOException, Spool.TooLongException {
        BufferedSource source = received.body();
        long most = Math.min(options.maxBodySize(), LONGEST_ARRAY);
        if (received.length() > most || source.request(most + 1)) {
            throw problems.tooMuch(
                    received.request(),
                    received.url(),
                    "answered with more than " + RequestProblems.shown(most),
                    "maxBodySize(..)");
        }
        return source.readByteArray();
    }
}
