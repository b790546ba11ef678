package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A value that is found in a text however it was written there: plain, percent-encoded, escaped in JSON, or in base64. */
final class SecretValue {
    /** Fewer characters of base64 would be found in innocent words. */
    private static final int SHORTEST_BASE64 = 6;

    private final String value;
    private final List<Pattern> forms = new ArrayList<>();

    SecretValue(String value) {
        this.value = value;
        forms.add(Pattern.compile(spelled(value)));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 3; shift++) {
            String core = base64Core(bytes, shift);
            if (core.length() >= SHORTEST_BASE64) {
                String url = core.replace('+', '-').replace('/', '_');
                forms.add(Pattern.compile("(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]*(?:" + Pattern.quote(core) + "|"
                        + Pattern.quote(url) + ")[A-Za-z0-9+/_-]*={0,2}"));
            }
        }
    }

    int length() {
        return value.length();
    }

    boolean is(String other) {
        return value.equals(other);
    }

    String maskedIn(String text) {
        String masked = text;
        for (Pattern form : forms) {
            masked = form.matcher(masked).replaceAll(HiddenValues.MASK);
        }
        return masked;
    }

    /** Clients differ in what they encode, so each character may be in any of its spellings. */
    private static String spelled(String value) {
        StringBuilder pattern = new StringBuilder();
        value.codePoints().forEach(point -> {
            String character = Character.toString(point);
            pattern.append("(?:").append(Pattern.quote(character));
            pattern.append('|');
            for (byte each : character.getBytes(StandardCharsets.UTF_8)) {
                pattern.append(String.format(Locale.ROOT, "%%(?i:%02x)", each));
            }
            pattern.append('|');
            for (char each : character.toCharArray()) {
                pattern.append(String.format(Locale.ROOT, "\\\\u(?i:%04x)", (int) each));
            }
            if (point == ' ') {
                pattern.append("|\\+");
            }
            if (point == '"' || point == '\\' || point == '/') {
                pattern.append("|\\\\").append(Pattern.quote(character));
            }
            pattern.append(')');
        });
        return pattern.toString();
    }

    /**
     * The characters of base64 that depend on the value alone, when the given number of other bytes, modulo 3, stand before
     * it: {@code user:password} of Basic holds the password at any of three shifts (RFC 4648, section 4).
     */
    private static String base64Core(byte[] value, int shift) {
        byte[] shifted = new byte[shift + value.length];
        System.arraycopy(value, 0, shifted, shift, value.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (shift * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return from < to ? encoded.substring(from, to) : "";
    }
}
