package dev.pipette.testing.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A body in the most readable form it has, without secrets. */
sealed interface CassetteBody {
    /** No body. */
    record Empty() implements CassetteBody {}

    /** An object or array. */
    record Tree(JsonNode json) implements CassetteBody {}

    /** UTF-8. */
    record Text(String text) implements CassetteBody {}

    /** Anything else. */
    record Binary(String base64) implements CassetteBody {}

    static CassetteBody of(byte[] bytes, HiddenValues secrets) {
        if (bytes.length == 0) {
            return new Empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            // each byte a character, so that known secrets are found and all else stays
            String latin = secrets.maskedValues(new String(bytes, StandardCharsets.ISO_8859_1));
            return new Binary(Base64.getEncoder().encodeToString(latin.getBytes(StandardCharsets.ISO_8859_1)));
        }
        Optional<JsonNode> tree = Json.document(text);
        return tree.isPresent() ? new Tree(secrets.masked(tree.get())) : new Text(secrets.masked(text));
    }

    /**
     * What is sent.
     *
     * @param upstream the real API's address, which becomes the fake's in texts
     */
    default byte[] bytes(String upstream, String fake) {
        return switch (this) {
            case Empty empty -> new byte[0];
            case Tree(JsonNode json) -> moved(json.toString(), upstream, fake);
            case Text(String text) -> moved(text, upstream, fake);
            case Binary(String base64) -> Base64.getDecoder().decode(base64);
        };
    }

    private static byte[] moved(String text, String upstream, String fake) {
        return text.replace(upstream, fake).getBytes(StandardCharsets.UTF_8);
    }
}
