package dev.pipette.engine.load.migrate;

import dev.pipette.engine.load.migrate.ColumnMigration.Drop;
import dev.pipette.engine.load.migrate.ColumnMigration.Rename;
import dev.pipette.engine.load.migrate.ColumnMigration.Restore;
import dev.pipette.engine.load.migrate.ColumnMigration.Retype;
import dev.pipette.engine.load.migrate.MigrationFacts.Misfits;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Migration;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.ColumnChange;
import dev.pipette.text.NearestName;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a migration does, from the schema and the catalogue. Nothing is written. A step names a column as it is before the
 * migration; an error lists what is wrong with each step, and then nothing is done.
 */
public final class MigrationPlanner {
    /** The column that a ledger of files knows the rows of a file by. */
    private static final String FILE_NAME = "_file_name";

    private static final String VARIANT = "__v_";
    private static final int MOST_DIGITS = 38;
    private static final int DEFAULT_SCALE = 9;

    private final String dataset;
    private final Schema before;
    private final Map<String, List<TableColumn>> existing;
    private final MigrationFacts facts;
    private final Naming naming;
    private final List<ColumnMigration> changes = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private final Set<String> newNames = new HashSet<>();
    private @Nullable ErrorCode code;
    private Schema schema;

    /**
     * A planner.
     *
     * @param schema the committed schema that has the tables
     * @param existing the dataset's tables as the catalogue has them
     */
    public MigrationPlanner(
            String dataset,
            Schema schema,
            Map<String, List<TableColumn>> existing,
            MigrationFacts facts,
            Naming naming) {
        this.dataset = dataset;
        this.before = schema;
        this.schema = schema;
        this.existing = existing;
        this.facts = facts;
        this.naming = naming;
    }

    /**
     * Plans a migration; called once.
     *
     * @throws PipetteException for what cannot be done, naming each step: BAD_USAGE where the step is wrong, LOAD_REFUSED where
     *     something at the destination uses the column, TYPE_MISMATCH where values would be changed
     */
    public MigrationPlan plan(Migration migration) {
        Set<String> tables =
                migration.steps().stream().map(step -> naming.key(step.table())).collect(Collectors.toSet());
        // types first, then columns that go, then names: each step names what is there now
        migration.steps().forEach(step -> {
            if (step instanceof Migration.Retype retype) {
                table(step).ifPresent(table -> retype(table, column(table, step.column()), retype.type()));
            }
        });
        migration.steps().forEach(step -> {
            if (step instanceof Migration.Drop) {
                table(step).ifPresent(table -> drop(table, column(table, step.column())));
            }
        });
        migration.steps().forEach(step -> {
            if (step instanceof Migration.Rename rename) {
                table(step).ifPresent(table -> rename(table, column(table, step.column()), rename.newName()));
            }
        });
        migration.steps().forEach(step -> {
            if (step instanceof Migration.Restore) {
                table(step).ifPresent(table -> restore(table, column(table, step.column())));
            }
        });
        if (!problems.isEmpty()) {
            throw new PipetteException(
                    code == null ? ErrorCode.BAD_USAGE : code,
                    "migrate " + dataset + ": " + String.join(" ", problems) + " Nothing was changed.");
        }
        Drift drift = new Drift(before, existing);
        return new MigrationPlan(
                changes,
                done,
                before.dataTables().stream()
                        .filter(table -> tables.isEmpty() || tables.contains(table.name()))
                        .flatMap(table -> drift.of(table).stream())
                        .toList(),
                schema.bumped());
    }

    /** The table of a step as it is before the migration. */
    private Optional<TableSchema> table(Migration.Step step) {
        String name = naming.key(step.table());
        List<String> tables =
                before.dataTables().stream().map(TableSchema::name).toList();
        if (!tables.contains(name)) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "the pipeline has no table '" + step.table() + "'."
                            + orNames(NearestName.question(name, tables), tables));
            return Optional.empty();
        }
        List<String> others = facts.otherSchemas(name);
        if (!others.isEmpty()) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "table " + name + " is also in schema " + String.join(" and ", others)
                            + " of the dataset, whose loads would make the column again under its former name or type. Load"
                            + " the table with one pipeline before its columns are migrated.");
            return Optional.empty();
        }
        return before.table(name);
    }

    private static String orNames(String near, List<String> names) {
        return near.isEmpty() ? " It has: " + (names.isEmpty() ? "none" : String.join(", ", names)) + "." : near;
    }

    private String column(TableSchema table, String named) {
        return table.column(named).isPresent() ? named : naming.key(named);
    }

    private void problem(ErrorCode newCode, String sentence) {
        code = code == null ? newCode : code;
        problems.add(sentence);
    }

    private List<TableColumn> there(TableSchema table) {
        return existing.getOrDefault(table.name(), List.of());
    }

    private boolean isThere(TableSchema table, String column) {
        return Drift.find(there(table), column).isPresent();
    }

    /** Whether a step can be about a column at all; what is wrong otherwise is noted. */
    private boolean isColumn(TableSchema table, String column, String verb) {
        Optional<Column> known = table.column(column);
        String name = table.name() + "." + column;
        if (ReservedNames.prefixOf(column).isPresent()) {
            problem(ErrorCode.BAD_USAGE, "column " + name + " is Pipette's own, and is not " + verb + ".");
            return false;
        }
        if (known.isEmpty() && !isThere(table, column)) {
            List<String> names = table.columnNames().stream()
                    .filter(other -> ReservedNames.prefixOf(other).isEmpty())
                    .toList();
            problem(
                    ErrorCode.BAD_USAGE,
                    "table " + table.name() + " has no column '" + column + "'."
                            + orNames(NearestName.question(column, names), names));
            return false;
        }
        if (known.isPresent() && known.get().variant()) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "column " + name + " has the values that do not fit column '"
                            + column.substring(0, Math.max(0, column.indexOf(VARIANT)))
                            + "', and is not " + verb + " alone.");
            return false;
        }
        boolean isTwice = !touched.add(verb.equals("given another type") ? name + " type" : name)
                || verb.equals("dropped") && touched.contains(name + " type");
        if (isTwice) {
            problem(ErrorCode.BAD_USAGE, "column " + name + " is named by several steps. Do one after the other.");
            return false;
        }
        return true;
    }

    private boolean isFree(TableSchema table, String column, ColumnChange change) {
        Optional<String> keeper = facts.keeping(table.name(), column, change);
        keeper.ifPresent(user -> problem(
                ErrorCode.LOAD_REFUSED,
                "column " + table.name() + "." + column + " cannot be "
                        + switch (change) {
                            case RENAME -> "renamed";
                            case DROP -> "dropped";
                            case RETYPE -> "given another type";
                        }
                        + ", because " + user));
        return keeper.isEmpty();
    }

    private void rename(TableSchema table, String column, String wanted) {
        String newName = naming.key(wanted);
        String name = table.name() + "." + column;
        Optional<Column> renamedBefore = table.column(newName)
                .filter(known -> ColumnMemory.formerNames(known).contains(column));
        if (renamedBefore.isPresent() && table.column(column).isEmpty() && !isThere(table, column)) {
            done.add("column " + name + " was renamed " + newName + " before");
            return;
        }
        if (!isColumn(table, column, "renamed")) {
            return;
        }
        if (wanted.isBlank()) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "column " + name + " cannot be renamed '" + wanted
                            + "': a name has at least one character that is no" + " blank.");
            return;
        }
        if (ReservedNames.prefixOf(newName).isPresent() || newName.isEmpty()) {
            problem(ErrorCode.BAD_USAGE, "'" + newName + "' is a name that Pipette keeps for itself.");
            return;
        }
        if (newName.equals(column)) {
            problem(ErrorCode.BAD_USAGE, "column " + name + " has this name already.");
            return;
        }
        if (ColumnMemory.isDropped(table, newName)) {
            problem(
                    ErrorCode.NAME_COLLISION,
                    "column " + name + " cannot be renamed '" + newName
                            + "': a migration dropped a column of that name, and rows may still have values for it. Choose"
                            + " another name, or let the name be used again first with --restore " + table.name() + "."
                            + newName + ".");
            return;
        }
        Optional<Column> other = schema.table(table.name()).orElse(table).columns().values().stream()
                .filter(known -> !known.name().equals(column)
                        && ColumnMemory.formerNames(known).contains(newName))
                .findFirst();
        if (other.isPresent()) {
            problem(
                    ErrorCode.NAME_COLLISION,
                    "column " + name + " cannot be renamed '" + newName + "': it is the former name of column '"
                            + other.get().name()
                            + "', and rows may still have values for it. Choose another name, or let"
                            + " the name be used again first with --restore " + table.name() + "." + newName + ".");
            return;
        }
        boolean here = isThere(table, column);
        boolean taken =
                isThere(table, newName) && (here || table.column(newName).isPresent())
                        || table.column(newName).isPresent()
                        || !newNames.add(table.name() + "." + newName);
        if (taken) {
            problem(
                    ErrorCode.NAME_COLLISION,
                    "column " + name + " cannot be renamed, because table " + table.name() + " has a column '" + newName
                            + "'.");
            return;
        }
        if (!here && !isThere(table, newName) && !there(table).isEmpty()) {
            problem(
                    ErrorCode.LOAD_REFUSED,
                    "column " + name + " is in the schema, and the table at the destination has neither '" + column
                            + "' nor '" + newName
                            + "'. Load a row with a value for it, which makes it again, or drop it.");
            return;
        }
        for (String variant : variants(table, column)) {
            String follows = newName + variant.substring(column.length());
            if (isThere(table, follows) || table.column(follows).isPresent()) {
                problem(
                        ErrorCode.NAME_COLLISION,
                        "column " + name + " cannot be renamed '" + newName + "': column " + variant
                                + " with its values of another type would become " + follows + ", and table "
                                + table.name() + " has a column of that name. Choose another name, or drop or rename "
                                + follows + " first.");
                return;
            }
        }
        if (here && !isFree(table, column, ColumnChange.RENAME)) {
            return;
        }
        move(table, column, newName, "", here);
        variants(table, column)
                .forEach(variant -> move(
                        table, variant, newName + variant.substring(column.length()), column, isThere(table, variant)));
    }

    private void move(TableSchema table, String from, String to, String beside, boolean here) {
        changes.add(new Rename(table.name(), from, to, beside, facts.rows(table.name()), here));
        TableSchema now = schema.table(table.name()).orElseThrow();
        TableSchema known = now.column(from).isPresent() ? now : now.withColumn(Column.of(from));
        // the former name of a column for other values is made of that of its column, which rows have
        TableSchema renamed = ColumnMemory.renamed(known, from, to);
        if (!beside.isEmpty()) {
            renamed = renamed.withColumn(renamed.column(to).orElseThrow().withoutHint(ColumnMemory.FORMER_NAMES));
        }
        schema = schema.withTable(renamed);
        for (TableSchema other : List.copyOf(schema.tables().values())) {
            if (!other.name().equals(table.name())) {
                TableSchema following = ColumnMemory.renamedElsewhere(other, table.name(), from, to);
                schema = following.equals(other) ? schema : schema.withTable(following);
            }
        }
    }

    /** The columns with the values that do not fit a column's type. */
    private static List<String> variants(TableSchema table, String column) {
        return table.columns().values().stream()
                .filter(Column::variant)
                .map(Column::name)
                .filter(name -> name.startsWith(column + VARIANT))
                .toList();
    }

    private void drop(TableSchema table, String column) {
        String name = table.name() + "." + column;
        if (ColumnMemory.isDropped(table, column) && table.column(column).isEmpty() && !isThere(table, column)) {
            done.add("column " + name + " was dropped before");
            return;
        }
        if (!isColumn(table, column, "dropped")) {
            return;
        }
        Optional<String> needed = needed(table, column);
        if (needed.isPresent()) {
            problem(ErrorCode.BAD_USAGE, "column " + name + " cannot be dropped: " + needed.get() + ".");
            return;
        }
        List<String> gone = new ArrayList<>(List.of(column));
        gone.addAll(variants(table, column));
        for (String one : gone) {
            if (isThere(table, one) && !isFree(table, one, ColumnChange.DROP)) {
                return;
            }
        }
        for (String one : gone) {
            boolean here = isThere(table, one);
            changes.add(new Drop(
                    table.name(),
                    one,
                    one.equals(column) ? "" : column,
                    facts.rows(table.name()),
                    here ? facts.values(table.name(), one) : 0,
                    here));
            TableSchema now = schema.table(table.name()).orElseThrow();
            schema = schema.withTable(one.equals(column) ? ColumnMemory.dropped(now, one) : now.withoutColumn(one));
        }
    }

    /** Why the loads of a table cannot do without a column, in words. */
    private Optional<String> needed(TableSchema table, String column) {
        Column known = table.column(column).orElseGet(() -> Column.of(column));
        String why = known.primaryKey() || known.mergeKey()
                ? "it is of the key of the table"
                : known.incremental()
                        ? "a cursor follows it"
                        : known.hardDelete() || known.dedupSort().isPresent()
                                ? "a merge decides by it"
                                : isOfVersions(known)
                                        ? "the history of rows needs it"
                                        : known.unique()
                                                        || ColumnMemory.constrained(table)
                                                                .contains(column)
                                                ? "a key, an index or a foreign key is declared for it. Leave the"
                                                        + " declaration out first"
                                                : "";
        if (!why.isEmpty()) {
            return Optional.of(why);
        }
        if (column.equals(FILE_NAME) && table.resources().stream().anyMatch(facts::hasLedger)) {
            return Optional.of("the rows of loaded files are known by it");
        }
        return before.dataTables().stream()
                .filter(other -> ColumnMemory.references(other, table.name(), column))
                .map(other -> "a foreign key of table " + other.name() + " refers to it")
                .findFirst();
    }

    private static boolean isOfVersions(Column column) {
        return column.hint(SystemColumns.VALID_FROM).isPresent()
                || column.hint(SystemColumns.VALID_TO).isPresent()
                || column.hint(SystemColumns.ROW_VERSION).isPresent();
    }

    private void retype(TableSchema table, String column, ColumnHint hint) {
        String name = table.name() + "." + column;
        if (!isColumn(table, column, "given another type")) {
            return;
        }
        Column known = table.column(column).orElseGet(() -> Column.of(column));
        TableColumn now = Drift.find(there(table), column).orElse(null);
        if (now == null) {
            problem(ErrorCode.LOAD_REFUSED, "column " + name + " is not at the destination, and has no type there.");
            return;
        }
        Column typed = typed(known, hint);
        if (is(now, typed)) {
            if (ColumnMemory.isRetyped(known) && typed.equals(known)) {
                done.add("column " + name + " is " + typed.typeText() + " already");
            } else {
                remember(table, typed, now, false);
            }
            return;
        }
        Optional<String> needed = known.incremental()
                ? Optional.of("a cursor follows it, which compares values of the type that it has")
                : isOfVersions(known)
                        ? Optional.of("the history of rows needs it")
                        : changesEquality(known, now, typed)
                                ? Optional.of(
                                        "it is of a key, and values that are one there would be several as text, or"
                                                + " several would be one")
                                : Optional.empty();
        if (needed.isPresent()) {
            problem(ErrorCode.BAD_USAGE, "column " + name + " cannot be given another type: " + needed.get() + ".");
            return;
        }
        if (fits(table, known, now, typed) && isFree(table, column, ColumnChange.RETYPE)) {
            remember(table, typed, now, true);
        }
    }

    /** Whether values of a key that are equal would no longer be, or the other way round: 1.50 and 1.5, or one time in two zones. */
    private static boolean changesEquality(Column known, TableColumn now, Column typed) {
        ValueType to = ValueType.of(typed.dataType().orElseThrow(), typed.timezone());
        ValueType from = now.type().orElse(ValueType.TEXT);
        Set<ValueType> plain = EnumSet.of(ValueType.TEXT, ValueType.BIGINT, ValueType.BOOL, ValueType.DATE);
        boolean text = from == ValueType.TEXT || to == ValueType.TEXT;
        return (known.primaryKey() || known.mergeKey() || known.unique())
                && text
                && !(plain.contains(from) && plain.contains(to));
    }

    private void remember(TableSchema table, Column typed, TableColumn now, boolean here) {
        changes.add(new Retype(
                table.name(),
                typed.name(),
                typed,
                now.type().orElse(ValueType.TEXT),
                now.sqlType().toLowerCase(Locale.ROOT),
                facts.rows(table.name()),
                here));
        TableSchema current = schema.table(table.name()).orElseThrow();
        schema = schema.withTable(current.withColumn(typed));
    }

    private static Column typed(Column known, ColumnHint hint) {
        ValueType type = hint.type().orElseThrow();
        Column typed = known.withoutHint("precision")
                .withoutHint("scale")
                .withDataType(type.dataType())
                .withTimezone(type != ValueType.LOCAL_TIMESTAMP)
                .withHint(ColumnMemory.RETYPED, true);
        return hint.precision().isPresent()
                ? typed.withPrecision(hint.precision().getAsInt())
                        .withScale(hint.scale().orElse(0))
                : typed;
    }

    private static boolean is(TableColumn now, Column typed) {
        ValueType type = ValueType.of(typed.dataType().orElseThrow(), typed.timezone());
        boolean sameSize =
                type != ValueType.DECIMAL || now.precision() == precision(typed) && now.scale() == scale(typed);
        boolean small = type == ValueType.BIGINT && now.precision() > 0 && now.precision() < 64;
        return now.type().filter(type::equals).isPresent() && now.cast().isEmpty() && sameSize && !small;
    }

    private static int precision(Column typed) {
        return typed.precision().orElse(MOST_DIGITS);
    }

    private static int scale(Column typed) {
        return typed.scale().orElse(DEFAULT_SCALE);
    }

    private boolean fits(TableSchema table, Column known, TableColumn now, Column typed) {
        String name = table.name() + "." + now.name();
        ValueType to = ValueType.of(typed.dataType().orElseThrow(), typed.timezone());
        Optional<ValueType> from = now.type();
        Field<Object> column = DSL.field(DSL.name(now.name()), Object.class);
        boolean isDecimal = to == ValueType.DECIMAL;
        Optional<Condition> misfit = from.flatMap(held -> new ExactCast(
                        held,
                        now.precision() == 0 ? DEFAULT_SCALE : now.scale(),
                        to,
                        isDecimal ? precision(typed) : 0,
                        isDecimal ? scale(typed) : 0)
                .misfits(column));
        if (misfit.isEmpty()) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "column " + name + " is " + now.sqlType().toLowerCase(Locale.ROOT)
                            + ", which a migration does not change to " + typed.typeText() + ": " + ExactCast.POSSIBLE
                            + ".");
            return false;
        }
        if (from.filter(ValueType.TEXT::equals).isPresent()
                && (isDecimal || to == ValueType.DOUBLE)
                && (known.primaryKey() || known.mergeKey() || known.unique())) {
            problem(
                    ErrorCode.BAD_USAGE,
                    "column " + name + " is of a key, and several texts would become one " + typed.typeText()
                            + ", as '1.0' and '1.00' do. Change it to bigint.");
            return false;
        }
        Misfits found = facts.misfits(table.name(), now.name(), misfit.get());
        if (found.count() > 0) {
            problem(
                    ErrorCode.TYPE_MISMATCH,
                    "column " + name + ": " + Units.number(found.count())
                            + (found.count() == 1 ? " value does" : " values do") + " not become "
                            + typed.typeText() + " without loss (first: "
                            + String.join(
                                    ", ",
                                    found.first().stream()
                                            .map(value -> "'" + value + "'")
                                            .toList())
                            + "). Correct or delete such rows at the destination, or choose another type.");
        }
        return found.count() == 0;
    }

    private void restore(TableSchema table, String column) {
        String holder = ColumnMemory.newNames(table).get(column);
        if (holder == null && !ColumnMemory.isDropped(table, column)) {
            List<String> known = new ArrayList<>(ColumnMemory.dropped(table));
            known.addAll(ColumnMemory.newNames(table).keySet());
            problem(
                    ErrorCode.BAD_USAGE,
                    "no migration renamed or dropped column " + table.name() + "." + column + "."
                            + orNames(NearestName.question(column, known), known)
                                    .replace("It has", "Remembered are"));
            return;
        }
        changes.add(new Restore(table.name(), column, holder == null ? "" : holder, facts.rows(table.name())));
        schema = schema.withTable(
                ColumnMemory.restored(schema.table(table.name()).orElseThrow(), column));
    }
}
