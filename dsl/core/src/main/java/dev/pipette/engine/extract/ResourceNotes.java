package dev.pipette.engine.extract;

import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the code of one resource notes for people; it may have threads of its own. */
final class ResourceNotes {
    private final String resource;
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();

    ResourceNotes(String resource) {
        this.resource = resource;
    }

    void add(String note) {
        notes.add("resource " + resource + ": " + Printable.line(Secrets.masked(note)));
    }

    /** What was noted since the last call. */
    List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String note = notes.poll(); note != null; note = notes.poll()) {
            taken.add(note);
        }
        return taken;
    }
}
