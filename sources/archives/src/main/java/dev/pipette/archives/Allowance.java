package dev.pipette.archives;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Locale;

/**
 * How many bytes may come out of an archive: a small one that unpacks into terabytes fills a disk. Text of tables is seldom
 * compressed to less than a hundredth.
 */
final class Allowance {
    /** Bytes that may come out of an archive of any size. */
    static final long ALWAYS = 1L << 30;

    /** How many times its size may come out of a larger archive. */
    static final int RATIO = 200;

    /** Members that are listed. */
    static final int MOST_MEMBERS = 1_000_000;

    private final String named;
    private final long most;
    private long taken;

    Allowance(String named, long size) {
        this(named, size, ALWAYS);
    }

    Allowance(String named, long size, long always) {
        this.named = named;
        this.most = Math.max(always, size > Long.MAX_VALUE / RATIO ? Long.MAX_VALUE : size * RATIO);
    }

    /**
     * Takes bytes.
     *
     * @throws PipetteException SOURCE_UNREADABLE when they are more than may come out
     */
    void take(long bytes) {
        taken += bytes;
        if (taken < 0 || taken > most) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " unpacks into more than " + String.format(Locale.ROOT, "%,d", most)
                            + " bytes, which is " + RATIO
                            + " times its size, or 1 GB. Such an archive may be made to fill a disk, so it is not unpacked."
                            + " If it is right, unpack it yourself and load the files.");
        }
    }

    /** Refuses one member too many. */
    void checkMembers(int count) {
        if (count > MOST_MEMBERS) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " has more than " + String.format(Locale.ROOT, "%,d", MOST_MEMBERS)
                            + " members. Unpack it yourself, and load the files.");
        }
    }
}
