package dev.pipette.engine.query;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.TakenValues;
import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.OrdinalColumns;
import dev.pipette.engine.manifest.PackagePart.Kind;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.Target;
import dev.pipette.engine.sql.DecimalComma;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A DuckDB SELECT over the files of one table of a package, which {@code PackageScan} reads. Its outputs are expressions over
 * the forms of the columns.
 */
public final class PackageQuery {
    /**
     * A row id for rows that nothing refers to, in the form of dlt's: 14 characters of base64. They are the first 84 bits of a UUID
     * of version 4 (RFC 9562), of which 78 are random; a digest of the UUID took three times as long. An id from the row's number
     * would need a window function, which makes DuckDB read a file on one thread: twice the time of a load.
     */
    public static final String RANDOM_ROW_ID = "left(to_base64(CAST(uuidv4() AS BLOB)), 14)";

    private final PackageTable table;
    private final PackageScan scan;
    private final List<String> outputs = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Supplier<String>> made = new HashMap<>();
    private final Set<String> commas = new HashSet<>();

    /** A query over a table whose parts are in this folder. */
    public PackageQuery(Path folder, PackageTable table) {
        this.table = table;
        this.scan = new PackageScan(folder, table);
        table.parts().stream()
                .filter(part ->
                        part.kind() == Kind.DELIMITED && part.dialect().text().decimalComma())
                .flatMap(part -> part.fields().stream())
                .filter(field -> !field.isMade())
                .forEach(field -> commas.add(field.column()));
    }

    private PackageQuery(PackageQuery other) {
        this.table = other.table;
        this.scan = new PackageScan(other.scan);
        this.outputs.addAll(other.outputs);
        this.conditions.addAll(other.conditions);
        this.made.putAll(other.made);
        this.commas.addAll(other.commas);
    }

    /** The same query, which grows by itself from here on. */
    public PackageQuery copy() {
        return new PackageQuery(this);
    }

    /** The forms of one column; a table may have ten thousand columns, so that looking through all would not do. */
    public List<ColumnForm> forms(String column) {
        return scan.forms(column);
    }

    /** The value of a form in its decided type. */
    String typed(ColumnForm form) {
        return scan.typed(form);
    }

    /** The text of a form that is stored as text. */
    public String text(ColumnForm form) {
        return scan.text(form);
    }

    private Conversion.Names names(ColumnForm form, ValueType to) {
        boolean useText = form.text()
                && (to == ValueType.TEXT
                        || form.decided() == ValueType.TEXT
                        || (to == ValueType.JSON && form.isTextOfTime()));
        return useText ? new Conversion.Names("", number(form, text(form), to)) : new Conversion.Names(typed(form), "");
    }

    /** A text that becomes a number: with a point, where its file writes a comma. */
    private String number(ColumnForm form, String text, ValueType to) {
        return to.isNumber() && form.kind() == ValueType.TEXT && commas.contains(form.inPackage())
                ? DecimalComma.withPoint(text)
                : text;
    }

    /**
     * The values of a column that become a value of a type without loss; NULL for the others.
     *
     * @return the expression, and whether there may be others
     */
    public Converted converted(String column, ValueType to, int precision, int scale) {
        return converted(column, new Target(to, precision, scale));
    }

    /**
     * The values of a column that a target takes without loss; NULL for the others.
     *
     * @return the expression, and whether there may be others
     */
    public Converted converted(String column, Target to) {
        List<String> expressions = new ArrayList<>();
        List<ColumnForm> rest = new ArrayList<>();
        for (ColumnForm form : forms(column)) {
            Optional<Conversion> conversion = conversion(form, to);
            conversion.ifPresent(found -> expressions.add(found.expression()));
            if (conversion.filter(Conversion::total).isEmpty()) {
                rest.add(form);
            }
        }
        String type = Conversion.duckType(to.type(), to.precision(), to.scale());
        return new Converted(
                expressions.isEmpty()
                        ? "CAST(NULL AS " + type + ")"
                        : expressions.size() == 1
                                ? expressions.getFirst()
                                : "coalesce(" + String.join(", ", expressions) + ")",
                rest);
    }

    /**
     * An expression and what it leaves out.
     *
     * @param expression NULL where a value could not be converted
     * @param rest the forms some of whose values may not be converted
     */
    public record Converted(String expression, List<ColumnForm> rest) {}

    /** The values of a form that do not become a value of the type: in the form's own type, otherwise NULL. */
    public String remaining(ColumnForm form, ValueType to, int precision, int scale) {
        return remaining(form, new Target(to, precision, scale));
    }

    /** The values of a form that a target does not take: in the form's own type, otherwise NULL. */
    public String remaining(ColumnForm form, Target to) {
        Optional<Conversion> conversion = conversion(form, to);
        String value = value(form);
        return conversion
                .map(found -> "CASE WHEN " + found.expression() + " IS NULL THEN " + value + " END")
                .orElse(value);
    }

    /** The values of forms of one column that a target does not take, as JSON; otherwise NULL. */
    public String remainingJson(List<ColumnForm> forms, Target to) {
        return forms.stream()
                .map(form -> json(form, remaining(form, to)))
                .collect(Collectors.joining(", ", "coalesce(", ", NULL)"));
    }

    private Optional<Conversion> conversion(ColumnForm form, Target to) {
        return Conversion.of(form, names(form, to.type()), to.type(), to.precision(), to.scale())
                .map(conversion -> TakenValues.of(conversion, to.taken(), to.type()));
    }

    /**
     * The values of a column that are not of its declared type, as JSON; NULL for the others.
     *
     * @return empty where no value can be of another type
     */
    public Optional<Function<PackageQuery, String>> undeclared(ResourceLoad.Hint hint) {
        return copy().undeclaredJson(hint).isEmpty()
                ? Optional.empty()
                : Optional.of(asked -> asked.undeclaredJson(hint).orElse("NULL"));
    }

    private Optional<String> undeclaredJson(ResourceLoad.Hint hint) {
        List<ColumnForm> forms = forms(hint.column());
        List<String> values = forms.stream()
                .flatMap(form -> undeclared(form, hint, forms)
                        .map(value -> form.hasUnfit() ? "to_json(" + value + ")" : json(form, value))
                        .stream())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of("coalesce(" + String.join(", ", values) + ", NULL)");
    }

    /** The values of a form that a target does not take, and that are of the declared type: in the form's own type, otherwise NULL. */
    public String remainingDeclared(ColumnForm form, Target to, ResourceLoad.Hint hint) {
        String remaining = remaining(form, to);
        return undeclared(form, hint, forms(hint.column()))
                .map(value -> "CASE WHEN " + value + " IS NULL THEN " + remaining + " END")
                .orElse(remaining);
    }

    private Optional<String> undeclared(ColumnForm form, ResourceLoad.Hint hint, List<ColumnForm> forms) {
        int precision = DeclaredTypes.precision(hint);
        int scale = DeclaredTypes.scale(hint, forms);
        if (!form.hasUnfit()) {
            return notAsDeclared(form, hint.type(), precision, scale);
        }
        String text = text(form);
        return Conversion.ofDeclared(
                        form.asText(),
                        new Conversion.Names("", number(form, text, hint.type())),
                        hint.type(),
                        precision,
                        scale)
                .filter(conversion -> !conversion.total())
                .map(conversion -> "CASE WHEN " + conversion.expression() + " IS NULL THEN " + text + " END");
    }

    /** The same for a form whose column is declared to have the type. */
    Optional<String> notAsDeclared(ColumnForm form, ValueType to, int precision, int scale) {
        Optional<Conversion> conversion = Conversion.ofDeclared(form, names(form, to), to, precision, scale);
        if (conversion.filter(Conversion::total).isPresent()) {
            return Optional.empty();
        }
        String value = value(form);
        return Optional.of(conversion
                .map(found -> "CASE WHEN " + found.expression() + " IS NULL THEN " + value + " END")
                .orElse(value));
    }

    /** All values of a column, as JSON; NULL for rows without one. */
    public String anyJson(String column) {
        return forms(column).stream()
                .map(form -> json(form, value(form)))
                .collect(Collectors.joining(", ", "coalesce(", ", NULL)"));
    }

    /** The values of a column, as JSON, in rows that have it under several names of the package; NULL for others. */
    public String underSeveralNames(String column) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (ColumnForm form : forms(column)) {
            byName.computeIfAbsent(form.inPackage(), name -> new ArrayList<>()).add(json(form, value(form)));
        }
        List<String> values = byName.values().stream()
                .map(forms -> "coalesce(" + String.join(", ", forms) + ", NULL)")
                .toList();
        String names = values.stream()
                .map(value -> "CASE WHEN " + value + " IS NULL THEN 0 ELSE 1 END")
                .collect(Collectors.joining(" + "));
        return "CASE WHEN " + names + " > 1 THEN " + anyJson(column) + " END";
    }

    private static String json(ColumnForm form, String value) {
        return switch (form.decided()) {
            case JSON -> "CAST(" + value + " AS JSON)";
            case DOUBLE -> Sql.jsonNumber(value);
            case BINARY -> "to_json(to_base64(" + value + "))";
            default -> "to_json(" + value + ")";
        };
    }

    /** All values of a form, in its own type. */
    public String value(ColumnForm form) {
        return form.text() && form.decided() == ValueType.TEXT ? text(form) : typed(form);
    }

    /** The values of a form that have no offset, where they become instants of a zone; NULL for others. */
    public String naive(ColumnForm form) {
        return form.decided() == ValueType.TEXT
                ? "CASE WHEN " + TimeText.isLocalOrDate(text(form)) + " THEN 1 END"
                : typed(form);
    }

    /** The values of an expression in a form's own type that become values of a type without loss; NULL for others. */
    public Optional<String> fitting(ColumnForm form, String expression, ValueType to, int precision, int scale) {
        return Conversion.of(form, new Conversion.Names(expression, expression), to, precision, scale)
                .map(Conversion::expression);
    }

    /** A column of hexadecimal digests as UUIDs; of several, the first one of which a row has a value. */
    public String uuid(List<String> columns) {
        String digests =
                columns.stream().map(name -> text(forms(name).getFirst())).collect(Collectors.joining(", "));
        return "CAST(coalesce(" + digests + ") AS UUID)";
    }

    /** Whether the rows have ordinals of their own, from which row ids are made that nested rows can refer to. */
    public boolean ownRowIds() {
        return table.hasSegments();
    }

    /** Adds an output column. */
    public PackageQuery output(String expression, String name) {
        outputs.add(expression + " AS " + Sql.name(name));
        return this;
    }

    /** Adds an output column that has one text in all rows. */
    public PackageQuery constant(String text, String name) {
        made.put(name, () -> text);
        return output(Sql.literal(text), name);
    }

    /** Adds an output column of random row ids. */
    public PackageQuery randomRowId(String name) {
        made.put(name, new RandomRowIds()::next);
        return output(RANDOM_ROW_ID, name);
    }

    /** What makes the text of columns that need no file. */
    Map<String, Supplier<String>> made() {
        return made;
    }

    /** Keeps only rows in which an expression has a value. */
    public PackageQuery keepWith(String expression) {
        return where(expression + " IS NOT NULL");
    }

    /** Keeps only rows for which the condition holds. */
    public PackageQuery where(String condition) {
        conditions.add(condition);
        return this;
    }

    /** The number of the row in the package's table, in order of arrival. */
    public String ordinal() {
        return scan.ordinal();
    }

    /** The number of the row of the root table that a nested row belongs to. */
    public String rootOrdinal() {
        return OrdinalColumns.ROOT;
    }

    /** The number of a nested row's parent row. */
    public String parentOrdinal() {
        return OrdinalColumns.PARENT;
    }

    /** The place of a nested row in its parent's list, from 0. */
    public String listIndex() {
        return OrdinalColumns.INDEX;
    }

    /** What a cursor over the table means in SQL. */
    CursorSql cursor(CursorLoad cursor, CursorKind kind) {
        return new CursorSql(
                cursor,
                kind,
                forms(cursor.column()),
                form -> form.decided() == ValueType.TEXT ? number(form, typed(form), kind.valueType()) : typed(form));
    }

    /** The cursor's value in the type in which it is compared. */
    public String cursorValue(CursorLoad cursor, CursorKind kind) {
        return cursor(cursor, kind).value();
    }

    /** Keeps only the rows that the cursor asks for. Rows that Java read, Java has chosen already. */
    public PackageQuery within(CursorLoad cursor, CursorKind kind) {
        if (!table.hasSegments()) {
            CursorSql sql = cursor(cursor, kind);
            sql.wanted(sql.value(), table.root()).ifPresent(this::where);
        }
        return this;
    }

    /** The cursor's value as a double, by which keys are forgotten whose value the cursor has left; NULL for texts. */
    public String position(CursorLoad cursor, CursorKind kind) {
        return cursor(cursor, kind).position();
    }

    /** A value of a cursor as a literal of the type in which it is compared. */
    public String cursorLiteral(Comparable<?> value, CursorLoad cursor, CursorKind kind) {
        return cursor(cursor, kind).literal(value);
    }

    /** The digests by which its rows are known again. */
    public RowKeys keys() {
        return new RowKeys(this, table);
    }

    /** The number, from 1, of the first row without a value in a column. */
    public long firstWithout(String column, DuckEngine engine) {
        String ordinal = ordinal();
        List<String> values = forms(column).stream()
                .map(form -> "CAST(" + typed(form) + " AS VARCHAR)")
                .toList();
        String value = values.isEmpty() ? "NULL" : "coalesce(" + String.join(", ", values) + ")";
        where(value + " IS NULL").output(ordinal, "ordinal");
        return engine.first("SELECT min(ordinal) + 1 FROM (" + sql() + ")", row -> row.getLong(1));
    }

    /** The rows of two statements; a column that one of them does not have is NULL there. */
    public static String both(String one, String other) {
        return one + " UNION ALL BY NAME " + other;
    }

    /** The statement. */
    public String sql() {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + String.join(", ", outputs) + " FROM (" + scan.sql() + ")" + where;
    }
}
