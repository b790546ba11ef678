package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.admin.MigrationInfo.Change;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.load.SchemaMigration;
import dev.pipette.engine.load.SchemaMigration.Found;
import dev.pipette.engine.load.migrate.ColumnMigration;
import dev.pipette.engine.load.migrate.ColumnMigration.Drop;
import dev.pipette.engine.load.migrate.ColumnMigration.Rename;
import dev.pipette.engine.load.migrate.ColumnMigration.Restore;
import dev.pipette.engine.load.migrate.ColumnMigration.Retype;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.schema.Migration;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Migrates columns of a pipeline. A crash before the commit changes nothing; after one that came later, the same migration has
 * nothing to do.
 */
final class ColumnMigrating {
    private final AdminPlace place;
    private final Pipeline pipeline;
    private final Migration migration;
    private final SchemaMigration change;

    ColumnMigrating(AdminPlace place, Migration migration) {
        this.place = place;
        this.pipeline = place.pipeline();
        this.migration = migration;
        this.change = new SchemaMigration(
                place.client(),
                new SchemaMigration.Question(pipeline.name(), place.dataset(), place.schemaName(), migration),
                pipeline.clock(),
                pipeline.listener());
    }

    /** What would be changed. */
    MigrationInfo plan() {
        place.known().identified();
        return info(change.find());
    }

    /** Migrates, and returns what was changed. */
    MigrationInfo migrate() {
        try (RunLock lock = place.lockForChange()) {
            Found found = change.migrate(place.known().version());
            if (!found.plan().changes().isEmpty()) {
                pipeline.listener().reached(LoadStep.COMMITTED, "");
            }
            return info(found).asDone();
        }
    }

    private MigrationInfo info(Found found) {
        List<ColumnMigration> changes = found.plan().changes();
        return new MigrationInfo(
                pipeline.name(),
                place.client().describe(),
                place.dataset(),
                false,
                changes.stream().map(ColumnMigrating::shown).toList(),
                found.plan().done(),
                found.plan().drift(),
                changes.stream().flatMap(one -> remembered(one).stream()).toList(),
                packages(changes),
                changes.isEmpty() ? "" : Commands.migrate(pipeline, migration, place.isRemembered()));
    }

    private static Change shown(ColumnMigration change) {
        String kind = switch (change) {
            case Rename _ -> "rename";
            case Drop _ -> "drop";
            case Retype _ -> "retype";
            case Restore _ -> "restore";
        };
        return new Change(
                kind,
                change.table(),
                change.column(),
                change.words(),
                change.rows(),
                change instanceof Drop drop ? drop.values() : 0,
                change.isThere());
    }

    private static List<String> remembered(ColumnMigration change) {
        String column = change.table() + "." + change.column();
        return switch (change) {
            case Rename rename ->
                rename.beside().isEmpty()
                        ? List.of("values that arrive for '" + rename.column() + "' fill " + rename.table() + "."
                                + rename.newName())
                        : List.of();
            case Drop drop ->
                drop.beside().isEmpty()
                        ? List.of("values that arrive for '" + drop.column() + "' are left out and counted, until "
                                + "--restore " + column)
                        : List.of();
            case Retype retype ->
                List.of("loads leave " + column + " at " + retype.type().typeText()
                        + "; values that do not fit go to a column beside it");
            case Restore _ -> List.of();
        };
    }

    private List<String> packages(List<ColumnMigration> changes) {
        List<String> sentences = new ArrayList<>();
        for (SealedPackage waiting : place.working().packages().waiting()) {
            for (ColumnMigration change : changes) {
                if (place.known().holds(waiting) && brings(waiting, change)) {
                    sentences.add("package " + waiting.loadId() + " waits with values for " + change.table() + "."
                            + change.column()
                            + switch (change) {
                                case Rename rename -> ", which will fill " + rename.newName();
                                case Drop _ -> ", which will be left out; load it first to keep them";
                                case Retype _ -> "; what does not fit the new type will go to a column beside it";
                                case Restore _ -> ", which will make it again";
                            });
                }
            }
        }
        return sentences;
    }

    private static boolean brings(SealedPackage waiting, ColumnMigration change) {
        return waiting.manifest().tables().stream()
                .filter(table -> table.name().equals(change.table()))
                .map(PackageTable::columns)
                .anyMatch(columns -> columns.contains(change.column()));
    }
}
