package dev.pipette.testing;

import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.check.CheckResult;
import dev.pipette.testing.content.RowDiff;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of failed assertions: what was expected, what there is, and the smallest useful difference. */
final class Failures {
    /** Lists are shown up to here; the dataset has all of it. */
    private static final int SHOWN = 10;

    private Failures() {}

    // tables of a dataset

    static String missingTables(String dataset, List<String> missing, List<String> there) {
        return "expected " + dataset + " to have " + tables(missing) + ". It has " + names(there) + ".";
    }

    static String otherTables(String dataset, List<String> expected, List<String> missing, List<String> unexpected) {
        return "expected " + dataset + " to have only " + tables(expected) + "."
                + (missing.isEmpty() ? "" : " Missing: " + String.join(", ", missing) + ".")
                + (unexpected.isEmpty() ? "" : " Not expected: " + String.join(", ", unexpected) + ".");
    }

    static String unexpectedTable(String dataset, String table, long rows) {
        return "expected " + dataset + " to have no table " + table + ", but it has one, with " + rows(rows) + ".";
    }

    static String tablesInEmptyDataset(String dataset, List<String> there) {
        return "expected " + dataset + " to be empty. It has " + tables(there) + ".";
    }

    static String datasetExists(String dataset, List<String> there) {
        return "expected " + dataset + " not to exist. It has " + tables(there) + ".";
    }

    static String bookkeepingTable(String table) {
        return table + " is not a bookkeeping table: their names begin with _dlt_ or _pipette_. Ask for table(\""
                + table + "\").";
    }

    static String loads(String dataset, long expected, List<String> loadIds) {
        return "expected " + dataset + " to have " + count(expected, "load") + ", but it has "
                + (loadIds.isEmpty() ? "none" : loadIds.size() + ": " + shown(loadIds)) + ".";
    }

    static String orphans(String dataset, Map<String, Integer> orphans) {
        return "expected every nested row of " + dataset + " to have its parent row. Without one: "
                + orphans.entrySet().stream()
                        .map(table -> rows(table.getValue()) + " of " + table.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    static String uncommitted(String dataset, Map<String, ? extends Collection<String>> loads) {
        return "expected all rows of " + dataset + " to be of committed loads. Not in _dlt_loads: "
                + loads.entrySet().stream()
                        .map(table -> shown(table.getValue()) + " in " + table.getKey())
                        .collect(Collectors.joining("; "))
                + ".";
    }

    // rows of a table

    static String rowCount(String table, long expected, long actual) {
        return "expected " + table + " to have " + rows(expected) + ", but it has " + actual + ".";
    }

    static String checks(String table, int checks, List<CheckResult> broken) {
        String lines = broken.stream()
                .map(result -> result.describe().replace(" of " + result.table() + ":", ":"))
                .collect(Collectors.joining("\n"));
        return "expected " + table + " to satisfy " + (checks == 1 ? "1 check" : checks + " checks") + ", and "
                + broken.size() + (broken.size() == 1 ? " is" : " are") + " broken:\n"
                + lines.indent(2).stripTrailing();
    }

    static String broken(List<CheckResult> broken) {
        return "expected all checks of the run to pass, and " + broken.size() + (broken.size() == 1 ? " is" : " are")
                + " broken:\n"
                + broken.stream()
                        .map(CheckResult::toString)
                        .collect(Collectors.joining("\n"))
                        .indent(2)
                        .stripTrailing();
    }

    static String noColumn(String table, Collection<String> missing, List<String> there) {
        return table + " has no " + columns(missing) + ". It has " + names(there) + ".";
    }

    static String otherColumns(String table, List<String> expected, List<String> missing, List<String> unexpected) {
        return "expected " + table + " to have only " + columns(expected) + "."
                + (missing.isEmpty() ? "" : " Missing: " + String.join(", ", missing) + ".")
                + (unexpected.isEmpty() ? "" : " Not expected: " + String.join(", ", unexpected) + ".");
    }

    static String unexpectedColumn(String table, String column, String type) {
        return "expected " + table + " to have no column " + column + ", but it has one: " + type + ".";
    }

    static String exactRows(String table, String what, int expected, int actual, RowDiff diff) {
        return "expected " + table + " to contain exactly " + count(expected, what)
                + (expected == actual ? ", and " + diff.size() + differ(diff.size()) : ", but it has " + actual)
                + ":" + indented(diff.lines());
    }

    static String missingRows(String table, int expected, int actual, RowDiff diff, int differing) {
        return "expected " + table + ", which has " + rows(actual) + ", to contain "
                + (expected == 1 ? "the expected one" : "all " + expected + " expected ones") + ", and " + differing
                + differ(differing) + ":" + indented(diff.lines());
    }

    private static String differ(int rows) {
        return rows == 1 ? " differs" : " differ";
    }

    static String duplicates(String table, Collection<String> columns, List<String> duplicates) {
        return "expected " + table + " to have no duplicates by " + String.join(", ", columns) + ":"
                + indented(limited(duplicates));
    }

    static String nulls(String table, String column, long nulls, long rows) {
        return "expected " + table + " to have a value for " + column + " in every row, but " + nulls + " of "
                + rows(rows) + (nulls == 1 ? " has" : " have") + " none.";
    }

    static String noSuchRow(String table, String where, String column, Collection<String> values) {
        return table + " has no row where " + where + ". "
                + (values.isEmpty() ? "It has no rows." : "Its values of " + column + ": " + shown(values) + ".");
    }

    static String severalRows(String table, String where, int rows, List<String> differing) {
        return table + " has " + rows(rows) + " where " + where + ". "
                + (differing.isEmpty()
                        ? "They are equal."
                        : "Tell them apart by another column: " + String.join(", ", differing) + ".");
    }

    static String cell(String row, String difference) {
        return row + ": " + difference;
    }

    static String document(String row, List<String> differences) {
        return "expected " + row + " to be another document:" + indented(limited(differences));
    }

    // loads

    static String loadedRows(String verb, String table, long expected, long actual, String loaded) {
        return "expected " + rows(expected) + " of " + table + " to be " + verb + ", but it was " + actual
                + ". The run loaded: " + loaded + ".";
    }

    static String otherDisposition(String verb, String table, String disposition, String loaded) {
        return "expected " + table + " to be " + verb + ", but its disposition is " + disposition + ". The run loaded: "
                + loaded + ".";
    }

    static String notSoMany(String what, String table, long expected, long actual) {
        return "expected " + rows(expected) + " of " + table + " to be " + what + ", but it was " + actual + ".";
    }

    static String loadedSomething(String loaded) {
        return "expected the run to have nothing to load, but it loaded: " + loaded + ".";
    }

    static String loadedOthers(
            Collection<String> expected, Collection<String> missing, Collection<String> unexpected, String loaded) {
        return "expected the run to load only " + tables(expected) + "."
                + (missing.isEmpty() ? "" : " Not loaded: " + String.join(", ", missing) + ".")
                + (unexpected.isEmpty() ? "" : " Loaded besides: " + String.join(", ", unexpected) + ".")
                + " The run loaded: " + loaded + ".";
    }

    static String schemaChanges(List<String> missing, List<String> unexpected) {
        return "expected other schema changes:"
                + indented(missing.stream()
                        .map(sentence -> "missing     " + sentence)
                        .toList())
                + indented(unexpected.stream()
                        .map(sentence -> "unexpected  " + sentence)
                        .toList());
    }

    static String noSchemaChange() {
        return "expected the run to change the schema, but it changed nothing of it.";
    }

    static String someSchemaChanges(List<String> changes) {
        return "expected the run not to change the schema, but it did:" + indented(limited(changes));
    }

    static String packages(long expected, List<String> loadIds) {
        return "expected the run to load " + count(expected, "package") + ", but it loaded "
                + (loadIds.isEmpty() ? "none" : loadIds.size() + ": " + shown(loadIds)) + ".";
    }

    static String recoveredNothing(List<String> loadIds) {
        return loadIds.isEmpty()
                ? "expected the run to finish a package of an earlier run, but it loaded none."
                : "expected the run to finish a package of an earlier run, but it made all it loaded itself: "
                        + shown(loadIds) + ".";
    }

    static String recovered(List<String> loadIds) {
        return "expected the run to finish no package of an earlier run, but it did: " + shown(loadIds) + ".";
    }

    static String note(String part, List<String> notes) {
        return "expected a note with \"" + part + "\". "
                + (notes.isEmpty() ? "The run has no notes." : "The notes are:" + indented(limited(notes)));
    }

    // runs and errors

    static String runFailed(Throwable failure) {
        return "expected the run to succeed, but it failed: " + FailureTexts.of(failure);
    }

    static String runSucceeded(String expected, String loaded) {
        return "expected the run to fail" + expected + ", but it succeeded. It loaded: " + loaded + ".";
    }

    static String notBrokenOff(Object step, String loaded) {
        return "expected the run to be broken off at " + step + ", but it never came there. It loaded: " + loaded + ".";
    }

    static String failedOtherwise(Throwable failure) {
        return "expected the run to fail with a PipetteException, but it threw " + FailureTexts.of(failure);
    }

    static String code(Object expected, Object actual, @Nullable String message) {
        return "expected the code " + expected + ", but it is " + actual + ": " + message;
    }

    static String says(String expected, String actual) {
        return "expected the error to say\n  " + expected + "\nbut it says\n  " + actual;
    }

    // schema

    static String schemaTable(String table, List<String> there) {
        return "expected the schema to have table " + table + ". It has " + names(there) + ".";
    }

    static String unexpectedSchemaTable(String table) {
        return "expected the schema to have no table " + table + ", but it has one.";
    }

    static String columnType(String column, String expected, String actual) {
        return "expected column " + column + " to be of type " + expected + ", but it is " + actual + ".";
    }

    static String noSchema(String table, String column) {
        return "no committed schema describes column " + column + " of " + table + ", so its type is not known.";
    }

    static String nullability(String column, boolean expectedNullable) {
        return expectedNullable
                ? "expected column " + column + " to take NULL, but it is not null."
                : "expected column " + column + " to be not null, but it takes NULL.";
    }

    static String noKey(String column, List<String> key) {
        return "expected column " + column + " to be in the primary key, which is "
                + (key.isEmpty() ? "empty" : String.join(", ", key)) + ".";
    }

    static String noSnapshot(Path file) {
        return "there is no schema snapshot " + file + ". Run the test with -Dpipette.snapshots=update to write it, and"
                + " check it in.";
    }

    static String snapshot(Path file, String diff) {
        return "the schema is not that of the snapshot " + file + " (- snapshot, + schema):\n" + diff
                + "\nRun the test with -Dpipette.snapshots=update to take the schema as it is.";
    }

    static String contract(String what, String schema, List<String> lines) {
        return "expected " + what + " to keep " + schema + ", and " + lines.size() + differ(lines.size())
                + " (- agreed, + there):" + indented(lines)
                + "\nCorrect what is loaded; or, where the change is meant, change the file, by hand or with"
                + " 'pipette schema export PIPELINE -o FILE --force'.";
    }

    // recorded tables

    static String recordingInCi() {
        return "-Dpipette.snapshots=update writes files, and with CI=true nothing is written. Run the test without CI=true, and"
                + " check the files in.";
    }

    static String noRecording(String what, Path file) {
        return "there is no recording " + file + " of " + what + ", and with CI=true none is written. Run the test once"
                + " without CI=true, and check in what it writes.";
    }

    static String notRecorded(String table, long rows, Path file) {
        return table + ", which has " + rows(rows) + ", has no recording " + file;
    }

    static String recordedOnly(String dataset, Path file) {
        return dataset + " has no table for the recording " + file;
    }

    static String brokenRecording(Path file, Exception broken) {
        return "the recording " + file + " cannot be read: "
                + String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }

    static String recordedRows(String table, Path file, RowDiff diff) {
        return table + " is not as recorded in " + file + ", and " + count(diff.size(), "row") + differ(diff.size())
                + ":" + indented(diff.lines());
    }

    static String recording(List<String> differences) {
        return String.join("\n", differences)
                + "\nRun the test with -Dpipette.snapshots=update to take the rows as they are.";
    }

    // state

    static String noCursor(String resource, String path, List<String> cursors) {
        return "resource " + resource + " remembers no cursor " + path + ". "
                + (cursors.isEmpty() ? "No resource has a cursor." : "There are: " + shown(cursors) + ".");
    }

    static String unexpectedCursor(String resource, String path, Object value) {
        return "expected resource " + resource + " to remember no cursor " + path + ", but it is at " + value + ".";
    }

    static String cursorElsewhere(String resource, String path, Object expected, Object actual) {
        return "expected cursor " + path + " of " + resource + " to be at " + expected + ", but it is at " + actual
                + ".";
    }

    static String noValue(String resource, String key, Collection<String> keys) {
        return "resource " + resource + " remembers no " + key + ". "
                + (keys.isEmpty() ? "It remembers nothing." : "It remembers " + shown(keys) + ".");
    }

    static String unexpectedValue(String resource, String key, Object value) {
        return "expected resource " + resource + " to remember no " + key + ", but it is " + value + ".";
    }

    static String value(String resource, String key, List<String> differences) {
        return "resource " + resource + " remembers another " + key + ":" + indented(limited(differences));
    }

    static String someState(Collection<String> resources) {
        return "expected no resource to remember anything, but these do: " + shown(resources) + ".";
    }

    // the ledger of files

    static String otherFiles(String resource, List<String> expected, List<String> found) {
        List<String> missing = new java.util.ArrayList<>(expected);
        missing.removeAll(found);
        List<String> more = new java.util.ArrayList<>(found);
        more.removeAll(expected);
        return "the ledger of " + resource + " has other files."
                + (missing.isEmpty() ? "" : " Missing: " + shown(missing) + ".")
                + (more.isEmpty() ? "" : " Not expected: " + shown(more) + ".");
    }

    static String noFile(String resource, String key, List<String> keys) {
        return "the ledger of " + resource + " does not remember " + key + ". "
                + (keys.isEmpty() ? "It remembers no file." : "It remembers " + shown(keys) + ".");
    }

    static String unexpectedFile(String resource, String key) {
        return "expected the ledger of " + resource + " not to remember " + key + ", but it does.";
    }

    static String rowsOfFile(String resource, String key, long expected, long found) {
        return "expected the ledger of " + resource + " to remember " + expected + " rows of " + key
                + ", but it remembers " + found + ".";
    }

    // packages that wait

    static String waiting(String pipeline, String state, long expected, List<PendingPackage> found) {
        return "expected pipeline " + pipeline + " to have " + (expected == 0 ? "no" : String.valueOf(expected)) + " "
                + state + (expected == 1 ? " package" : " packages") + ", but it has "
                + (found.isEmpty()
                        ? "none."
                        : found.size() + ":"
                                + indented(limited(
                                        found.stream().map(Failures::waiting).toList())));
    }

    static String nothingSetAside(String pipeline) {
        return "expected a package of pipeline " + pipeline + " to be set aside, but there is none.";
    }

    static String reason(String part, List<PendingPackage> quarantined) {
        return "expected a package to be quarantined because of \"" + part + "\". "
                + (quarantined.isEmpty()
                        ? "None is quarantined."
                        : "The reasons are:"
                                + indented(limited(quarantined.stream()
                                        .map(Failures::waiting)
                                        .toList())));
    }

    private static String waiting(PendingPackage waiting) {
        return waiting.loadId()
                + waiting.rows().entrySet().stream()
                        .map(table -> ", " + rows(table.getValue()) + " of " + table.getKey())
                        .collect(Collectors.joining())
                + waiting.reason().map(reason -> ": " + reason).orElse("");
    }

    // words

    static String rows(long rows) {
        return count(rows, "row");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String tables(Collection<String> tables) {
        return (tables.size() == 1 ? "table " : "tables ") + names(tables);
    }

    private static String columns(Collection<String> columns) {
        return (columns.size() == 1 ? "column " : "columns ") + names(columns);
    }

    private static String names(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String shown(Collection<String> values) {
        String shown = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return values.size() > SHOWN ? shown + " and " + (values.size() - SHOWN) + " more" : shown;
    }

    private static List<String> limited(List<String> lines) {
        if (lines.size() <= SHOWN) {
            return lines;
        }
        List<String> limited = new java.util.ArrayList<>(lines.subList(0, SHOWN));
        limited.add("... and " + (lines.size() - SHOWN) + " more");
        return limited;
    }

    private static String indented(List<String> lines) {
        return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }
}
