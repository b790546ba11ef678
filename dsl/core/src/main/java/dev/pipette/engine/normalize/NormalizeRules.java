package dev.pipette.engine.normalize;

import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.util.Map;
import java.util.Set;

/**
 * How the rows of one resource become rows of tables.
 *
 * @param naming the naming rules of the destination
 * @param maxNesting how many levels of objects and lists become columns and tables
 * @param documents normalized names of columns that hold JSON documents, by table
 * @param declared the declared types of columns of the root table, by normalized name
 */
public record NormalizeRules(
        Naming naming, int maxNesting, Map<String, Set<String>> documents, Map<String, ValueType> declared) {
    /** Copies the maps. */
    public NormalizeRules {
        documents = Map.copyOf(documents);
        declared = Map.copyOf(declared);
    }
}
