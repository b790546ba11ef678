package dev.pipette.schema;

import dev.pipette.dlt.Digest128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.StringJoiner;

/**
 * Turns the keys of a source into the names of tables and columns: dlt's {@code snake_case}.
 *
 * <pre>{@code
 * Naming naming = Naming.snakeCase(63);
 * naming.key("UserID");                        // "user_id"
 * naming.key("Kwota w złotych");               // "kwota_w_zlotych"
 * naming.path("users", naming.key("Orders"));  // "users__orders"
 * }</pre>
 *
 * <p>Names of ASCII keys are dlt's. On purpose better than dlt:
 *
 * <ul>
 *   <li>Latin letters with accents become plain letters ({@code é} is {@code e}, {@code ß} is
 *       {@code ss}); dlt replaces them by {@code _} or {@code x}.
 *   <li>A key with letters of other scripts keeps dlt's name, followed by a tag of the key, so that
 *       {@code 日本} and {@code 中国} stay two columns; dlt calls both {@code x}.
 *   <li>A key of underscores alone has a name; dlt's is empty.
 * </ul>
 *
 * <p>For a dataset whose names dlt has already made, {@link #dltSnakeCase} has none of these. A
 * naming is a value without a cache: keep the names of the keys that you meet often. Source: dlt
 * 1.26, {@code dlt/common/normalizers/naming/snake_case.py} and {@code naming.py}.
 */
public final class Naming {
    /** Parts the names of nested columns and tables. */
    public static final String SEPARATOR = "__";

    /** The name of a key that is empty or blank. */
    public static final String EMPTY = "_empty";

    /** Enough for one collision in a thousand names, the letters' case being lost. */
    private static final int TAG_BYTES = 4;

    private static final int TAG_LENGTH = 6;

    private static final char NEXT_LINE = 0x85;

    private final int maxLength;
    private final boolean transliterating;
    private final boolean keepsCutNames;

    private Naming(int maxLength, boolean transliterating, boolean keepsCutNames) {
        if (maxLength <= TAG_LENGTH) {
            throw new IllegalArgumentException(
                    "names of at most %d characters cannot be told apart. Allow 7 or more.".formatted(maxLength));
        }
        this.maxLength = maxLength;
        this.transliterating = transliterating;
        this.keepsCutNames = keepsCutNames;
    }

    /**
     * Returns Pipette's naming.
     *
     * @param maxLength of a name in characters, which are all ASCII: DuckDB 65536, PostgreSQL 63
     */
    public static Naming snakeCase(int maxLength) {
        return new Naming(maxLength, true, false);
    }

    /** Returns dlt's naming without any improvement, for datasets that have such names already. */
    public static Naming dltSnakeCase(int maxLength) {
        return new Naming(maxLength, false, false);
    }

    /**
     * Returns the naming for keys that are names already, such as those of rejected rows: a name that was cut to the longest
     * that there is stays as it is. Named again it might change, because the tag in it may begin with a digit.
     */
    public Naming keepingCutNames() {
        return new Naming(maxLength, transliterating, true);
    }

    /** Returns whether a key is a name that is left as it is, because it was cut when it was made. */
    public boolean isCutName(String key) {
        return keepsCutNames
                && key.length() == maxLength
                && key.chars().allMatch(character -> character == '_' || SnakeCase.isAsciiLetterOrDigit(character));
    }

    /** Returns the longest name that this naming makes. */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Names one key of a row; {@code __} inside it means nesting and is kept.
     *
     * <p>Blank becomes {@value #EMPTY}.
     */
    public String key(String source) {
        if (isCutName(source)) {
            return source;
        }
        if (stripped(source).isEmpty()) {
            return EMPTY;
        }
        if (!source.contains(SEPARATOR)) {
            return identifier(source);
        }
        var joined = new StringJoiner(SEPARATOR);
        for (String part : source.split(SEPARATOR, -1)) {
            if (!stripped(part).isEmpty()) {
                joined.add(identifier(part));
            }
        }
        return joined.length() == 0 ? identifier(source) : shorten(joined.toString(), source);
    }

    /**
     * Names one identifier, such as a schema or a dataset; {@code __} inside it becomes {@code _}.
     *
     * <p>Blank becomes {@value #EMPTY}.
     */
    public String identifier(String source) {
        if (isCutName(source)) {
            return source;
        }
        String stripped = stripped(source);
        if (stripped.isEmpty()) {
            return EMPTY;
        }
        if (!transliterating || isAscii(stripped)) {
            return shorten(SnakeCase.of(stripped), stripped);
        }
        String latin = Transliteration.toLatin(stripped);
        String name = latin.isEmpty() ? "x" : SnakeCase.of(latin); // empty: combining marks alone
        if (Transliteration.lostLetters(latin) || isWithoutContent(latin)) {
            name += "_" + tag(stripped);
        }
        return shorten(name, stripped);
    }

    /**
     * Joins names, from the outermost to the innermost, to that of a nested column or table.
     *
     * @param names normalized; for a table all names from the root on, because the tag of a shortened
     *     name depends on them
     */
    public String path(String... names) {
        return shorten(String.join(SEPARATOR, names));
    }

    /** Joins names as {@link #path(String...)} does. */
    public String path(List<String> names) {
        return shorten(String.join(SEPARATOR, names));
    }

    /**
     * Names the nested table for the list under {@code key} in the rows of {@code parent}.
     *
     * @param parent the parent's path before it was shortened
     */
    public String table(String parent, String key) {
        return path(parent, key(key));
    }

    /** Shortens a name that is too long: its head, six characters of its hash, its tail. */
    public String shorten(String name) {
        return shorten(name, name);
    }

    private String shorten(String name, String tagged) {
        if (name.length() <= maxLength) {
            return name;
        }
        int kept = maxLength - TAG_LENGTH;
        int tail = kept / 2;
        return name.substring(0, kept - tail) + tag(tagged) + name.substring(name.length() - tail);
    }

    /** Returns six characters, a-z and 0-9, of the SHAKE-128 of {@code source}. */
    private static String tag(String source) {
        byte[] digest = Digest128.shake128(source.getBytes(StandardCharsets.UTF_8), TAG_BYTES);
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(digest)
                .replace('/', 'a')
                .replace('+', 'b')
                .toLowerCase(Locale.ROOT);
    }

    /** Strips what Python strips, no-break spaces included, which Java's strip() leaves. */
    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == NEXT_LINE;
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether nothing is left to name the key by, as for a lone emoji. */
    private static boolean isWithoutContent(String latin) {
        return latin.chars().noneMatch(SnakeCase::isAsciiLetterOrDigit);
    }

    /**
     * Several keys of one source that get the same name.
     *
     * @param name the name that they share
     * @param keys the keys, in the order in which they were given
     */
    public record Collision(String name, List<String> keys) {
        public Collision {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Returns which of {@code keys} share a name; of these dlt keeps the last value of a row only.
     *
     * <pre>{@code
     * naming.collisions(List.of("UserName", "user_name"));   // [user_name: UserName, user_name]
     * }</pre>
     */
    public List<Collision> collisions(Collection<String> keys) {
        Map<String, SequencedSet<String>> byName = new LinkedHashMap<>();
        for (String key : keys) {
            byName.computeIfAbsent(key(key), name -> new LinkedHashSet<>()).add(key);
        }
        var collisions = new ArrayList<Collision>();
        byName.forEach((name, sharing) -> {
            if (sharing.size() > 1) {
                collisions.add(new Collision(name, List.copyOf(sharing)));
            }
        });
        return List.copyOf(collisions);
    }

    @Override
    public String toString() {
        return (transliterating ? "snake_case_" : "dlt_snake_case_") + maxLength;
    }
}
