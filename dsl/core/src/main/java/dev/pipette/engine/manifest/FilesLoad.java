package dev.pipette.engine.manifest;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a resource's rows come from, where it is remembered which of them are loaded.
 *
 * @param ledger whether each of them is remembered
 * @param column normalized name of the column that holds the key of a row's file
 * @param files in the order in which they were read
 * @param change by which the digest of the ledger changes: the exclusive or of the digests of what comes and goes
 */
public record FilesLoad(boolean ledger, String column, List<FileLoad> files, long change) {
    /** The name under which the newest date among the loaded files is remembered. */
    public static final String LAST_FILE_DATE = "last_file_date";

    private static final String LEDGER = "file_ledger";

    /**
     * One file.
     *
     * @param key how it is known
     * @param etag changes with its content; empty where its store has none
     * @param size in bytes
     * @param lastModified when it was stored, as ISO text
     * @param date in its path, as ISO text
     * @param rows that it has
     * @param mayBeLoaded whether rows of it may be in the table already; they are replaced
     */
    public record FileLoad(
            String key,
            String etag,
            long size,
            String lastModified,
            @Nullable String date,
            long rows,
            boolean mayBeLoaded) {
        FileLoad withRows(long newRows) {
            return new FileLoad(key, etag, size, lastModified, date, newRows, mayBeLoaded);
        }
    }

    /** The keys of files whose rows are replaced. */
    public Set<String> replaced() {
        return files.stream().filter(FileLoad::mayBeLoaded).map(FileLoad::key).collect(Collectors.toSet());
    }

    /**
     * What the load changes in what the resource remembers: the newest date, and for a ledger how many files it has and a
     * digest of them, so that another machine sees that it changed.
     *
     * @param before what is committed
     */
    public Map<String, Object> stateChanges(Map<String, ? extends @Nullable Object> before) {
        Map<String, Object> changes = new LinkedHashMap<>();
        Stream.concat(
                        Stream.ofNullable(before.get(LAST_FILE_DATE)).map(Object::toString),
                        files.stream().map(FileLoad::date).flatMap(Stream::ofNullable))
                .max(Comparator.naturalOrder())
                .filter(newest -> !newest.equals(before.get(LAST_FILE_DATE)))
                .ifPresent(newest -> changes.put(LAST_FILE_DATE, newest));
        if (ledger && !files.isEmpty()) {
            Map<?, ?> known = before.get(LEDGER) instanceof Map<?, ?> remembered ? remembered : Map.of();
            long count = known.get("files") instanceof Number number ? number.longValue() : 0;
            long digest = known.get("digest") instanceof String text ? Long.parseUnsignedLong(text, 16) : 0;
            Map<String, Object> changed = new LinkedHashMap<>();
            changed.put(
                    "files",
                    count + files.stream().filter(file -> !file.mayBeLoaded()).count());
            changed.put("digest", HexFormat.of().toHexDigits(digest ^ change));
            changes.put(LEDGER, changed);
        }
        return changes;
    }

    /** With the rows of files that were not read row by row. */
    public FilesLoad counted(List<PackagePart> parts) {
        Map<String, Long> rows = new HashMap<>();
        for (PackagePart part : parts) {
            String key = part.constant(column);
            if (key != null) {
                rows.merge(key, part.rows(), Long::sum);
            }
        }
        return new FilesLoad(
                ledger,
                column,
                files.stream()
                        .map(file -> file.withRows(file.rows() + rows.getOrDefault(file.key(), 0L)))
                        .toList(),
                change);
    }
}
