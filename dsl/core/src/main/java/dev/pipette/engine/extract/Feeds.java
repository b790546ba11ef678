package dev.pipette.engine.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources that are made of the rows of a walk; each is given every row that the walk passes to the package. */
final class Feeds {
    private final boolean loads;
    private final List<Extraction> made = new ArrayList<>();

    /** @param loads whether the rows are loaded themselves, so that all of them are read whatever is made of them */
    Feeds(boolean loads) {
        this.loads = loads;
    }

    void add(Extraction resource) {
        made.add(resource);
    }

    List<Extraction> made() {
        return made;
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    void row(Map<String, Object> row) {
        Map<String, Object> kept = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        made.forEach(resource -> resource.feed(kept));
    }

    /** Whether no other row is needed. */
    boolean isOver() {
        return !loads && !made.isEmpty() && made.stream().allMatch(Extraction::isFull);
    }
}
