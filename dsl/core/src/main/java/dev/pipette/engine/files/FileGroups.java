package dev.pipette.engine.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which files one statement reads together. DuckDB plans a statement in some ten milliseconds, which for a small file is more
 * than its reading costs, and the next file of a list costs it less than one.
 */
public final class FileGroups {
    /** Files of one statement. Its text and what DuckDB keeps open for it stay small. */
    static final int MOST = 1_000;

    /** What DuckDB calls the number of a file in the list that it reads, from 0. */
    static final String FILE_INDEX = "file_index";

    private FileGroups() {}

    /**
     * Files that agree, wherever they are among the others. The groups are in the order of their first files.
     *
     * @param kind equal for files that can be read together; null for a file that is read alone
     */
    public static <T> List<List<T>> alike(List<T> files, Function<T, @Nullable Object> kind) {
        List<List<T>> groups = new ArrayList<>();
        Map<Object, List<T>> open = new LinkedHashMap<>();
        for (T file : files) {
            Object key = kind.apply(file);
            List<T> group = key == null ? null : open.get(key);
            if (group == null || group.size() == MOST) {
                group = new ArrayList<>();
                groups.add(group);
                if (key != null) {
                    open.put(key, group);
                }
            }
            group.add(file);
        }
        return groups;
    }

    /**
     * Files that agree and follow one another, so that the rows of all groups are in the order of the files.
     *
     * @param kind equal for files that can be read together; null for a file that is read alone
     */
    public static <T> List<List<T>> runs(List<T> files, Function<T, @Nullable Object> kind) {
        List<List<T>> runs = new ArrayList<>();
        Object before = null;
        for (T file : files) {
            Object key = kind.apply(file);
            if (key == null || !Objects.equals(key, before) || runs.getLast().size() == MOST) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(file);
            before = key;
        }
        return runs;
    }

    /** Whether DuckDB's reader distinguishes the files of a list, which it cannot where a column has that name. */
    static boolean canBeTold(List<String> header) {
        return header.stream().noneMatch(FILE_INDEX::equalsIgnoreCase);
    }

    /** What belongs to the file that a row is from. */
    static String ofFile(List<String> values) {
        return "(list_value(" + String.join(", ", values) + "))[CAST(" + FILE_INDEX + " + 1 AS BIGINT)]";
    }
}
