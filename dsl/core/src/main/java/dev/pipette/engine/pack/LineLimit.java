package dev.pipette.engine.pack;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How many lines of one resource may be kept apart: a huge file of which no line can be read ends early. For several threads. */
final class LineLimit {
    private static final int NAMED = 3;
    private static final int LONGEST = 120;

    private final String resource;
    private final OptionalLong most;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** @param most empty for any number */
    LineLimit(String resource, OptionalLong most) {
        this.resource = resource;
        this.most = most;
    }

    /**
     * Counts a line.
     *
     * @throws PipetteException CHECK_FAILED where it is one too many
     */
    synchronized void count(String place, String problem) {
        count++;
        if (most.isEmpty()) {
            return;
        }
        if (first.size() < NAMED) {
            String said = place + ": " + problem;
            first.add(
                    said.length() <= LONGEST + place.length()
                            ? said
                            : said.substring(0, LONGEST + place.length()) + "…");
        }
        if (count > most.getAsLong()) {
            throw new PipetteException(
                            ErrorCode.CHECK_FAILED,
                            "resource " + resource + ": more than " + Units.rows(most.getAsLong())
                                    + (most.getAsLong() == 1 ? " is" : " are") + " rejected (max_rejects("
                                    + most.getAsLong() + ")), so that reading ended and nothing of it was loaded: "
                                    + String.join("; ", first) + (count > NAMED ? "; .." : "")
                                    + ". Correct the lines, or allow more with .maxRejects(..) (--max-rejects).")
                    .inResource(resource);
        }
    }

    /** Begins again. */
    synchronized void restart() {
        first.clear();
        count = 0;
    }
}
