package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.engine.manifest.TableRules.ColumnRule;
import dev.pipette.schema.Column;
import dev.pipette.schema.Naming;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which keys, indexes and comments a load makes: what is declared and not there. Keys and NOT NULL are made before the
 * rows are loaded, so that the destination names the row that breaks one; indexes and foreign keys after them.
 */
final class HintPlanner {
    private final ExistingTables existing;
    private final Naming naming;
    private final HintRefusals refusals;
    private final Set<String> namedIndexes = new HashSet<>();

    HintPlanner(ExistingTables existing, Naming naming, String dataset) {
        this.existing = existing;
        this.naming = naming;
        this.refusals = new HintRefusals(existing, dataset);
    }

    /**
     * Plans what is made of a table's hints.
     *
     * @param there the columns of the table that is there
     * @param columns all columns that the load fills
     * @throws dev.pipette.error.PipetteException LOAD_REFUSED for a constraint that rows break which are there
     */
    HintPlan plan(ResourceLoad resource, TablePlan plan, List<TableColumn> there, List<Column> columns) {
        HintPlan made = new HintPlan();
        TableRules rules = resource.rules();
        if (rules == null || plan.table().isNested()) {
            return made;
        }
        new OfTable(resource, rules, plan, there, columns, made).plan();
        return made;
    }

    /** The hints of one table. */
    private final class OfTable {
        private final ResourceLoad resource;
        private final TableRules rules;
        private final TablePlan plan;
        private final String table;
        private final List<TableColumn> there;
        private final Set<String> known = new LinkedHashSet<>();
        private final HintPlan made;

        OfTable(
                ResourceLoad resource,
                TableRules rules,
                TablePlan plan,
                List<TableColumn> there,
                List<Column> columns,
                HintPlan made) {
            this.resource = resource;
            this.rules = rules;
            this.plan = plan;
            this.table = plan.table().name();
            this.there = there;
            this.made = made;
            columns.forEach(column -> known.add(column.name()));
            there.forEach(column -> known.add(naming.key(column.name())));
        }

        void plan() {
            Optional<TableDetails> details = existing.details(table);
            rules.columns().forEach(rule -> nullability(rule, details.orElse(TableDetails.NONE)));
            if (details.isPresent()) {
                primaryKey(details.get());
                rules.uniqueKeys().forEach(key -> uniqueKey(key, details.get()));
                rules.indexes().forEach(index -> index(index, details.get()));
                rules.references().forEach(reference -> reference(reference, details.get()));
                comments(details.get());
            } else if (needsDetails()) {
                made.notes()
                        .add("table " + table + ": keys, indexes and descriptions are kept in the schema document only,"
                                + " because the destination makes none");
            }
        }

        private boolean needsDetails() {
            return rules.primaryKey()
                    || !rules.uniqueKeys().isEmpty()
                    || !rules.indexes().isEmpty()
                    || !rules.references().isEmpty()
                    || rules.description() != null
                    || rules.columns().stream().anyMatch(rule -> rule.description() != null);
        }

        private void nullability(ColumnRule rule, TableDetails details) {
            String column = rule.column();
            if (rule.refusesNull() && !known.contains(column) && plan.table().rows() > 0) {
                throw refusals.withoutValues(table, column);
            }
            if (plan.create()) {
                return;
            }
            Optional<TableColumn> now = TablePlan.find(there, column);
            boolean takesNull = now.map(TableColumn::nullable).orElse(true);
            if (rule.refusesNull() && takesNull && known.contains(column)) {
                refusals.checkOpen(table, "notNull() of column '" + column + "'", details);
                refusals.checkNoNulls(resource, table, column, now.isPresent());
                made.first(
                        new SchemaChange.SetNullable(table, column, false),
                        "column " + table + "." + column + " takes no NULL from now on");
            } else if (rule.takesNull() && !takesNull) {
                refusals.checkOpen(table, "nullable() of column '" + column + "'", details);
                refusals.checkNotKey(table, column, details);
                made.first(
                        new SchemaChange.SetNullable(table, column, true),
                        "column " + table + "." + column + " takes NULL from now on");
            }
        }

        private void primaryKey(TableDetails details) {
            List<String> key = resource.rowKey();
            if (!rules.primaryKey() || missing(key, "the primary key")) {
                return;
            }
            if (!details.primaryKey().isEmpty()) {
                refusals.checkSameKey(table, key, details);
                return;
            }
            String what = "enforcePrimaryKey()";
            refusals.checkOpen(table, what, details);
            if (!plan.create()) {
                key.forEach(column -> refusals.checkNoNulls(
                        resource, table, column, TablePlan.find(there, column).isPresent()));
                refusals.checkNoTwins(resource, table, what, key);
            }
            made.first(
                    new SchemaChange.AddKey(table, key, true),
                    "table " + table + " has the primary key " + listed(key) + " from now on");
        }

        private void uniqueKey(List<String> key, TableDetails details) {
            boolean primary = rules.primaryKey() && Set.copyOf(key).equals(Set.copyOf(resource.rowKey()));
            if (primary || details.isUnique(key) || missing(key, "unique " + listed(key))) {
                return;
            }
            String what = "unique " + listed(key);
            refusals.checkOpen(table, what, details);
            if (!plan.create()) {
                refusals.checkNoTwins(resource, table, what, key);
            }
            made.first(
                    new SchemaChange.AddKey(table, key, false),
                    "table " + table + " has the unique key " + listed(key) + " from now on");
        }

        private void index(List<String> columns, TableDetails details) {
            boolean ofKey = rules.uniqueKeys().contains(columns)
                    || (rules.primaryKey() && resource.rowKey().equals(columns));
            if (!ofKey && !details.isIndexed(columns) && !missing(columns, "the index on " + listed(columns))) {
                made.last(
                        new SchemaChange.AddIndex(table, indexName(columns), columns),
                        "table " + table + " has an index on " + listed(columns) + " from now on");
            }
        }

        /** A name that no other index has: the same words may come from another table and its columns. */
        private String indexName(List<String> columns) {
            String words = table + "_" + String.join("_", columns);
            String name = naming.identifier(words + "_idx");
            for (int number = 2; existing.isIndex(name) || !namedIndexes.add(name); number++) {
                name = naming.identifier(words + "_idx" + number);
            }
            return name;
        }

        private void reference(TableReference reference, TableDetails details) {
            if (details.references().contains(reference)
                    || missing(reference.columns(), "the foreign key " + reference.describe())) {
                return;
            }
            if (existing.hasForeignKeys()) {
                made.last(
                        new SchemaChange.AddReference(table, reference),
                        "table " + table + " has the foreign key " + reference.describe() + " from now on");
            } else {
                made.notes()
                        .add("table " + table + ": the foreign key " + reference.describe()
                                + " is kept in the schema document only, because the destination adds none to a table"
                                + " that is there");
            }
        }

        private void comments(TableDetails details) {
            String ofTable = rules.description();
            if (ofTable != null && !details.description().equals(Optional.of(ofTable))) {
                made.first(
                        new SchemaChange.Describe(table, Optional.empty(), ofTable),
                        "the description of table " + table + " was "
                                + (details.description().isPresent() ? "changed" : "added"));
            }
            for (ColumnRule rule : rules.columns()) {
                String description = rule.description();
                String now = details.descriptions().get(rule.column());
                if (description != null && known.contains(rule.column()) && !description.equals(now)) {
                    made.first(
                            new SchemaChange.Describe(table, Optional.of(rule.column()), description),
                            "the description of column " + table + "." + rule.column() + " was "
                                    + (now == null ? "added" : "changed"));
                }
            }
        }

        private boolean missing(List<String> columns, String what) {
            Optional<String> unknown =
                    columns.stream().filter(column -> !known.contains(column)).findFirst();
            unknown.ifPresent(column -> made.notes()
                    .add("table " + table + ": " + what + " is not made yet, because there is no column '" + column
                            + "'"));
            return unknown.isPresent();
        }
    }

    /** Columns as a person reads them. */
    static String listed(List<String> columns) {
        return "(" + String.join(", ", columns) + ")";
    }
}
