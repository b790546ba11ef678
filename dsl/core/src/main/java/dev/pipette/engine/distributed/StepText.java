package dev.pipette.engine.distributed;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.TableChoice;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a resource does with its rows, as a text that is the same in two processes with the same source; it holds no secret. */
public final class StepText {
    private StepText() {}

    /** The text of all steps of a resource, and of how its rows choose their tables. */
    public static String of(ResourcePlan resource) {
        return resource.steps().stream().map(StepText::of).collect(Collectors.joining(" "))
                + resource.tableChoice().map(choice -> " tableBy " + of(choice)).orElse("");
    }

    private static String of(TableChoice choice) {
        return switch (choice) {
            case TableChoice.OfColumn(String column) -> column;
            case TableChoice.OfRow(var function) -> code(function);
        };
    }

    private static String of(RowStep step) {
        return switch (step) {
            case RowStep.Change(var change) -> "map " + code(change);
            case RowStep.Keep(var keep) -> "filter " + code(keep);
            case RowStep.Constant(String column, var _) -> "addColumn " + column;
            case RowStep.Limit(long rows) -> "limit " + rows;
            case RowStep.TimeLimit(var time) -> "limit " + time;
            case RowStep.Select(var names) -> "select " + names;
            case RowStep.Exclude(var names) -> "exclude " + names;
            case RowStep.Rename(var names) -> "rename " + new TreeMap<>(names);
            case RowStep.Masked(String column, var _) -> "mask " + column;
        };
    }

    /** The class that a function is written in: each process numbers its functions in its own way. */
    private static String code(Object function) {
        String name = function.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }
}
