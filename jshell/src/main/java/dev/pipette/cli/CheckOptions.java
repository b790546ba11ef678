package dev.pipette.cli;

import dev.pipette.Resource;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What has to hold of the rows before they are published. */
final class CheckOptions {
    @Option(
            names = "--check",
            paramLabel = "CHECK",
            description =
                    "Publishes nothing if a row breaks the rule: not-null:COLUMN, unique:COLUMN,.., accepted:COLUMN=VALUE,..,"
                            + " range:COLUMN=MIN..MAX, matches:COLUMN=REGEX, row-count:MIN..MAX, freshness:COLUMN=6h,"
                            + " row-count-change:0.5, sum-matches:COLUMN=NUMBER, references:COLUMN=TABLE.COLUMN, or"
                            + " sql:NAME=QUERY, whose rows are violations. May be repeated.")
    private List<String> failing = List.of();

    @Option(
            names = "--reject",
            paramLabel = "CHECK",
            description =
                    "As --check, but only the rows that break the rule are left out. 'pipette pipeline NAME rejects'"
                            + " lists them. May be repeated.")
    private List<String> rejecting = List.of();

    @Option(
            names = "--warn",
            paramLabel = "CHECK",
            description = "As --check, but all rows are loaded, and a note says what is wrong. May be repeated.")
    private List<String> warning = List.of();

    @Option(
            names = "--bad-rows",
            paramLabel = "HOW",
            description =
                    "What happens to lines of csv and jsonl files that cannot be read, values that are not of a --type, and rows"
                            + " without a key: with 'fail', the default, the first one stops the load; 'reject' leaves them"
                            + " out as --reject does.")
    private BadRows badRows = BadRows.FAIL;

    @Option(
            names = "--max-rejects",
            paramLabel = "ROWS",
            description = "Publishes nothing if --reject and --bad-rows leave out more than ROWS rows.")
    private @Nullable Long most;

    @Option(
            names = "--max-reject-rate",
            paramLabel = "PART",
            description =
                    "Publishes nothing if --reject and --bad-rows leave out more than this part of the rows: 0.01 for 1 %%.")
    private @Nullable Double rate;

    /** Checks the rows of a resource, in the order of the options. */
    Resource applied(Resource resource) {
        Resource checked = badRows == BadRows.FAIL ? resource : resource.badRows(badRows);
        for (String check : failing) {
            checked = checked.check(Checks.of(check));
        }
        for (String check : rejecting) {
            Check rejected = Checks.of(check).reject();
            checked = checked.check(rejected);
        }
        for (String check : warning) {
            checked = checked.check(Checks.of(check).warn());
        }
        if (most != null) {
            checked = checked.maxRejects(most);
        }
        return rate == null ? checked : checked.maxRejectRate(rate);
    }
}
