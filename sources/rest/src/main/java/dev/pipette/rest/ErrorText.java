package dev.pipette.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;

/**
 * What an answer that is not good says.
 *
 * @param text the beginning of its body
 * @param said the same for people, without secrets
 */
record ErrorText(String text, String said) {
    /** Bytes of an error that are read: it is not more than a page of text. */
    private static final long SIZE = 1L << 16;

    static ErrorText of(BufferedSource body, RequestProblems problems) throws IOException {
        body.request(SIZE);
        byte[] bytes = body.readByteArray(Math.min(SIZE, body.getBuffer().size()));
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return new ErrorText(text, problems.said(Optional.of(JsonReading.tree(bytes)), text));
        } catch (JacksonException notJson) {
            return new ErrorText(text, problems.said(Optional.empty(), text));
        }
    }
}
