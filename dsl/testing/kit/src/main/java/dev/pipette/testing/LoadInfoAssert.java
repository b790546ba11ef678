package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.check.CheckResult;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Assertions about what a run did.
 *
 * <pre>{@code
 * assertThat(second).succeeded().merged("daily_stats", 12);   // passes after 12 rows were merged
 * assertThat(second).appended("daily_stats", 12);
 * // expected daily_stats to be appended, but its disposition is merge. The run loaded: daily_stats 12 merged.
 * }</pre>
 */
public class LoadInfoAssert extends PipetteAssert<LoadInfoAssert, LoadInfo> {
    /** Makes assertions about what a run did. */
    public LoadInfoAssert(LoadInfo actual) {
        super(actual, LoadInfoAssert.class);
    }

    /** Checks that the run came to its end; a run that does not throws instead of telling what it did. */
    public LoadInfoAssert succeeded() {
        isNotNull();
        return this;
    }

    /** Checks that nothing was loaded because nothing was new. */
    public LoadInfoAssert hadNothingToLoad() {
        isNotNull();
        return check(actual.nothingNew(), () -> Failures.loadedSomething(FailureTexts.loaded(actual)));
    }

    /** Checks how many rows were loaded into a table, by whichever disposition. */
    public LoadInfoAssert loaded(String table, long rows) {
        isNotNull();
        return check(
                actual.rows(table) == rows,
                () -> Failures.loadedRows("loaded", table, rows, actual.rows(table), FailureTexts.loaded(actual)));
    }

    /** Checks how many rows were appended to a table. */
    public LoadInfoAssert appended(String table, long rows) {
        return loaded(table, rows, WriteDisposition.Kind.APPEND);
    }

    /** Checks how many rows were merged into a table. */
    public LoadInfoAssert merged(String table, long rows) {
        return loaded(table, rows, WriteDisposition.Kind.MERGE);
    }

    /** Checks how many rows a table was replaced with. */
    public LoadInfoAssert replaced(String table, long rows) {
        return loaded(table, rows, WriteDisposition.Kind.REPLACE);
    }

    private LoadInfoAssert loaded(String table, long rows, WriteDisposition.Kind disposition) {
        isNotNull();
        String verb = FailureTexts.past(disposition);
        for (TableLoad load : loads(table).toList()) {
            check(
                    load.disposition() == disposition,
                    () -> Failures.otherDisposition(
                            verb, table, load.disposition().toString(), FailureTexts.loaded(actual)));
        }
        return check(
                actual.rows(table) == rows
                        && (rows > 0 || loads(table).findAny().isPresent()),
                () -> Failures.loadedRows(verb, table, rows, actual.rows(table), FailureTexts.loaded(actual)));
    }

    private Stream<TableLoad> loads(String table) {
        return actual.tables().stream().filter(load -> load.table().equals(table));
    }

    /** Checks how many rows of a table were left out: loaded before, beaten by another row of the load, or only deleting. */
    public LoadInfoAssert skipped(String table, long rows) {
        return sum("skipped", table, rows, TableLoad::skipped);
    }

    /** Checks how many rows took the place of one with the same key. */
    public LoadInfoAssert updated(String table, long rows) {
        return sum("updated", table, rows, TableLoad::updated);
    }

    /** Checks how many rows were there with the same values and were left as they are. */
    public LoadInfoAssert unchanged(String table, long rows) {
        return sum("unchanged", table, rows, TableLoad::unchanged);
    }

    /** Checks how many rows of a table were taken away, with none of the same key in their place. */
    public LoadInfoAssert deleted(String table, long rows) {
        return sum("deleted", table, rows, TableLoad::deleted);
    }

    /** Checks how many rows for a table were rejected by checks. */
    public LoadInfoAssert rejected(String table, long rows) {
        return sum("rejected", table, rows, TableLoad::rejected);
    }

    /** Checks that all checks of the run passed: that none warned, and none rejected a row. */
    public LoadInfoAssert passedAllChecks() {
        isNotNull();
        List<CheckResult> broken =
                actual.checks().stream().filter(result -> !result.passed()).toList();
        return check(broken.isEmpty(), () -> Failures.broken(broken));
    }

    private LoadInfoAssert sum(String what, String table, long rows, ToLongFunction<TableLoad> number) {
        isNotNull();
        long sum = loads(table).mapToLong(number).sum();
        return check(sum == rows, () -> Failures.notSoMany(what, table, rows, sum));
    }

    /** Checks that these tables were loaded and no others; a nested table may be left out where its root is named. */
    public LoadInfoAssert loadedOnly(String... tables) {
        isNotNull();
        Set<String> expected = new LinkedHashSet<>(List.of(tables));
        Map<String, String> parents = new LinkedHashMap<>();
        actual.tables().forEach(load -> load.parent().ifPresent(parent -> parents.put(load.table(), parent)));
        Set<String> loaded = new LinkedHashSet<>();
        actual.tables().stream()
                .filter(load -> load.rows() > 0 || load.deleted() > 0)
                .forEach(load -> loaded.add(load.table()));
        List<String> missing =
                expected.stream().filter(table -> !loaded.contains(table)).toList();
        List<String> unexpected = loaded.stream()
                .filter(table -> !expected.contains(table) && !expected.contains(root(table, parents)))
                .toList();
        return check(
                missing.isEmpty() && unexpected.isEmpty(),
                () -> Failures.loadedOthers(expected, missing, unexpected, FailureTexts.loaded(actual)));
    }

    private static String root(String table, Map<String, String> parents) {
        String root = table;
        while (parents.containsKey(root)) {
            root = parents.getOrDefault(root, root);
        }
        return root;
    }

    /**
     * Checks that the schema was changed in these ways, one sentence each in any order, and in no other; without sentences,
     * that it was changed in any way.
     */
    public LoadInfoAssert changedSchema(String... sentences) {
        isNotNull();
        if (sentences.length == 0) {
            return check(!actual.schemaChanges().isEmpty(), Failures::noSchemaChange);
        }
        List<String> unexpected = new ArrayList<>(actual.schemaChanges());
        List<String> missing = new ArrayList<>();
        for (String sentence : sentences) {
            if (!unexpected.remove(sentence)) {
                missing.add(sentence);
            }
        }
        return check(missing.isEmpty() && unexpected.isEmpty(), () -> Failures.schemaChanges(missing, unexpected));
    }

    /** Checks that the schema was not changed. */
    public LoadInfoAssert changedNoSchema() {
        isNotNull();
        return check(actual.schemaChanges().isEmpty(), () -> Failures.someSchemaChanges(actual.schemaChanges()));
    }

    /** Checks how many packages were loaded. */
    public LoadInfoAssert hasPackages(int number) {
        isNotNull();
        return check(actual.packages().size() == number, () -> Failures.packages(number, loadIds(actual.packages())));
    }

    /** Checks that the run finished a package that an earlier run had extracted. */
    public LoadInfoAssert recovered() {
        isNotNull();
        return check(
                actual.packages().stream().anyMatch(LoadedPackage::recovered),
                () -> Failures.recoveredNothing(loadIds(actual.packages())));
    }

    /** Checks that all packages were made by the run itself. */
    public LoadInfoAssert recoveredNothing() {
        isNotNull();
        List<LoadedPackage> recovered =
                actual.packages().stream().filter(LoadedPackage::recovered).toList();
        return check(recovered.isEmpty(), () -> Failures.recovered(loadIds(recovered)));
    }

    /** Checks that one of the notes contains a text. */
    public LoadInfoAssert hasNote(String part) {
        isNotNull();
        return check(
                actual.notes().stream().anyMatch(note -> note.contains(part)),
                () -> Failures.note(part, actual.notes()));
    }

    private static List<String> loadIds(List<LoadedPackage> packages) {
        return packages.stream().map(LoadedPackage::loadId).toList();
    }
}
