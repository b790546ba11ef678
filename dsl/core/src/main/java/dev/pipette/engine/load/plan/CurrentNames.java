package dev.pipette.engine.load.plan;

import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the columns of a package the names that migrations gave those of the tables. The package keeps the names that the
 * source has; the schema that is committed decides, under the locks of the load, in which columns the values land. So a package
 * that waited since before a migration, and one that another machine made, lands where any other does.
 */
public final class CurrentNames {
    private final Manifest manifest;
    private final Schema schema;

    private CurrentNames(Manifest manifest, Schema schema) {
        this.manifest = manifest;
        this.schema = schema;
    }

    /**
     * The package under the names of the schema; itself where no column of its tables was renamed.
     *
     * @throws PipetteException LOAD_REFUSED where a type is declared for the new name of a column, and the rows have the former one
     */
    public static Manifest of(Manifest manifest, Schema schema) {
        return schema.dataTables().stream()
                        .allMatch(table -> ColumnMemory.newNames(table).isEmpty())
                ? manifest
                : new CurrentNames(manifest, schema).renamed();
    }

    private Manifest renamed() {
        return Manifest.builder()
                .from(manifest)
                .resources(manifest.byTable().stream().map(this::renamed).toList())
                .tables(manifest.tables().stream().map(this::renamed).toList())
                .build();
    }

    private UnaryOperator<String> naming(String table) {
        Map<String, String> names =
                schema.table(table).map(ColumnMemory::newNames).map(Map::copyOf).orElse(Map.of());
        return name -> names.getOrDefault(name, name);
    }

    private PackageTable renamed(PackageTable table) {
        UnaryOperator<String> naming = naming(table.name());
        return table.withForms(table.forms().stream()
                        .map(form -> form.into(naming.apply(form.column())))
                        .toList())
                .withFirstNames(
                        schema.table(table.name()).map(ColumnMemory::firstNames).orElse(Map.of()));
    }

    private ResourceLoad renamed(ResourceLoad load) {
        checkHints(load);
        UnaryOperator<String> naming = naming(load.table());
        return ResourceLoad.builder()
                .from(load)
                .disposition(load.disposition().named(naming))
                .primaryKey(named(load.primaryKey(), naming))
                .replays(load.replays() == null ? null : load.replays().named(naming))
                .hints(load.hints().stream()
                        .map(hint -> new ResourceLoad.Hint(
                                naming.apply(hint.column()), hint.type(), hint.precision(), hint.scale()))
                        .toList())
                .cursor(cursor(load.cursor(), naming))
                .distinctBy(load.distinctBy() == null ? null : named(load.distinctBy(), naming))
                .files(files(load.files(), naming))
                .rules(rules(load.rules(), naming))
                .checks(
                        load.checks() == null
                                ? null
                                : load.checks().stream()
                                        .map(check -> check(check, naming))
                                        .toList())
                .build();
    }

    /** Sealing looks at values by the names that the source has: under another one, a declared type would not be looked at. */
    private void checkHints(ResourceLoad load) {
        TableSchema known = schema.table(load.table()).orElse(null);
        if (known == null) {
            return;
        }
        List<PackageTable> roots = manifest.tablesOf(load).stream()
                .filter(table -> !table.isNested())
                .toList();
        ColumnMemory.newNames(known).forEach((former, column) -> {
            boolean arrives = roots.stream().anyMatch(root -> root.columns().contains(former));
            if (arrives && load.hint(column) != null && load.hint(former) == null) {
                throw new PipetteException(
                        ErrorCode.LOAD_REFUSED,
                        "resource " + load.name() + ": a type is declared for column '" + column + "' of table "
                                + manifest.dataset() + "." + load.table() + ", and the rows have its former name '"
                                + former + "', which a migration renamed. Declare the type for '" + former
                                + "', or rename it in the rows too: .rename(\"" + former + "\", \"" + column
                                + "\"). Nothing was loaded.");
            }
        });
    }

    private static List<String> named(List<String> names, UnaryOperator<String> naming) {
        return names.stream().map(naming).distinct().toList();
    }

    private static @Nullable CursorLoad cursor(@Nullable CursorLoad cursor, UnaryOperator<String> naming) {
        if (cursor == null) {
            return null;
        }
        CursorRules rules = cursor.rules();
        return CursorLoad.builder()
                .from(cursor)
                .column(naming.apply(cursor.column()))
                .rules(new CursorRules(
                        rules.lastValue(),
                        rules.excludesStart(),
                        rules.includesEnd(),
                        rules.missing(),
                        rules.rowOrder(),
                        rules.lagText(),
                        rules.zoneName(),
                        named(rules.key(), naming)))
                .build();
    }

    private static @Nullable FilesLoad files(@Nullable FilesLoad files, UnaryOperator<String> naming) {
        return files == null
                ? null
                : new FilesLoad(files.ledger(), naming.apply(files.column()), files.files(), files.change());
    }

    private @Nullable TableRules rules(@Nullable TableRules rules, UnaryOperator<String> naming) {
        return rules == null
                ? null
                : new TableRules(
                        rules.description(),
                        rules.primaryKey(),
                        lists(rules.uniqueKeys(), naming),
                        lists(rules.indexes(), naming),
                        rules.references().stream()
                                .map(reference -> new TableReference(
                                        named(reference.columns(), naming),
                                        reference.table(),
                                        named(reference.referencedColumns(), naming(reference.table()))))
                                .toList(),
                        rules.columns().stream()
                                .map(rule -> new TableRules.ColumnRule(
                                        naming.apply(rule.column()),
                                        rule.nullable(),
                                        rule.sort(),
                                        rule.partition(),
                                        rule.description()))
                                .toList());
    }

    private static List<List<String>> lists(List<List<String>> lists, UnaryOperator<String> naming) {
        return lists.stream().map(list -> named(list, naming)).toList();
    }

    /** Of rules with two tables, each column is renamed as those of its table are. */
    private Check check(Check check, UnaryOperator<String> naming) {
        Rule rule = check.rule() instanceof Rule.References refers
                ? new Rule.References(
                        naming.apply(refers.column()),
                        refers.table(),
                        naming(refers.table()).apply(refers.referencedColumn()))
                : check.rule().named(naming, UnaryOperator.identity());
        return new Check(rule, check.severity());
    }
}
