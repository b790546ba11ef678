package dev.pipette.plan;

import java.util.List;

/**
 * A package that was set aside: a run does not load it.
 *
 * <pre>{@code
 * plan.setAside().getFirst().resources();   // [orders]
 * }</pre>
 *
 * @param loadId its load id
 * @param resources whose rows it has
 * @param message why it was set aside, and what loads or deletes it
 */
public record PackageAside(String loadId, List<String> resources, String message) {
    /** Copies the list. */
    public PackageAside {
        resources = List.copyOf(resources);
    }
}
