package dev.pipette.engine.run;

import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which resources of a run are made of the rows of which. A resource and all that is made of its rows, of theirs as well, are a
 * family: they are read together and loaded in one package, because where the first one continues is where the others do.
 *
 * @param resources of the run, each behind the one that it is made of
 */
record Families(List<ResourcePlan> resources) {
    /** Whether another resource is made of the rows of this one. */
    boolean feeds(ResourcePlan resource) {
        return resources.stream()
                .anyMatch(
                        other -> other.parent().filter(resource.name()::equals).isPresent());
    }

    /** The resource that a family begins with. */
    ResourcePlan first(ResourcePlan resource) {
        Optional<ResourcePlan> parent = resource.parent()
                .flatMap(name -> resources.stream()
                        .filter(other -> other.name().equals(name))
                        .findFirst());
        return parent.map(this::first).orElse(resource);
    }

    /** Those of some resources that belong to the family of another. */
    List<ResourcePlan> of(ResourcePlan member, List<ResourcePlan> some) {
        ResourcePlan first = first(member);
        return some.stream().filter(resource -> first(resource).equals(first)).toList();
    }

    /** Those of some resources whose families are complete. */
    List<ResourcePlan> whole(List<ResourcePlan> some) {
        Set<String> names = some.stream().map(ResourcePlan::name).collect(Collectors.toSet());
        return some.stream()
                .filter(resource ->
                        of(resource, resources).stream().map(ResourcePlan::name).allMatch(names::contains))
                .toList();
    }

    /** Refuses families that cannot be loaded together. */
    void check() {
        for (ResourcePlan resource : resources) {
            if (resource.isSkipped() && feeds(resource)) {
                checkRead(resource);
            }
            if (resource.writeDisposition().kind() == WriteDisposition.Kind.APPEND) {
                ancestors(resource).forEach(above -> checkAppended(resource, above));
            }
            if (resource.parent().isPresent()
                    && first(resource).commitInterval().isPresent()) {
                checkInSteps(resource, first(resource));
            }
        }
    }

    /** The resource that another is made of, and those above it. */
    private List<ResourcePlan> ancestors(ResourcePlan resource) {
        List<ResourcePlan> above = new ArrayList<>();
        resource.parent()
                .flatMap(name -> resources.stream()
                        .filter(other -> other.name().equals(name))
                        .findFirst())
                .ifPresent(parent -> {
                    above.add(parent);
                    above.addAll(ancestors(parent));
                });
        return above;
    }

    private static void checkAppended(ResourcePlan made, ResourcePlan above) {
        if (CursorLoads.readsLoadedRows(above)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + made.name() + " appends, and is made of the rows of " + above.name()
                            + ", of which each run reads those at the last value of the cursor again: what is made of them"
                            + " would be loaded twice. Say merge(\"KEY\") of " + made.name()
                            + ", or give the cursor of " + above.name() + " .excludingStart().");
        }
    }

    private void checkRead(ResourcePlan skipped) {
        Optional<String> memory = skipped.cursor().isPresent()
                ? Optional.of("a cursor. Load it in the same run as well, or leave incremental(..) out of it")
                : skipped.fileState().isPresent()
                        ? Optional.of(
                                "a file state. Load it in the same run as well, or leave the file state out of it")
                        : Optional.empty();
        memory.ifPresent(found -> {
            String made = resources.stream()
                    .filter(other ->
                            other.parent().filter(skipped.name()::equals).isPresent())
                    .map(ResourcePlan::name)
                    .collect(Collectors.joining(" and "));
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + made + " is made of the rows of " + skipped.name()
                            + ", which this run reads and does not load: nothing would remember how far it came, and it"
                            + " has " + found + ".");
        });
    }

    /** Each step is a load of its own. */
    private static void checkInSteps(ResourcePlan made, ResourcePlan first) {
        WriteDisposition disposition = made.writeDisposition();
        Optional<String> refused = disposition.clears()
                        || disposition.takesAllRows()
                        || disposition.takesGroups()
                        || disposition.window().isPresent()
                ? Optional.of("each step would take the rows of the one before away")
                : made.deduplicatesWithinRun()
                        ? Optional.of("the last row of a key is known at the end of a run only")
                        : made.checks().stream()
                                .filter(Families::isOfLoad)
                                .map(check -> "check " + check + " is about all rows of a load")
                                .findFirst();
        refused.ifPresent(why -> {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + made.name() + " is made of " + first.name() + ", which is committed in steps, and "
                            + why + ". Leave commitEvery(..) out of " + first.name() + ".");
        });
    }

    private static boolean isOfLoad(Check check) {
        return check.rule() instanceof Rule.OfLoad || check.rule() instanceof Rule.RowCountChange;
    }

    /** Refuses a family of which some belong to another source. */
    void checkInOneSource(List<ResourcePlan> group) {
        Set<String> names = new HashSet<>(group.stream().map(ResourcePlan::name).toList());
        for (ResourcePlan resource : group) {
            resource.parent().filter(name -> !names.contains(name)).ifPresent(name -> {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource.name() + " is made of the rows of " + name
                                + ", and the two belong to different sources of the dataset, which are loaded one after the"
                                + " other. Put both into one source with .inSource(..). Nothing of them was loaded.");
            });
        }
    }

    /** The same without a resource and all that is made of it. */
    List<ResourcePlan> without(String name) {
        List<ResourcePlan> left = new ArrayList<>(resources);
        Set<String> gone = new HashSet<>(Set.of(name));
        left.removeIf(resource -> gone.contains(resource.name())
                || (resource.parent().filter(gone::contains).isPresent() && gone.add(resource.name())));
        return left;
    }
}
