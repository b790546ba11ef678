package dev.pipette.files;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How rows are made of XML.
 *
 * @param record the names of a path from the root, or one name; empty for the elements in the root
 * @param lists names or paths in the row of elements that are lists
 * @param attributePrefix what the names of attributes begin with
 */
record XmlShape(Optional<List<String>> record, Set<String> lists, String attributePrefix) {
    /** Whether an element is a row, outside of other rows. */
    boolean isRecord(List<String> path) {
        if (record.isEmpty()) {
            return path.size() == 2;
        }
        List<String> names = record.get();
        return names.size() == 1 ? path.getLast().equals(names.getFirst()) : path.equals(names);
    }

    /** Whether elements of a path in the row are lists, whatever a file has. */
    boolean isList(String path) {
        return !lists.isEmpty() && (lists.contains(path) || lists.contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** The record, for errors. */
    String described() {
        return record.map(names -> String.join("/", names)).orElse("");
    }
}
