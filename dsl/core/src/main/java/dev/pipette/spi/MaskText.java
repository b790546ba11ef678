package dev.pipette.spi;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks as they are written on a command line or in a file. */
final class MaskText {
    private static final Pattern PARTIAL = Pattern.compile("([0-9]{1,4}),([0-9]{1,4})");

    private MaskText() {}

    static Mask parse(String text, Function<String, @Nullable String> variables) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String of = colon < 0 ? "" : text.substring(colon + 1);
        return switch (name) {
            case "sha256" -> new Mask.Sha256(variable(text, of, variables));
            case "hmac" -> new Mask.Hmac(variable(text, of, variables));
            case "partial" -> partial(text, of);
            case "null" -> new Mask.None();
            default -> throw unknown(text);
        };
    }

    private static String variable(String text, String name, Function<String, @Nullable String> variables) {
        if (name.isEmpty()) {
            throw unknown(text);
        }
        String value = variables.apply(name);
        if (value == null || value.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "mask " + text + ": the environment variable " + name
                            + " is not set. Set it to the salt or the key.");
        }
        return value;
    }

    private static Mask partial(String text, String numbers) {
        Matcher both = PARTIAL.matcher(numbers);
        if (!both.matches()) {
            throw unknown(text);
        }
        return new Mask.Partial(Integer.parseInt(both.group(1)), Integer.parseInt(both.group(2)));
    }

    private static PipetteException unknown(String text) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + text
                        + "' is not a mask. Write it like hmac:MASK_KEY or sha256:MASK_SALT, with the name of an environment"
                        + " variable, partial:0,3, or null.");
    }
}
