package dev.pipette.admin;

import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import dev.pipette.text.Grid;
import dev.pipette.text.Secrets;
import dev.pipette.text.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of checking whether loads can run into a destination.
 *
 * <pre>{@code
 * System.out.println(duckdb("scratch.duckdb").diagnose());
 * // duckdb scratch.duckdb: loads can run
 * //
 * // check    result  found
 * // -------  ------  --------------
 * // file     ok      274.4 kB
 * // ..
 * }</pre>
 *
 * @param destination without secrets
 * @param checks in the order in which they were made
 */
public record Diagnosis(String destination, List<Check> checks) {
    /** Copies the list. */
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** Whether loads can run, perhaps with warnings. */
    public boolean ok() {
        return checks.stream().noneMatch(check -> check.status() == Status.FAILED);
    }

    private String heading() {
        boolean warned = checks.stream().anyMatch(check -> check.status() == Status.WARNING);
        return Secrets.masked(destination) + ": "
                + (!ok() ? "loads cannot run" : warned ? "loads can run; see the warnings" : "loads can run");
    }

    private Grid grid() {
        Grid grid = new Grid("check", "result", "found");
        checks.forEach(check -> grid.add(check.name(), check.status().toString(), check.found()));
        return grid;
    }

    private List<String> advice() {
        return checks.stream()
                .filter(check -> !check.advice().isEmpty())
                .map(check -> check.name() + ": " + check.advice())
                .toList();
    }

    @Override
    public String toString() {
        String advice = advice().stream().map(line -> "\n  " + line).collect(Collectors.joining());
        return heading() + "\n\n" + grid().text() + (advice.isEmpty() ? "" : "\n\nWhat to change:" + advice);
    }

    /** The same as HTML, for notebooks. */
    public String toHtml() {
        String advice = advice().stream()
                .map(line -> "<li>" + TextTable.escaped(line) + "</li>\n")
                .collect(Collectors.joining());
        return "<p>" + TextTable.escaped(heading()) + "</p>\n" + grid().html()
                + (advice.isEmpty() ? "" : "<p>What to change</p>\n<ul>\n" + advice + "</ul>\n");
    }
}
