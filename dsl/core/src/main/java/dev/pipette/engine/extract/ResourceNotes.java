package dev.pipette.engine.extract;

import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the code of one resource notes for people; it may have threads of its own. The same note is one, and of very many
 * different ones the first are kept.
 */
final class ResourceNotes {
    private static final int MOST = 50;

    private final String resource;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private long more;

    ResourceNotes(String resource) {
        this.resource = resource;
    }

    synchronized void add(String note) {
        String shown = "resource " + resource + ": " + Printable.line(Secrets.masked(note));
        if (known.contains(shown)) {
            return;
        }
        if (known.size() == MOST) {
            more++;
            return;
        }
        known.add(shown);
        notes.add(shown);
    }

    /** What was noted since the last call. */
    synchronized List<String> take() {
        List<String> taken = new ArrayList<>(notes);
        if (more > 0) {
            taken.add(
                    "resource " + resource + ": " + more + (more == 1 ? " more note" : " more notes") + " like these");
        }
        notes.clear();
        more = 0;
        return taken;
    }
}
