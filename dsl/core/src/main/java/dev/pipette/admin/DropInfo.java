package dev.pipette.admin;

import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What dropping a resource takes away: a preview of it, or what was dropped.
 *
 * <pre>{@code
 * System.out.println(pipeline.admin().planDrop("orders"));   // looks, and changes nothing
 * pipeline.admin().drop("orders");                           // the next run loads orders again
 * }</pre>
 *
 * @param pipeline the pipeline
 * @param resource the resource
 * @param destination the destination, without secrets
 * @param dataset the dataset
 * @param done whether it was dropped; false for a preview
 * @param stateOnly whether its tables stay
 * @param tables its tables at the destination and their rows, parents first; empty where they stay
 * @param state whether it remembers anything
 * @param boundaryKeys how many keys of rows at its cursors are known
 * @param runKeys how many run keys are known
 * @param files how many files its ledger remembers
 * @param packages the load ids of its packages that wait or were quarantined
 * @param command the command that drops it
 */
public record DropInfo(
        String pipeline,
        String resource,
        String destination,
        String dataset,
        boolean done,
        boolean stateOnly,
        Map<String, Long> tables,
        boolean state,
        long boundaryKeys,
        long runKeys,
        long files,
        List<String> packages,
        String command) {
    /** Copies the collections. */
    public DropInfo {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        packages = List.copyOf(packages);
    }

    public DropInfo asDone() {
        return new DropInfo(
                pipeline,
                resource,
                destination,
                dataset,
                true,
                stateOnly,
                tables,
                state,
                boundaryKeys,
                runKeys,
                files,
                packages,
                command);
    }

    private List<String> remembered() {
        List<String> remembered = new ArrayList<>();
        if (state) {
            remembered.add("its state");
        }
        if (boundaryKeys > 0) {
            remembered.add(count(boundaryKeys, "boundary key"));
        }
        if (runKeys > 0) {
            remembered.add(count(runKeys, "run key"));
        }
        if (files > 0) {
            remembered.add(count(files, "file"));
        }
        return remembered;
    }

    private static String count(long number, String what) {
        return Units.number(number) + " " + what + (number == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        String verb = stateOnly ? "forget what resource " : "drop resource ";
        String past = stateOnly ? "forgot what resource " : "dropped resource ";
        StringBuilder text = new StringBuilder(done ? past : "would " + verb);
        text.append(resource).append(stateOnly ? " remembers" : "");
        text.append(" in ")
                .append(destination)
                .append(", dataset ")
                .append(dataset)
                .append(':');
        if (!tables.isEmpty()) {
            Grid grid = new Grid("table", ">rows");
            tables.forEach((table, rows) -> grid.add(table, Units.number(rows)));
            text.append("\n\n").append(AdminText.indented(grid.text()));
        }
        List<String> remembered = remembered();
        text.append("\n\n  remembered  ").append(remembered.isEmpty() ? "nothing" : String.join(", ", remembered));
        text.append("\n  packages    ").append(packages.isEmpty() ? "none" : String.join(", ", packages));
        text.append("\n\n");
        return done
                ? text + "The next run of " + resource
                        + (stateOnly ? " begins again; its tables were left as they are." : " loads it again.")
                : text + "Nothing was changed. To do it: " + command;
    }
}
