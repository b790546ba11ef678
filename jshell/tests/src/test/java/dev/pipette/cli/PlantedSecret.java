package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A secret that no text may show. Each has the same mark in its middle, which no other text has, so that one search finds
 * any of them in any encoding.
 *
 * @param value its text
 */
record PlantedSecret(String value) {
    private static final String MARK = "Zx9PlantedMark";
    private static final Pattern COMMANDS = Pattern.compile(
            "[\\p{Cntrl}&&[^\n\t]]|[\u0080-\u009f\u061c\u200e\u200f]" + "|[\u2028-\u202e\u2066-\u2069]|\\p{Cs}");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** The mark in each encoding in which its letters are not themselves. */
    private static final List<String> MARKS = marks();

    /** One that nobody has seen before, with characters that every encoding writes in its own way. */
    static PlantedSecret fresh() {
        return new PlantedSecret("s\"/+ &é" + MARK + NUMBERS.incrementAndGet() + "'<%\\?");
    }

    /** One that can be a part of an address as it is. */
    static PlantedSecret plain() {
        return new PlantedSecret("pw" + MARK + NUMBERS.incrementAndGet() + "!");
    }

    private static List<String> marks() {
        byte[] bytes = MARK.getBytes(UTF_8);
        List<String> marks = new ArrayList<>(List.of(
                MARK,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            marks.add(encoded.substring(4, encoded.length() - 2));
        }
        return marks;
    }

    String inUrl() {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    /** A text as a server might repeat it: in every encoding. */
    String repeated() {
        byte[] bytes = value.getBytes(UTF_8);
        String json = JsonMapper.shared().writeValueAsString(value);
        return String.join(
                " ; ",
                value,
                inUrl(),
                URLEncoder.encode(value, UTF_8),
                URLEncoder.encode(inUrl(), UTF_8),
                json,
                JsonMapper.shared().writeValueAsString(json),
                base64("a:"),
                base64("me:"),
                base64("you:"),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                value.replace("'", "''"),
                value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"));
    }

    private String base64(String before) {
        return Base64.getEncoder().encodeToString((before + value).getBytes(UTF_8));
    }

    /** Where a text shows a secret, with what is around it. */
    static Optional<String> shownIn(String text) {
        return MARKS.stream()
                .filter(text::contains)
                .map(mark -> text.substring(
                        Math.max(0, text.indexOf(mark) - 80), Math.min(text.length(), text.indexOf(mark) + 80)))
                .findFirst();
    }

    /** What of a text would command a terminal or reorder what is read. */
    static String commandsIn(String text) {
        return COMMANDS.matcher(text)
                .results()
                .map(found -> "U+" + Integer.toHexString(found.group().charAt(0)))
                .collect(Collectors.joining(" "));
    }
}
