package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Naming;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which resources of a run fill the same table, as far as it is known before a row is read. They have to agree on the way, and those that replace it are loaded
 * together or not at all: one alone would take the rows of the others away.
 */
final class SharedTables {
    private final Naming naming;
    private final Map<String, List<ResourcePlan>> byTable = new LinkedHashMap<>();

    SharedTables(List<ResourcePlan> resources, Naming naming) {
        this.naming = naming;
        resources.stream()
                .filter(resource -> resource.tableChoice().isEmpty())
                .forEach(resource -> byTable.computeIfAbsent(table(resource), name -> new ArrayList<>())
                        .add(resource));
    }

    private String table(ResourcePlan resource) {
        return naming.identifier(resource.tableName());
    }

    /** Refuses resources that contradict each other. */
    void check() {
        byTable.forEach((table, filling) -> {
            ResourcePlan first = filling.getFirst();
            for (ResourcePlan other : filling.subList(1, filling.size())) {
                contradiction(first, other).ifPresent(found -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "resources " + first.name() + " and " + other.name() + " fill table " + table
                                    + " and contradict each other: " + found
                                    + ". Let them agree, or choose another table for one of them with .table(..).");
                });
            }
        });
    }

    private Optional<String> contradiction(ResourcePlan first, ResourcePlan other) {
        String one = manner(first);
        String two = manner(other);
        if (!one.equals(two)) {
            return Optional.of(first.name() + " " + one + ", and " + other.name() + " " + two);
        }
        if (first.isSkipped() != other.isSkipped() && first.writeDisposition().clears()) {
            return Optional.of("one of them is skipped, and the other would take its rows away");
        }
        if (first.writeDisposition().takesAllRows()) {
            return Optional.of("each takes its rows for all that there are, and would "
                    + (first.writeDisposition().versions().isPresent() ? "retire" : "delete")
                    + " those of the other");
        }
        if (first.writeDisposition().takesGroups()) {
            return Optional.of(
                    "each deletes the rows with the values that arrive, and would delete those of the other");
        }
        if (remembersFiles(first) && remembersFiles(other)) {
            return Optional.of(
                    "both remember which files are loaded, and a file that comes again replaces the rows of its"
                            + " name, whichever of them loaded it");
        }
        Optional<String> description = first.tableHints().description();
        Optional<String> otherDescription = other.tableHints().description();
        if (description.isPresent() && otherDescription.isPresent() && !description.equals(otherDescription)) {
            return Optional.of("the table is described as '" + description.get() + "' in " + first.name() + ", and as '"
                    + otherDescription.get() + "' in " + other.name());
        }
        Map<String, ColumnHint> declared = columns(first);
        return columns(other).entrySet().stream()
                .filter(column ->
                        !Objects.equals(declared.getOrDefault(column.getKey(), column.getValue()), column.getValue()))
                .findFirst()
                .map(column -> "column " + column.getKey() + " is " + type(declared.get(column.getKey())) + " in "
                        + first.name() + ", and " + type(column.getValue()) + " in " + other.name());
    }

    private static boolean remembersFiles(ResourcePlan resource) {
        return resource.fileState().isPresent();
    }

    private String manner(ResourcePlan resource) {
        List<String> key = resource.primaryKey().stream().map(naming::key).toList();
        return switch (resource.writeDisposition()) {
            case WriteDisposition.Merge merge -> "merges " + merging(merge);
            case WriteDisposition.Append append -> "appends" + keyed(key);
            case WriteDisposition.Replace replace -> "replaces" + keyed(key);
            case WriteDisposition.TruncateAndInsert truncate -> "replaces by truncating" + keyed(key);
            case WriteDisposition.ReplaceWhere part ->
                "replaces the rows with " + part.part().named(naming::key) + keyed(key);
        };
    }

    private String merging(WriteDisposition.Merge merge) {
        String keys = merge.keys().stream().map(naming::key).collect(Collectors.joining(", "));
        List<String> parts = new ArrayList<>(List.of("by " + (keys.isEmpty() ? "the content of the rows" : keys)));
        if (!(merge.strategy() instanceof MergeStrategy.DeleteInsert)) {
            parts.add("strategy " + merge.strategy().word());
        }
        merge.versions().ifPresent(versions -> parts.addAll(versioning(versions)));
        merge.rules().hardDelete().ifPresent(column -> parts.add("hard delete by " + naming.key(column)));
        merge.rules()
                .dedupSort()
                .ifPresent(sort -> parts.add("the " + sort.wins().name().toLowerCase(Locale.ROOT) + " "
                        + naming.key(sort.column()) + " wins"));
        if (merge.rules().skipUnchanged()) {
            parts.add("unchanged rows stay");
        }
        return String.join("; ", parts);
    }

    private List<String> versioning(MergeStrategy.Scd2 versions) {
        List<String> parts = new ArrayList<>(
                List.of("valid from " + naming.key(versions.validFrom()) + " to " + naming.key(versions.validTo())));
        versions.rowVersion().ifPresent(column -> parts.add("the version of a row in " + naming.key(column)));
        versions.activeTimestamp().ifPresent(time -> parts.add("active until " + time));
        versions.boundary().ifPresent(time -> parts.add("the boundary at " + time));
        return parts;
    }

    private static String keyed(List<String> key) {
        return key.isEmpty() ? "" : " with the primary key " + String.join(", ", key);
    }

    private static String type(@Nullable ColumnHint hint) {
        return Objects.requireNonNull(hint).describe();
    }

    private Map<String, ColumnHint> columns(ResourcePlan resource) {
        Map<String, ColumnHint> columns = new LinkedHashMap<>();
        resource.columnHints().forEach((name, hint) -> columns.put(naming.key(name), hint));
        return columns;
    }

    /** The resources that replace a table together with this one, itself among them; only itself where it does not. */
    List<ResourcePlan> replacing(ResourcePlan resource) {
        return resource.writeDisposition().clears() && resource.tableChoice().isEmpty()
                ? byTable.getOrDefault(table(resource), List.of(resource))
                : List.of(resource);
    }

    /** Refuses resources that replace a table together and are not loaded in one package. */
    void checkInOnePackage(List<ResourcePlan> group) {
        group.stream()
                .filter(resource -> !group.containsAll(replacing(resource)))
                .findFirst()
                .ifPresent(resource -> {
                    List<ResourcePlan> others = new ArrayList<>(replacing(resource));
                    others.removeAll(group);
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "resources " + resource.name() + " and "
                                    + others.getFirst().name() + " replace table " + table(resource)
                                    + " and belong to different sources, which are loaded one after the other: the second"
                                    + " would take the rows of the first away. Let them append or merge, or choose"
                                    + " another table for one of them with .table(..). Nothing of them was loaded.");
                });
    }

    /** Whether another resource of the run replaces the table together with this one. */
    boolean isReplacedTogether(ResourcePlan resource) {
        return replacing(resource).size() > 1;
    }

    /** Those of some resources that can be loaded without the others: no table would be replaced by a part of its rows. */
    List<ResourcePlan> whole(List<ResourcePlan> some) {
        Set<String> names = new HashSet<>();
        some.forEach(resource -> names.add(resource.name()));
        return some.stream()
                .filter(resource ->
                        replacing(resource).stream().map(ResourcePlan::name).allMatch(names::contains))
                .toList();
    }
}
