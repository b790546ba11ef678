package dev.pipette.engine.load.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What is made of the hints of a table, beside the types of its columns.
 *
 * @param changes before the rows are loaded
 * @param lastChanges after that
 * @param sentences the changes for people, one sentence each
 * @param notes on what is not made
 */
record HintPlan(
        List<SchemaChange> changes, List<SchemaChange> lastChanges, List<String> sentences, List<String> notes) {
    /** A plan to be filled. */
    HintPlan() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void first(SchemaChange change, String sentence) {
        changes.add(change);
        sentences.add(sentence);
    }

    void last(SchemaChange change, String sentence) {
        lastChanges.add(change);
        sentences.add(sentence);
    }
}
