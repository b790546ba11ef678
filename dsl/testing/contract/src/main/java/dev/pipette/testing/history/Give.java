package dev.pipette.testing.history;

import java.util.Locale;

/**
 * One input of a run.
 *
 * @param batch which rows: the same number means the same rows
 * @param slot which of the feed's files holds them
 * @param sameStamp whether the file has the size and time that every file of its name has
 * @param decimals whether new values of the cursor have digits after the point
 */
record Give(Feed feed, int batch, int slot, boolean sameStamp, boolean decimals) {
    /** As a child process is told. */
    String text() {
        return feed + ":" + batch + ":" + slot + ":" + sameStamp + ":" + decimals;
    }

    static Give parse(String text) {
        String[] parts = text.split(":", -1);
        return new Give(
                Feed.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Boolean.parseBoolean(parts[3]),
                Boolean.parseBoolean(parts[4]));
    }

    @Override
    public String toString() {
        return feed.name().toLowerCase(Locale.ROOT) + "#" + batch
                + (feed.readsFile() ? " in file " + slot + (sameStamp ? " of the same time" : "") : "")
                + (feed == Feed.EVENTS && decimals ? " with decimals" : "")
                + (feed == Feed.STRICT && feed.refused(batch) ? " that breaks its CHECK" : "");
    }
}
