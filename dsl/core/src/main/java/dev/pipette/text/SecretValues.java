package dev.pipette.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The secret values that this process knows, wherever it has them from. They are kept for the life of the process, the
 * newest of them where there are very many.
 */
final class SecretValues {
    /** A service that gets a new token each hour has them for months. */
    private static final int MOST = 2_000;

    private static final int SHORTEST = 4;

    /** A value of this length counts wherever it is; a shorter one of letters only could be a part of a word. */
    private static final int LONG = 8;

    private static final int LONG_IF_MIXED = 6;

    /** A line of a secret of several lines, such as a private key, that counts on its own. */
    private static final int LONG_LINE = 16;

    /** Words that are well-known passwords: to hide them everywhere would hide no secret, and half of each message. */
    private static final Set<String> ORDINARY = Set.of(
            "true",
            "false",
            "null",
            "none",
            "test",
            "demo",
            "user",
            "root",
            "admin",
            "guest",
            "public",
            "loader",
            "default",
            "example",
            "localhost",
            "token",
            "secret",
            "password",
            "passwd",
            "postgres",
            "postgresql",
            "duckdb",
            "pipette",
            "minioadmin",
            "<configure me>");

    private final Map<String, List<SecretNeedle>> known = new LinkedHashMap<>();
    private final SecretIndex index = new SecretIndex();

    /** Remembers a value, and the lines of one that has several. */
    void add(String value) {
        String stripped = value.strip();
        addOne(stripped);
        if (stripped.indexOf('\n') >= 0) {
            stripped.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= LONG_LINE && !line.startsWith("-----"))
                    .forEach(this::addOne);
        }
    }

    private synchronized void addOne(String value) {
        if (!isSearched(value)) {
            return;
        }
        List<SecretNeedle> before = known.remove(value);
        List<SecretNeedle> needles = before == null ? SecretNeedle.of(value, !isUnmistakable(value)) : before;
        known.put(value, needles);
        if (before == null) {
            needles.forEach(index::add);
        }
        if (known.size() > MOST) {
            forget(known.keySet().iterator().next());
        }
    }

    private void forget(String oldest) {
        List<SecretNeedle> needles = known.remove(oldest);
        if (needles != null) {
            needles.forEach(index::remove);
        }
    }

    /** Whether a value is looked for in texts: a short one, a number or an ordinary word would hide what is not a secret. */
    private static boolean isSearched(String value) {
        boolean number = value.chars().allMatch(Character::isDigit);
        return value.length() >= (number ? LONG : SHORTEST)
                && !ORDINARY.contains(value.toLowerCase(Locale.ROOT))
                && !value.equals(SecretIndex.MASK);
    }

    private static boolean isUnmistakable(String value) {
        boolean letters = value.chars().allMatch(Character::isLetter);
        boolean number = value.chars().allMatch(Character::isDigit);
        return !number && value.length() >= (letters ? LONG : LONG_IF_MIXED);
    }

    /** The text without the values, in whatever encoding. */
    String masked(String text) {
        return index.masked(text);
    }
}
