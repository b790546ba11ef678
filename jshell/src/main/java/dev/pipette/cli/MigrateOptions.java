package dev.pipette.cli;

import dev.pipette.Pipette;
import dev.pipette.admin.MigrationInfo;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Migration;
import java.util.List;
import picocli.CommandLine.Option;

/** Which columns {@code pipette pipeline NAME migrate} changes, and how. */
final class MigrateOptions {
    @Option(
            names = "--rename",
            paramLabel = "TABLE.OLD=NEW",
            description = "With migrate: renames a column. Later rows with the old name fill it. May be repeated.")
    private List<String> renames = List.of();

    @Option(
            names = "--drop",
            paramLabel = "TABLE.COLUMN",
            description =
                    "With migrate: drops a column. Values that still arrive for it are left out and counted. May be"
                            + " repeated.")
    private List<String> drops = List.of();

    @Option(
            names = "--retype",
            paramLabel = "TABLE.COLUMN=TYPE",
            description =
                    "With migrate: changes a column's type, if every value converts without loss. Types as in load"
                            + " --type. May be repeated.")
    private List<String> retypes = List.of();

    @Option(
            names = "--restore",
            paramLabel = "TABLE.COLUMN",
            description = "With migrate: lets the next rows add a dropped or renamed column again. May be repeated.")
    private List<String> restores = List.of();

    /** Migrates, or says what that would do. */
    MigrationInfo apply(PipelineAdmin admin, boolean yes) {
        Migration migration = migration();
        return yes ? admin.migrate(migration) : admin.planMigration(migration);
    }

    private Migration migration() {
        Migration migration = Migration.NONE;
        for (String rename : renames) {
            int equals = equals("--rename", rename, "orders.cust=customer_id");
            migration = migration.andRename(rename.substring(0, equals), rename.substring(equals + 1));
        }
        for (String drop : drops) {
            migration = migration.andDrop(drop);
        }
        for (String retype : retypes) {
            int equals = equals("--retype", retype, "orders.amount=decimal(12,2)");
            migration =
                    migration.andRetype(retype.substring(0, equals), Pipette.columnType(retype.substring(equals + 1)));
        }
        for (String restore : restores) {
            migration = migration.andRestore(restore);
        }
        return migration;
    }

    private static int equals(String option, String given, String example) {
        int equals = given.lastIndexOf('=');
        if (equals < 1 || equals == given.length() - 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " " + given + " is incomplete. Write it like " + option + " " + example + ".");
        }
        return equals;
    }
}
