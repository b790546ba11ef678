package dev.pipette.engine.query;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.ValueType;
import dev.pipette.text.NearestName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cursor means for rows that are in files, which DuckDB moves: the same as Java's filter does row by row. */
public final class ColumnarCursor {
    private final DuckEngine engine;
    private final Path folder;
    private final String resource;
    private final PackageTable root;

    public ColumnarCursor(DuckEngine engine, Path folder, String resource, PackageTable root) {
        this.engine = engine;
        this.folder = folder;
        this.resource = resource;
        this.root = root;
    }

    /** Finds the cursor's kind, looks at missing values and the order, and finds the value to continue from. */
    public CursorLoad end(CursorLoad cursor) {
        if (root.rows() == 0) {
            return cursor;
        }
        boolean raises = cursor.rules().missing() == MissingValue.RAISE;
        if (root.forms(cursor.column()).isEmpty()) {
            if (raises) {
                throw new PipetteException(
                        ErrorCode.CURSOR_MISSING,
                        "resource " + resource + ": no row has a value for cursor column '" + cursor.path()
                                + "'. Columns are " + String.join(", ", root.columns()) + "."
                                + NearestName.question(cursor.column(), root.columns()));
            }
            return cursor.withoutValues();
        }
        CursorKind kind = kind(cursor);
        checkTexts(cursor, kind);
        Summary summary = summary(cursor, kind);
        if (summary.unordered() > 0) {
            throw unordered(cursor, kind);
        }
        if (raises && summary.missing() > 0) {
            throw new PipetteException(
                    ErrorCode.CURSOR_MISSING,
                    "resource " + resource + ": "
                            + (summary.missing() == 1 ? "1 row has" : summary.missing() + " rows have")
                            + " no value for cursor column '" + cursor.path() + "' (first: row "
                            + new PackageQuery(folder, root).firstWithout(cursor.column(), engine)
                            + "). " + CursorLoad.WITHOUT_VALUE);
        }
        checkOrder(cursor, kind);
        return ended(cursor, kind, summary);
    }

    private CursorLoad ended(CursorLoad cursor, CursorKind kind, Summary summary) {
        Object end = end(cursor, kind, summary.furthest());
        String written = summary.furthest()
                .filter(value -> kind.toState(value).equals(end))
                .map(value -> TypedText.of(asWritten(cursor, kind, value, summary.text())))
                .orElse(null);
        return cursor.withEnd(kind, end, written);
    }

    /** A value as the source wrote it: the text of a file of text, or what a typed file holds. */
    private Object asWritten(CursorLoad cursor, CursorKind kind, Comparable<?> value, Optional<String> text) {
        if (text.isPresent()) {
            return text.get();
        }
        List<ColumnForm> forms = root.forms(cursor.column());
        return switch (value) {
            case BigDecimal number
            when forms.stream().anyMatch(form -> form.decided() == ValueType.DOUBLE) -> number.doubleValue();
            case Instant instant
            when forms.stream().allMatch(form -> form.decided() == ValueType.LOCAL_TIMESTAMP) ->
                LocalDateTime.ofInstant(instant, cursor.rules().zone().orElse(ZoneOffset.UTC));
            default -> value;
        };
    }

    /** The cursor that a replace takes over, at the furthest of all rows; null where its values are of another kind. */
    @Nullable
    public CursorLoad adopted(CursorLoad cursor) {
        if (root.rows() == 0 || root.forms(cursor.column()).isEmpty()) {
            return null;
        }
        try {
            CursorKind kind = kind(cursor);
            checkTexts(cursor, kind);
            Summary summary = summary(cursor, kind);
            CursorLoad ended = ended(cursor, kind, summary);
            return ended.end() == null || summary.unordered() > 0 ? null : ended;
        } catch (PipetteException otherKind) {
            return null;
        }
    }

    private static @Nullable Object end(CursorLoad cursor, CursorKind kind, Optional<Comparable<?>> furthest) {
        Object start = cursor.start();
        return furthest.filter(value -> start == null
                        || cursor.rules()
                                .lastValue()
                                .isBeyond(
                                        value,
                                        kind.fromState(start, cursor.rules().zone(), "", cursor.path())))
                .map(kind::toState)
                .orElse(start);
    }

    private CursorKind kind(CursorLoad cursor) {
        CursorKind kind = cursor.kind();
        boolean declared = kind != null && !cursor.isAdopted();
        for (ColumnForm form : root.forms(cursor.column())) {
            CursorKind found = kind(cursor, form);
            if (kind == null) {
                kind = found;
            }
            CursorKind joined = found == null || kind == null || declared
                    ? kind
                    : kind.join(found).orElse(kind);
            if (found == null || joined == null || !reads(joined, found, cursor)) {
                throw mismatch(form, found, cursor.kind() == null ? kind : cursor.kind(), cursor);
            }
            kind = joined;
        }
        CursorKind known = Objects.requireNonNull(kind);
        return cursor.kind() == null ? cursor.comparing(known, false) : known;
    }

    /** The kind of a form's values; null where they have no order. Texts have the kind that they are written in. */
    private @Nullable CursorKind kind(CursorLoad cursor, ColumnForm form) {
        boolean isText = form.kind() == ValueType.TEXT && form.decided() == ValueType.TEXT;
        return isText && cursor.kind() == null
                ? new CursorTextKind(engine, folder, resource, root).of(cursor, form)
                : CursorKind.of(form.decided()).orElse(null);
    }

    /** Whether values of a form can be compared in a kind; texts one by one, where it is declared. */
    private static boolean reads(CursorKind kind, CursorKind found, CursorLoad cursor) {
        boolean text = found == CursorKind.TEXT && cursor.kind() != null;
        return switch (kind) {
            case INTEGER, DATE -> found == kind || text;
            case DECIMAL -> found == kind || found == CursorKind.INTEGER || text;
            case LOCAL_TIMESTAMP -> found == kind || found == CursorKind.DATE || text;
            case INSTANT ->
                found == kind
                        || text
                        || (cursor.rules().zone().isPresent()
                                && (found == CursorKind.LOCAL_TIMESTAMP || found == CursorKind.DATE));
            case TEXT -> found == kind;
        };
    }

    private PipetteException mismatch(
            ColumnForm form, @Nullable CursorKind found, @Nullable CursorKind kind, CursorLoad cursor) {
        PackageQuery query = new PackageQuery(folder, root);
        query.output("CAST(" + query.value(form) + " AS VARCHAR)", "value").output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT arg_min(value, ordinal), min(ordinal) + 1 FROM (" + query.sql() + ") WHERE value IS NOT NULL",
                row -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ", row " + row.getLong(2) + ": the value '" + row.getString(1)
                                + "' of cursor column '" + cursor.path() + "' cannot be compared"
                                + CursorKind.mismatch(kind, found, cursor.path(), cursor.kind() != null)));
    }

    /** NaN and the infinities have no place in the order: a load could not continue from them. */
    private PipetteException unordered(CursorLoad cursor, CursorKind kind) {
        PackageQuery query = new PackageQuery(folder, root);
        CursorSql sql = query.cursor(cursor, kind);
        query.output(sql.value(), "value").output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT CAST(arg_min(value, ordinal) AS VARCHAR), min(ordinal) + 1 FROM (" + query.sql() + ") WHERE "
                        + sql.unordered("value").orElseThrow(),
                row -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ", row " + row.getLong(2) + ": the value '" + row.getString(1)
                                + "' of cursor column '" + cursor.path() + "' cannot be compared"
                                + CursorKind.mismatch(kind, null, cursor.path(), false)));
    }

    private void checkTexts(CursorLoad cursor, CursorKind kind) {
        if (kind == CursorKind.TEXT) {
            new CursorTextCheck(engine, folder, resource, root).checkNumbers(cursor);
        } else if (root.forms(cursor.column()).stream().anyMatch(form -> form.decided() == ValueType.TEXT)) {
            new CursorTextCheck(engine, folder, resource, root).checkReadable(cursor, kind);
        }
    }

    /**
     * What is known of all rows.
     *
     * @param missing how many have no value
     * @param unordered how many have a value without a place in the order: NaN, or an infinity
     * @param furthest the value, of those that the cursor asks for, from which to continue
     * @param text how a file of text writes it
     */
    private record Summary(long missing, long unordered, Optional<Comparable<?>> furthest, Optional<String> text) {}

    private Summary summary(CursorLoad cursor, CursorKind kind) {
        PackageQuery query = new PackageQuery(folder, root);
        CursorSql sql = query.cursor(cursor, kind);
        query.output(sql.value(), "value").output(writtenText(cursor, query), "written");
        String wanted = sql.wanted("value", resource)
                .map(condition -> "value IS NOT NULL AND " + condition)
                .orElse("value IS NOT NULL");
        return engine.first(
                "SELECT missing, unordered, " + sql.readable("furthest.value") + ", furthest.written FROM (SELECT"
                        + " count(*) FILTER (value IS NULL) AS missing, count(*) FILTER ("
                        + sql.unordered("value").orElse("false") + ") AS unordered, " + sql.furthest()
                        + "({'value': value, 'written': written}) FILTER (" + wanted + ") AS furthest FROM ("
                        + query.sql() + "))",
                row -> new Summary(
                        row.getLong(1),
                        row.getLong(2),
                        Optional.ofNullable(row.getLong(2) > 0 ? null : row.getString(3))
                                .map(sql::read),
                        Optional.ofNullable(row.getString(4))));
    }

    /** The text of a file of text, where it is not a number: numbers are what they are, however they are written. */
    private String writtenText(CursorLoad cursor, PackageQuery query) {
        List<String> texts = root.forms(cursor.column()).stream()
                .filter(form -> form.text() && !isNumber(form.decided()))
                .map(query::text)
                .toList();
        return texts.isEmpty() ? "CAST(NULL AS VARCHAR)" : "coalesce(" + String.join(", ", texts) + ")";
    }

    private static boolean isNumber(ValueType type) {
        return type == ValueType.BIGINT || type == ValueType.DECIMAL || type == ValueType.DOUBLE;
    }

    /** Rows of files come in the order in which they are there, file after file. */
    private void checkOrder(CursorLoad cursor, CursorKind kind) {
        RowOrder order = cursor.rules().rowOrder();
        if (order == null) {
            return;
        }
        PackageQuery query = new PackageQuery(folder, root);
        CursorSql sql = query.cursor(cursor, kind);
        query.output(sql.value(), "value").output(query.ordinal(), "ordinal");
        String problem = engine.first(
                "SELECT min(ordinal) + 1, " + sql.readable("arg_min(value, ordinal)") + ", "
                        + sql.readable("arg_min(before, ordinal)")
                        + " FROM (SELECT ordinal, value, lag(value) OVER (ORDER BY ordinal) AS before FROM ("
                        + query.sql() + ") WHERE value IS NOT NULL) WHERE "
                        + CursorSql.outOfOrder("value", "before", order),
                row -> {
                    String value = row.getString(2);
                    return value == null
                            ? ""
                            : "resource " + resource + ", row " + row.getLong(1) + ": "
                                    + CursorKind.outOfOrder(
                                            sql.read(value), sql.read(row.getString(3)), cursor.path(), order);
                });
        if (!problem.isEmpty()) {
            throw new PipetteException(ErrorCode.CURSOR_UNORDERED, problem);
        }
    }

    /** Counts the rows that the cursor asks for. */
    public PackageTable windowed(CursorLoad cursor) {
        CursorKind kind = cursor.kind();
        if (kind == null || root.rows() == 0 || !cursor.isBounded()) {
            return root;
        }
        PackageQuery query = new PackageQuery(folder, root).within(cursor, kind).output("1", "one");
        long rows = engine.first("SELECT count(*) FROM (" + query.sql() + ")", row -> row.getLong(1));
        return root.withRows(rows);
    }
}
