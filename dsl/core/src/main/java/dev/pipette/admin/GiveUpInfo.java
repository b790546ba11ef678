package dev.pipette.admin;

import dev.pipette.text.Grid;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What giving a package up will do.
 *
 * <pre>{@code
 * System.out.println(pipeline.admin().planGiveUp("1766588400.5000000"));   // looks, and changes nothing
 * pipeline.admin().giveUp("1766588400.5000000");
 * }</pre>
 *
 * @param pipeline the pipeline
 * @param loadId of the package
 * @param destination the destination that it is for, without secrets
 * @param dataset the dataset
 * @param rows that become rejected rows, by their tables; those of nested tables go with the rows that they are nested in
 * @param unreadableLines of its files that could not be read, which are rejected too
 * @param reason that the rejected rows will have
 * @param moves what later runs take for loaded, one sentence each
 * @param notReplaced tables that the load would have replaced rows of, and that stay as they are: their rows are not replayed
 *     unless that is asked for
 * @param command the command that gives it up
 */
public record GiveUpInfo(
        String pipeline,
        String loadId,
        String destination,
        String dataset,
        Map<String, Long> rows,
        long unreadableLines,
        String reason,
        List<String> moves,
        List<String> notReplaced,
        String command) {
    /** Copies the collections. */
    public GiveUpInfo {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        moves = List.copyOf(moves);
        notReplaced = List.copyOf(notReplaced);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("would give up package " + loadId + " of pipeline " + pipeline + " for "
                + Secrets.masked(destination) + ", dataset " + dataset + ":");
        if (!rows.isEmpty()) {
            Grid grid = new Grid("table", ">rows");
            rows.forEach((table, count) -> grid.add(table, Units.number(count)));
            text.append("\n\n").append(AdminText.indented(grid.text()));
        }
        text.append("\n\n  rows    become rejected rows in _pipette_rejects, with the rule given_up and the reason;")
                .append(" no table is changed");
        if (unreadableLines > 0) {
            text.append("\n  lines   ")
                    .append(Units.number(unreadableLines))
                    .append(unreadableLines == 1 ? " line that" : " lines that")
                    .append(" could not be read ")
                    .append(unreadableLines == 1 ? "is" : "are")
                    .append(" rejected too");
        }
        text.append("\n  reason  ").append(Printable.line(Secrets.masked(reason)));
        moves.forEach(move -> text.append("\n  state   ").append(move));
        notReplaced.forEach(
                table -> text.append("\n  table   ")
                        .append(table)
                        .append(
                                " keeps the rows that the load would have replaced. To have it as its source is, run it again"));
        return text.append("\n\nNothing was changed. To do it: ")
                .append(command)
                .toString();
    }
}
