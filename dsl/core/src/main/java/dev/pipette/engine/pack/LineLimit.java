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
    private final long before;
    private final List<String> first = new ArrayList<>();
    private long count;

    /**
     * A limit.
     *
     * @param most empty for any number
     * @param before how many rows the committed steps of the run rejected, which count too
     */
    LineLimit(String resource, OptionalLong most, long before) {
        this.before = before;
        this.count = before;
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
                                    + most.getAsLong() + ")), "
                                    + (before == 0
                                            ? "so that reading ended and nothing of it was loaded: "
                                            : before
                                                    + " of them in the steps that are committed, so that reading ended: ")
                                    + String.join("; ", first) + (count - before > NAMED ? "; .." : "")
                                    + ". Correct the lines, or allow more with .maxRejects(..) (--max-rejects).")
                    .inResource(resource);
        }
    }

    /** Begins again. */
    synchronized void restart() {
        first.clear();
        count = before;
    }
}
