package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What must not be shown: by the name it is under, or because it is a known value. */
final class HiddenValues {
    static final String MASK = "***";

    /** A shorter value that a header happens to hold would be found in innocent texts. */
    private static final int SHORTEST_LEARNED = 6;

    /** A cookie may say {@code theme=lights}; what names a session is longer. */
    private static final int SHORTEST_COOKIE = 16;

    private static final String WORDS = "(?:key|token|secret|password|credential|signature|authorization|cookie)";
    private static final Pattern NAME = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);

    /** Tokens that say where one is: hidden like others, but each page has its own, and thousands need not be looked for. */
    private static final Pattern POSITION = Pattern.compile("page|next|continuation|cursor", Pattern.CASE_INSENSITIVE);

    /** As in a query, a form, or an address inside a text. */
    private static final Pattern PAIR = Pattern.compile(
            "(^|[?&;\\s\"'<(])([\\w.%\\[\\]-]*?" + WORDS + "[\\w.%\\[\\]-]*)=([^&\\s\"'<>;#\\\\)]+)",
            Pattern.CASE_INSENSITIVE);

    /** As in JSON that is not a single document: lines of JSON, or a half of one. */
    private static final Pattern FIELD = Pattern.compile(
            "\"([^\"\\\\]*" + WORDS + "[^\"\\\\]*)\"(\\s*:\\s*)(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?|[-+.\\w]+)",
            Pattern.CASE_INSENSITIVE);

    /** As in a form of several parts (RFC 7578): the name in the head of a part, an empty line, the value. */
    private static final Pattern PART = Pattern.compile(
            "(\\bname=\"([^\"\\r\\n]*" + WORDS
                    + "[^\"\\r\\n]*)\"[^\\r\\n]*+(?:\\r?\\n[^\\r\\n]++)*+\\r?\\n\\r?\\n)([^\\r\\n]+)",
            Pattern.CASE_INSENSITIVE);

    private final Set<String> plainNames;
    private final Set<String> secretNames = ConcurrentHashMap.newKeySet();
    private volatile List<SecretValue> values = List.of();

    /**
     * @param plainNames names that are not secrets although they look so
     * @param values what to hide wherever it stands
     */
    HiddenValues(Collection<String> plainNames, Collection<String> values) {
        this.plainNames =
                plainNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        values.forEach(this::add);
    }

    static HiddenValues byName() {
        return new HiddenValues(List.of(), List.of());
    }

    /** Whether what is under a name is a secret. */
    boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return secretNames.contains(lower) || (NAME.matcher(lower).find() && !plainNames.contains(lower));
    }

    /** Hides what a route wants to see, whatever its name. */
    void learn(Auth auth) {
        secretNames.add(auth.name().toLowerCase(Locale.ROOT));
        learnHeader(auth.name(), auth.value());
    }

    /** Remembers what a request shows under secret names: its answer may repeat that under any name. */
    void learn(ReceivedRequest request) {
        request.headers().forEach((name, all) -> {
            if (isSecret(name)) {
                all.forEach(value -> learnHeader(name, value));
            }
        });
        request.query().forEach((name, all) -> {
            if (isSecret(name) && !POSITION.matcher(name).find()) {
                all.forEach(this::learn);
            }
        });
    }

    private void learnHeader(String name, String value) {
        learn(value);
        switch (name.toLowerCase(Locale.ROOT)) {
            case "authorization", "proxy-authorization" -> learnCredentials(value);
            case "cookie" -> {
                for (String cookie : value.split(";", -1)) {
                    String content = cookie.substring(cookie.indexOf('=') + 1).strip();
                    if (content.length() >= SHORTEST_COOKIE) {
                        add(content);
                    }
                }
            }
            default -> {}
        }
    }

    private void learnCredentials(String header) {
        String credentials = header.substring(header.indexOf(' ') + 1);
        learn(credentials);
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                learn(pair.substring(pair.indexOf(':') + 1));
            } catch (IllegalArgumentException notBase64) {
                // then the header itself is all there is to hide
            }
        }
    }

    private void learn(String value) {
        if (value.length() >= SHORTEST_LEARNED) {
            add(value);
        }
    }

    private synchronized void add(String value) {
        if (values.stream().noneMatch(known -> known.is(value))) {
            List<SecretValue> more = new ArrayList<>(values);
            more.add(new SecretValue(value));
            // of two values that begin alike the longer one must be found first
            more.sort(Comparator.comparingInt(SecretValue::length).reversed());
            values = List.copyOf(more);
        }
    }

    /** What may be shown of a value that is under a name. */
    String masked(String name, String value) {
        return isSecret(name) ? MASK : masked(value);
    }

    /** What may be shown of a text. */
    String masked(String text) {
        String masked = PAIR.matcher(text)
                .replaceAll(pair -> isSecret(pair.group(2))
                        ? quoted(pair.group(1) + pair.group(2) + "=" + MASK)
                        : quoted(pair.group()));
        masked = PART.matcher(masked)
                .replaceAll(part -> quoted(isSecret(part.group(2)) ? part.group(1) + MASK : part.group()));
        return maskedValues(FIELD.matcher(masked).replaceAll(this::maskedField));
    }

    private String maskedField(MatchResult field) {
        boolean shown = !isSecret(field.group(1)) || isConstant(field.group(3));
        return quoted(shown ? field.group() : "\"" + field.group(1) + "\"" + field.group(2) + "\"" + MASK + "\"");
    }

    private static boolean isConstant(String value) {
        return value.equals("null") || value.equals("true") || value.equals("false");
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    /** Hides known values only; for bytes that are not text. */
    String maskedValues(String text) {
        String masked = text;
        for (SecretValue value : values) {
            masked = value.maskedIn(masked);
        }
        return masked;
    }

    /** What may be shown of a tree; its form stays, but for numbers under secret names, which become text. */
    JsonNode masked(JsonNode tree) {
        return masked(tree, false);
    }

    private JsonNode masked(JsonNode tree, boolean secret) {
        return switch (tree) {
            case ObjectNode object -> {
                ObjectNode masked = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> masked.set(
                                maskedValues(field.getKey()),
                                masked(field.getValue(), secret || isSecret(field.getKey()))));
                yield masked;
            }
            case ArrayNode array -> {
                ArrayNode masked = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> masked.add(masked(element, secret)));
                yield masked;
            }
            case JsonNode value when value.isNull() || value.isBoolean() -> value;
            case JsonNode value when secret -> JsonNodeFactory.instance.stringNode(MASK);
            case JsonNode value
            when value.isString() -> JsonNodeFactory.instance.stringNode(masked(value.stringValue()));
            // a number may be a secret, too
            case JsonNode value ->
                maskedValues(value.toString()).equals(value.toString())
                        ? value
                        : JsonNodeFactory.instance.stringNode(MASK);
        };
    }
}
