package dev.pipette.engine.load.check;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.raw;

import dev.pipette.check.Rule;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The rows of a query that must have none. */
record QueriedViolations(CheckedTable table) {
    Violations found(Rule.Sql rule) {
        table.session().searchIn(List.of(table.dataset()));
        try {
            return table.session().attempt(() -> rows(rule));
        } catch (DataAccessException failed) {
            throw new PipetteException(
                    ErrorCode.CHECK_FAILED,
                    "check " + rule + " of " + table.name() + " cannot be judged, because its query failed: "
                            + firstLine(failed) + ". Nothing was loaded. Correct the query.",
                    failed);
        }
    }

    private static String firstLine(DataAccessException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    }

    private Violations rows(Rule.Sql rule) {
        String query = rule.query().strip();
        String one = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
        // a comment at its end must not swallow the bracket
        Table<Record> rows = DSL.table(raw("(" + one + "\n)")).as("violations");
        long count = table.dsl().fetchCount(rows);
        if (count == 0) {
            return Violations.NONE;
        }
        var first = table.dsl()
                .select(asterisk())
                .from(rows)
                .limit(inline(ArrivalChecks.SHOWN))
                .fetch();
        String shown = first.stream().map(QueriedViolations::values).collect(Collectors.joining("; "));
        return new Violations(count, count > first.size() ? shown + "; .." : shown);
    }

    private static String values(Record row) {
        List<String> values = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            values.add(row.field(index).getName() + " = " + CheckedTable.text(row.get(index)));
        }
        return String.join(", ", values);
    }
}
