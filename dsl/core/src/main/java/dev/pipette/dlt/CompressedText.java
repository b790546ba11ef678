package dev.pipette.dlt;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Text as base64(zlib(UTF-8)), the form in which dlt stores state, and a schema that is too long.
 *
 * <p>Source: {@code compressed_b64encode} in dlt 1.26, {@code dlt/common/utils.py}.
 */
public final class CompressedText {
    private CompressedText() {}

    public static String encode(String text) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var zlib = new DeflaterOutputStream(bytes, deflater)) {
            zlib.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Returns the text inside, or {@code stored} itself when it is plain JSON.
     *
     * @param what names the document in an error
     */
    public static String decode(String stored, String what) {
        String text = stored.strip();
        if (text.startsWith("{")) {
            return text;
        }
        try (var zlib = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return new String(zlib.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s is neither JSON nor base64 of zlib (%d characters). The row is damaged or cut off."
                            .formatted(what, stored.length()),
                    damaged);
        }
    }
}
