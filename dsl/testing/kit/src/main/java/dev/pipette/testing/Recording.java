package dev.pipette.testing;

import dev.pipette.testing.content.DatasetTables;
import dev.pipette.testing.content.RecordedTable;
import dev.pipette.testing.content.RowDiff;
import dev.pipette.testing.content.SchemaSnapshot;
import dev.pipette.testing.content.TableContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes the rows of tables into files, or compares them with those that are there.
 *
 * @param asked what the switch says
 * @param continuousIntegration whether nothing may be written
 */
record Recording(@Nullable String asked, boolean continuousIntegration) {
    /** Set to {@code update}, snapshots are written and not compared. */
    static final String SWITCH = "pipette.snapshots";

    static Recording here() {
        return new Recording(System.getProperty(SWITCH), "true".equalsIgnoreCase(System.getenv("CI")));
    }

    /** Whether the files are written again; the failure where that may not be. */
    private boolean updates() {
        if (!"update".equals(asked)) {
            return false;
        }
        if (continuousIntegration) {
            throw new AssertionError(Failures.recordingInCi());
        }
        return true;
    }

    /** A table and its file. Returns the failure; empty where there is none. */
    Optional<String> table(TableContent table, Path file) {
        if (updates() || !Files.exists(file) && !continuousIntegration) {
            write(List.of(new Written(table, file)));
            return Optional.empty();
        }
        if (!Files.exists(file)) {
            return Optional.of(Failures.noRecording(table.toString(), file));
        }
        return difference(table, file).map(text -> Failures.recording(List.of(text)));
    }

    /** All tables of a dataset, and the files of a folder. Returns the failure; empty where there is none. */
    Optional<String> tables(String dataset, DatasetTables tables, Path folder) {
        List<Written> all = tables.rootNames().stream()
                .map(name -> new Written(tables.table(name), folder.resolve(RecordedTable.fileName(name))))
                .toList();
        List<Path> files = RecordedTable.files(folder);
        List<Path> left = files.stream()
                .filter(file -> all.stream().noneMatch(one -> one.file().equals(file)))
                .toList();
        if (updates()) {
            left.forEach(Recording::delete);
            write(all);
            return Optional.empty();
        }
        if (files.isEmpty()) {
            if (continuousIntegration) {
                return Optional.of(Failures.noRecording(dataset, folder));
            }
            write(all);
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        for (Written one : all) {
            if (Files.exists(one.file())) {
                difference(one.table(), one.file()).ifPresent(differences::add);
            } else {
                differences.add(
                        Failures.notRecorded(one.table().toString(), one.table().count(), one.file()));
            }
        }
        left.forEach(file -> differences.add(Failures.recordedOnly(dataset, file)));
        return differences.isEmpty() ? Optional.empty() : Optional.of(Failures.recording(differences));
    }

    private record Written(TableContent table, Path file) {
        @Override
        public String toString() {
            return table + " (" + file + ", " + Failures.rows(table.count()) + ")";
        }
    }

    private static void write(List<Written> all) {
        List<Written> changed = all.stream()
                .filter(one -> SchemaSnapshot.write(one.file(), RecordedTable.of(one.table())))
                .toList();
        if (!changed.isEmpty()) {
            System.out.println("pipette: recorded "
                    + changed.stream().map(Written::toString).collect(Collectors.joining(", "))
                    + ". Review and check in; later runs compare with it.");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            System.out.println("pipette: deleted " + file + ", whose table is not there");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<String> difference(TableContent table, Path file) {
        try {
            RowDiff diff = RecordedTable.diff(table, file);
            return diff.isEmpty() ? Optional.empty() : Optional.of(Failures.recordedRows(table.toString(), file, diff));
        } catch (IllegalArgumentException | JacksonException broken) {
            return Optional.of(Failures.brokenRecording(file, broken));
        }
    }
}
