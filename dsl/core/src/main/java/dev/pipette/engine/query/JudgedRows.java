package dev.pipette.engine.query;

import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.trueCondition;

import dev.pipette.check.Rule;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.engine.sql.RowRules;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;

/**
 * The rows of one table of a package, judged by rules in DuckDB before they travel: no destination has to be asked, and a rule
 * means the same for each of them. All rules are counted in one pass over the columns that they are about.
 */
public final class JudgedRows {
    static final String ORDINAL = "_pipette_ordinal_of_row"; // no column of the data begins so
    private static final int LONGEST = 80;

    private final DuckEngine engine;
    private final PackageQuery query;
    private final List<Column> columns;
    private final Path numbers;
    private String without = "";

    /** @param numbers a file for the numbers of rows that are left out */
    JudgedRows(DuckEngine engine, Path numbers, PackageQuery query, List<Column> columns) {
        this.engine = engine;
        this.numbers = numbers;
        this.query = query;
        this.columns = List.copyOf(columns);
    }

    /** Leaves rows out, by their ordinals. */
    public void leaveOut(Collection<Long> ordinals) {
        without = ordinals.isEmpty()
                ? ""
                : RowNumbers.in(numbers, ordinals.stream().mapToLong(Long::longValue));
    }

    /** A column that the rows have. */
    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    /** Which rows break a rule. Where they do not have the column, none has a value in it. */
    public Condition broken(Rule.OfRow rule) {
        return column(rule.column())
                .map(column -> RowRules.broken(rule, field(name(column.name()), Object.class), column))
                .orElseGet(() -> rule instanceof Rule.NotNull ? trueCondition() : falseCondition());
    }

    /**
     * Counts the rows that break each of some rules.
     *
     * @return as many numbers, in their order
     */
    public List<Long> counts(List<Condition> broken) {
        String counts = broken.stream()
                .map(condition -> "count(*) FILTER (WHERE " + Expressions.text(condition) + ")")
                .collect(Collectors.joining(", "));
        return engine.first("SELECT " + counts + " FROM (" + rows() + ")", row -> {
            List<Long> found = new ArrayList<>();
            for (int index = 1; index <= broken.size(); index++) {
                found.add(row.getLong(index));
            }
            return found;
        });
    }

    /** How many rows there are. */
    public long count() {
        return engine.first("SELECT count(*) FROM (" + rows() + ")", row -> row.getLong(1));
    }

    /** The sum of a column of numbers, to six digits after the point; 0 where no row has a value. */
    public BigDecimal sum(String columnName) {
        return engine.first(
                "SELECT coalesce(sum(CAST(" + Sql.name(columnName) + " AS DECIMAL(38, 6))), 0) FROM (" + rows() + ")",
                row -> row.getBigDecimal(1));
    }

    /**
     * The first rows that meet a condition, as a phrase: {@code row 2 (id = NULL), row 7 (id = NULL), ..}.
     *
     * @param shown the columns whose values are shown
     * @param most how many rows
     */
    public String first(Condition condition, List<String> shown, int most) {
        List<String> there = shown.stream()
                .distinct()
                .filter(columnName -> column(columnName).isPresent())
                .toList();
        String outputs = there.stream()
                .map(columnName -> ", coalesce(CAST(" + Sql.name(columnName) + " AS VARCHAR), 'NULL')")
                .collect(Collectors.joining());
        String sql = "SELECT " + ORDINAL + " + 1" + outputs + " FROM (" + numbered() + ") WHERE "
                + Expressions.text(condition) + " ORDER BY 1 LIMIT " + (most + 1);
        List<String> rows = engine.all(sql, row -> {
            List<String> values = new ArrayList<>();
            for (int index = 0; index < there.size(); index++) {
                values.add(there.get(index) + " = " + readable(row.getString(index + 2)));
            }
            return "row " + row.getLong(1) + (values.isEmpty() ? "" : " (" + String.join(", ", values) + ")");
        });
        return rows.size() <= most
                ? String.join(", ", rows)
                : Stream.concat(rows.stream().limit(most), Stream.of("..")).collect(Collectors.joining(", "));
    }

    /** Of a long value the beginning. */
    static String readable(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    /**
     * Writes down which rows have one of some reasons to be rejected.
     *
     * @return a SELECT of their numbers
     */
    public String having(List<RejectedRows.Reason> reasons) {
        Path file = numbers.resolveSibling("broken-" + numbers.getFileName() + ".parquet");
        engine.copy("COPY (SELECT " + ORDINAL + " FROM (" + numbered() + ") WHERE "
                + reasons.stream().map(reason -> "(" + reason.broken() + ")").collect(Collectors.joining(" OR "))
                + ") TO " + Sql.literal(file.toString()) + " (FORMAT parquet)");
        try {
            PrivateFiles.USUAL.narrow(file);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
        return "SELECT " + ORDINAL + " FROM " + Sql.parquet(file, "");
    }

    private String rows() {
        return without.isEmpty() ? query.sql() : numbered();
    }

    /** The rows that are not left out, with their numbers. */
    String numbered() {
        PackageQuery numbered = query.copy();
        numbered.output(numbered.ordinal(), ORDINAL);
        return without.isEmpty() ? numbered.sql() : "SELECT * FROM (" + numbered.sql() + ") WHERE true" + leftOut();
    }

    /** The number of a row, from 0, in conditions for {@link #first}. */
    public static Field<Long> number() {
        return field(name(ORDINAL), Long.class);
    }

    private String leftOut() {
        return without.isEmpty() ? "" : " AND " + ORDINAL + " NOT IN (" + without + ")";
    }
}
