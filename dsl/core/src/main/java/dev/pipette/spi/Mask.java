package dev.pipette.spi;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of the values of a column, so that nobody reads them: it is a text, or nothing. Equal values have equal
 * masks.
 *
 * <pre>{@code
 * csv("people", Path.of("people.csv")).mask("email", hmac(System.getenv("MASK_KEY"))).mask("phone", partial(0, 3));
 * }</pre>
 */
public sealed interface Mask {
    /**
     * The mask of a value.
     *
     * @param text of the value
     */
    @Nullable
    String of(String text);

    /**
     * The SHA-256 (FIPS 180-4) of the salt and the text in UTF-8, in 64 hexadecimal digits. Who knows the salt can try values.
     *
     * @param salt before the text; may be empty
     */
    record Sha256(String salt) implements Mask {
        /** Refuses no salt at all. */
        public Sha256 {
            Objects.requireNonNull(salt, "salt");
        }

        @Override
        public String of(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest((salt + text).getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible); // each JDK has it
            }
        }

        @Override
        public String toString() {
            return "sha256";
        }
    }

    /**
     * The HMAC-SHA-256 (RFC 2104) of the text in UTF-8, in 64 hexadecimal digits.
     *
     * @param key in UTF-8; not empty
     */
    record Hmac(String key) implements Mask {
        /** Refuses an empty key. */
        public Hmac {
            if (key == null || key.isEmpty()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "a mask by HMAC needs a key, and it is empty. Set the variable that holds it.");
            }
        }

        @Override
        public String of(String text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible); // each JDK has it
            }
        }

        @Override
        public String toString() {
            return "hmac";
        }
    }

    /**
     * The first and the last characters, with {@code *} for each between them; where there is none between them, {@code *} for
     * each character.
     *
     * @param first how many at the beginning
     * @param last how many at the end
     */
    record Partial(int first, int last) implements Mask {
        /** Refuses negative numbers. */
        public Partial {
            if (first < 0 || last < 0) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "partial(" + first + ", " + last + ") shows a negative number of characters. Give 0 or more.");
            }
        }

        @Override
        public String of(String text) {
            int length = text.codePointCount(0, text.length());
            if (length <= (long) first + last) {
                return "*".repeat(length);
            }
            return text.substring(0, text.offsetByCodePoints(0, first))
                    + "*".repeat(length - first - last)
                    + text.substring(text.offsetByCodePoints(text.length(), -last));
        }
    }

    /** Nothing. */
    record None() implements Mask {
        @Override
        public @Nullable String of(String text) {
            return null;
        }
    }

    /**
     * A mask as {@code pipette load --mask} takes it: {@code sha256:VARIABLE} and {@code hmac:VARIABLE}, with the name of the
     * environment variable that has the salt or the key, {@code partial:FIRST,LAST}, or {@code null}.
     *
     * <pre>{@code
     * Mask mask = Mask.written("hmac:MASK_KEY", System::getenv);
     * }</pre>
     *
     * @param variables the values of environment variables; null for one that is not set
     * @throws PipetteException BAD_USAGE for what is not a mask, with the forms that there are
     */
    static Mask written(String text, Function<String, @Nullable String> variables) {
        return MaskText.parse(text, variables);
    }
}
