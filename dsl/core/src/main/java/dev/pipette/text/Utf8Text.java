package dev.pipette.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes that should be UTF-8, as text of which nothing is lost.
 *
 * <pre>{@code
 * Utf8Text.of(new byte[] {'M', (byte) 0xFC, 'l'});   // M\xFCl
 * }</pre>
 */
public final class Utf8Text {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Utf8Text() {}

    /** The text; each byte that is not UTF-8 is written {@code \xFC}. */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder(bytes.length);
        for (CoderResult result = decoder.decode(in, out, true);
                !result.isUnderflow();
                result = decoder.decode(in, out, true)) {
            text.append(out.flip());
            out.clear();
            for (int malformed = result.isMalformed() ? result.length() : 0; malformed > 0; malformed--) {
                text.append("\\x").append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
        return text.append(out.flip()).toString();
    }

    /** Whether the bytes are UTF-8. */
    public static boolean isValid(byte[] bytes) {
        return isValid(ByteBuffer.wrap(bytes));
    }

    /** Whether the bytes that remain are UTF-8. */
    public static boolean isValid(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(Math.max(1, Math.min(bytes.remaining(), 1 << 13)));
        while (true) {
            CoderResult result = decoder.decode(bytes, out, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            out.clear();
        }
    }
}
