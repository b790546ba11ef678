package dev.pipette.engine.manifest;

import java.util.ArrayList;
import java.util.List;

/** The order of resources in which those come later whose rows are rejected by what others bring. */
public final class ReferenceOrder {
    private ReferenceOrder() {}

    /** The resources in an order in which they can be loaded; those that refer to each other stay as they are. */
    public static List<ResourceLoad> of(List<ResourceLoad> resources) {
        List<ResourceLoad> ordered = new ArrayList<>();
        List<ResourceLoad> left = new ArrayList<>(resources);
        while (!left.isEmpty()) {
            ResourceLoad next = left.stream()
                    .filter(resource -> left.stream().noneMatch(other -> waitsFor(resource, other)))
                    .findFirst()
                    .orElseGet(left::getFirst);
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean waitsFor(ResourceLoad resource, ResourceLoad other) {
        return other != resource && resource.rejectsBy().stream().anyMatch(other::changes);
    }

    /** The number of the last layer that has rows which a resource waits for. */
    static int lastOf(List<List<ResourceLoad>> layers, ResourceLoad resource) {
        for (int index = layers.size() - 1; index > 0; index--) {
            if (layers.get(index).stream().anyMatch(other -> waitsFor(resource, other))) {
                return index;
            }
        }
        return 0;
    }
}
