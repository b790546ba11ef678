package dev.pipette.engine.load.preview;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.SQLDialect;

/**
 * The rows of a package as a query that holds them itself: a session that only reads can make no table for them. Only
 * values that are compared travel; the others are NULL.
 *
 * @param compared whether the values of a column are
 * @param required whether only has to be known which rows have a value for a column, whose values do not travel
 */
record ArrivingRows(
        DestinationSession session, PackagedRows rows, Predicate<String> compared, Predicate<String> required) {
    /** The query. */
    String select() {
        List<Integer> sent = new ArrayList<>();
        for (int at = 0; at < rows.columns().size(); at++) {
            String column = rows.columns().get(at).name();
            if (compared.test(column) || required.test(column)) {
                sent.add(at);
            }
        }
        List<String> values = new ArrayList<>();
        BatchText texts = new BatchText(isDuckDb());
        rows.read(batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                values.add(values(texts, batch, sent, row));
            }
        });
        String columns = columns(sent);
        return values.isEmpty()
                ? "SELECT " + columns + " FROM (VALUES " + nothing(sent) + ") AS arrived(" + names(sent)
                        + ") WHERE 1 = 0"
                : "SELECT " + columns + " FROM (VALUES " + String.join(", ", values) + ") AS arrived(" + names(sent)
                        + ")";
    }

    private String values(BatchText texts, RowBatch batch, List<Integer> sent, int row) {
        // a column that is always there, because rows without any are none
        return sent.stream()
                .map(at -> value(texts, batch, at, row))
                .collect(Collectors.joining(", ", "(0" + (sent.isEmpty() ? "" : ", "), ")"));
    }

    private String literal(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return "NULL";
        }
        if (!isDuckDb() && text.indexOf('\0') >= 0) {
            throw new Unanswered(new PipetteException(
                    ErrorCode.ROW_REFUSED,
                    "a value has the character U+0000, which text at the destination cannot hold: take it out with"
                            + " .map(..)."));
        }
        String literal = session.dsl().renderInlined(inline(text));
        // the text of a statement ends at this character in DuckDB
        return isDuckDb() ? literal.replace("\0", "' || chr(0) || '") : literal;
    }

    private String value(BatchText texts, RowBatch batch, int at, int row) {
        Column column = rows.columns().get(at);
        if (compared.test(column.name())) {
            return literal(texts.of(batch, column, at, row));
        }
        return batch.isNull(at, row) ? "NULL" : "'0'";
    }

    private boolean isDuckDb() {
        return session.dsl().dialect().family() == SQLDialect.DUCKDB;
    }

    private static String nothing(List<Integer> sent) {
        return sent.stream().map(at -> ", NULL").collect(Collectors.joining("", "(0", ")"));
    }

    private static String names(List<Integer> sent) {
        return sent.stream().map(at -> ", c" + at).collect(Collectors.joining("", "c", ""));
    }

    private String columns(List<Integer> sent) {
        List<String> columns = new ArrayList<>();
        for (int at = 0; at < rows.columns().size(); at++) {
            Column column = rows.columns().get(at);
            if (required.test(column.name()) && !compared.test(column.name())) {
                columns.add("c" + at + " AS " + session.dsl().render(name(column.name())));
                continue;
            }
            String type = session.dataType(column).getCastTypeName(session.dsl().configuration());
            String value = "CAST(" + (sent.contains(at) ? "c" + at : "NULL") + " AS " + type + ")";
            String cast = rows.casts().get(column.name());
            columns.add((cast == null ? value : "CAST(" + value + " AS " + cast + ")") + " AS "
                    + session.dsl().render(name(column.name())));
        }
        return String.join(", ", columns);
    }
}
