package dev.pipette.postgres;

import dev.pipette.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out from a server's error which row it is about. During a COPY the error's context says {@code COPY orders, line
 * 3, column price}; a constraint's detail says {@code Key (id)=(1) already exists.} What names only a constraint or a
 * type is looked up in the catalogue.
 */
final class RefusedValues {
    private static final Pattern LINE =
            Pattern.compile("COPY .*, line (\\d+)(?:, column (.*?))?(?:: .*)?", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("Key \\((.*)\\)=\\((.*)\\) .*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile(
            "(?:value too long for|invalid input syntax for|invalid input value for) (?:type |enum )?(.+?)"
                    + "(?:: .*)?|(\\w+) out of range");
    private static final Pattern DIGITS =
            Pattern.compile("A field with precision (\\d+), scale (-?\\d+) .*", Pattern.DOTALL);
    private static final String NOT_NULL = "23502";
    private static final String CHECK = "23514";
    private static final String FOREIGN_KEY = "23503";

    private final DSLContext dsl;
    private final Name table;

    /** Errors about the rows of a table. */
    RefusedValues(DSLContext dsl, Name table) {
        this.dsl = dsl;
        this.table = table;
    }

    Optional<Refusal> of(Exception thrown) {
        ServerErrorMessage reported = Symptoms.serverMessage(Symptoms.sqlException(thrown));
        if (reported == null || !isAboutRows(reported) || isForeignKeyOfOther(reported)) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Matcher key = KEY.matcher(text(reported.getDetail()));
        if (key.matches()) {
            columns.addAll(List.of(key.group(1).split(", ", -1)));
            values.addAll(List.of(key.group(2).split(", ", -1)));
        }
        if (columns.size() != values.size()) {
            columns.clear();
            values.clear();
        }
        // what is before it is of those who were called by COPY, such as the reader of JSON
        Optional<Matcher> line = text(reported.getWhere())
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .reduce((before, last) -> last);
        if (columns.isEmpty()) {
            line.map(copy -> copy.group(2)).ifPresent(columns::add);
        }
        if (columns.isEmpty()) {
            columns.addAll(looked(reported));
        }
        OptionalLong place =
                line.map(copy -> OptionalLong.of(Long.parseLong(copy.group(1)))).orElse(OptionalLong.empty());
        return Optional.of(new Refusal(columns, values, place, Optional.empty()));
    }

    /** A deferred foreign key is checked when the rows of all tables are there: the error names its table. */
    private boolean isForeignKeyOfOther(ServerErrorMessage reported) {
        return FOREIGN_KEY.equals(reported.getSQLState())
                && reported.getTable() != null
                && !(reported.getTable().equals(table.last())
                        && text(reported.getSchema()).equals(schema()));
    }

    /** A value, a constraint, an index entry, a policy, or whatever a trigger has against it. */
    private static boolean isAboutRows(ServerErrorMessage reported) {
        String state = String.valueOf(reported.getSQLState());
        return state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("P0")
                || state.equals("44000")
                || state.equals("54000")
                || (state.equals("42501") && text(reported.getMessage()).contains("row-level security"));
    }

    /** The columns that the error means and does not name; none where the connection can answer nothing any more. */
    private List<String> looked(ServerErrorMessage reported) {
        String state = String.valueOf(reported.getSQLState());
        if (state.equals(NOT_NULL) && reported.getColumn() != null) {
            return List.of(reported.getColumn());
        }
        try {
            if (state.equals(CHECK) && reported.getConstraint() != null && reported.getTable() != null) {
                return Catalogue.constrained(dsl, schema(), table.last(), reported.getConstraint());
            }
            if (reported.getDatatype() != null) {
                return Catalogue.ofType(
                        dsl, schema(), table.last(), reported.getSchema() + "." + reported.getDatatype());
            }
            Matcher digits = DIGITS.matcher(text(reported.getDetail()));
            if (digits.matches()) {
                return Catalogue.ofType(
                        dsl, schema(), table.last(), "numeric(" + digits.group(1) + "," + digits.group(2) + ")");
            }
            Matcher type = TYPE.matcher(text(reported.getMessage()));
            return type.matches()
                    ? Catalogue.ofType(
                            dsl, schema(), table.last(), type.group(1) == null ? type.group(2) : type.group(1))
                    : List.of();
        } catch (DataAccessException unanswered) {
            return List.of();
        }
    }

    private String schema() {
        return table.first();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
