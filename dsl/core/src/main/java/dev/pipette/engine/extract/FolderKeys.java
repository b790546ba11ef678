package dev.pipette.engine.extract;

import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.lexical.TruthText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that folders like {@code year=2024/month=05} give to the rows of the files in them. A column has one type in
 * all files of a run: that which a column of delimited text with these values would have.
 */
final class FolderKeys {
    /** What Hive and Spark call the folder of the rows without a value. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final Pattern FOLDER = Pattern.compile("([^=/\\\\]+)=([^/\\\\]*)[/\\\\]");

    /** What only Java takes for the end of a number. */
    private static final Pattern JAVA_SUFFIX = Pattern.compile("[dDfF]$");

    private final Naming naming;
    private final Map<String, ValueType> types = new LinkedHashMap<>();

    /**
     * A column of the rows of one file.
     *
     * @param name as the folder writes it
     * @param folder {@code year=2024}
     * @param value in the type of the column
     */
    record Key(String name, String folder, Object value) {}

    private record Written(String name, String folder, String text) {}

    private FolderKeys(Naming naming) {
        this.naming = naming;
    }

    /**
     * The keys of the files that a run reads.
     *
     * @param paths of the files, as the pattern found them
     * @param declared finds the type that is declared, by the folder's name of the column
     * @param inferred finds the type that texts have in common
     * @throws PipetteException BAD_USAGE where no file is in such a folder; SOURCE_UNREADABLE for a name with a NUL
     *     character
     */
    static FolderKeys of(
            String resource,
            List<String> paths,
            Naming naming,
            Function<String, Optional<ValueType>> declared,
            Function<Collection<String>, ValueType> inferred) {
        FolderKeys keys = new FolderKeys(naming);
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        boolean any = paths.isEmpty();
        for (String path : paths) {
            any |= FOLDER.matcher(path).find();
            for (Written written : keys.written(path)) {
                names.putIfAbsent(naming.key(written.name()), written.name());
                texts.computeIfAbsent(naming.key(written.name()), column -> new LinkedHashSet<>())
                        .add(written.text());
            }
        }
        if (!any) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource
                            + ": no file is in a folder like year=2024, which .folderKeys() (--folder-keys)"
                            + " makes columns of (first: " + paths.getFirst()
                            + "). Leave it out, or give a pattern that has the folders: 'sales/**/*.csv'.");
        }
        texts.forEach((column, values) -> {
            ValueType type = declared.apply(names.getOrDefault(column, column)).orElseGet(() -> inferred.apply(values));
            boolean readable =
                    values.stream().allMatch(text -> value(text, type).isPresent());
            keys.types.put(column, readable ? type : ValueType.TEXT);
        });
        return keys;
    }

    /**
     * The columns of the rows of a file. A folder without a value gives none.
     *
     * @throws PipetteException NAME_COLLISION where two folders of the path become one column
     */
    List<Key> in(String path) {
        List<Key> keys = new ArrayList<>();
        for (Written written : written(path)) {
            ValueType type = types.getOrDefault(naming.key(written.name()), ValueType.TEXT);
            keys.add(new Key(
                    written.name(),
                    written.folder(),
                    value(written.text(), type).orElse(written.text())));
        }
        return keys;
    }

    private List<Written> written(String path) {
        List<Written> all = new ArrayList<>();
        Map<String, String> folders = new LinkedHashMap<>();
        Matcher folder = FOLDER.matcher(path);
        while (folder.find()) {
            String name = decoded(folder.group(1));
            String text = decoded(folder.group(2));
            String whole = folder.group(1) + "=" + folder.group(2);
            if (name.indexOf('\0') >= 0 || text.indexOf('\0') >= 0) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        path + ": the folder '" + whole
                                + "' has a NUL character (%00), which no column can hold. Rename the"
                                + " folder, or leave .folderKeys() (--folder-keys) out.");
            }
            String other = folders.put(naming.key(name), whole);
            if (other != null) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        path + ": the folders '" + other + "' and '" + whole + "' both become column '"
                                + naming.key(name)
                                + "'. Rename one of them, or leave .folderKeys() (--folder-keys) out.");
            }
            if (!text.isEmpty() && !text.equals(NULL)) {
                all.add(new Written(name, whole, text));
            }
        }
        return all;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text; // a percent sign that is meant as it is
        }
    }

    /** A text in a type; empty where Java has no value for it. */
    private static Optional<Object> value(String text, ValueType type) {
        try {
            return switch (type) {
                case BIGINT -> Optional.of(Long.valueOf(text));
                case DOUBLE -> JAVA_SUFFIX.matcher(text).find() ? Optional.empty() : Optional.of(Double.valueOf(text));
                case DECIMAL -> Optional.of(new BigDecimal(text));
                case BOOL -> TruthText.read(text).map(Object.class::cast);
                case DATE -> TimeText.date(text).map(Object.class::cast);
                case LOCAL_TIMESTAMP -> TimeText.declaredLocal(text).map(Object.class::cast);
                case TIMESTAMP -> TimeText.declaredInstant(text).map(OffsetDateTime::toInstant);
                case TIME -> Optional.of(LocalTime.parse(text)); // a declared one may have no seconds
                case TEXT -> Optional.of(text);
                case BINARY, JSON -> Optional.empty();
            };
        } catch (NumberFormatException | DateTimeException other) {
            return Optional.empty();
        }
    }
}
