package dev.pipette.engine.files;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which columns of a file are loaded, and under which names.
 *
 * <pre>{@code
 * TakenColumns.ALL.of(List.of("id", "name"));   // {id=id, name=name}
 * }</pre>
 */
@FunctionalInterface
public interface TakenColumns {
    /** All columns, under their own names. */
    TakenColumns ALL = header -> {
        Map<String, String> same = new LinkedHashMap<>();
        header.forEach(name -> same.put(name, name));
        return same;
    };

    /** Returns the names of the columns that are loaded, by their names in the file and in the order of the header. */
    Map<String, String> of(Collection<String> header);

    /**
     * Called when the headers of all files of a step were read.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE when a column is named that none of them has
     */
    default void headersRead() {}
}
