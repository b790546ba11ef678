package dev.pipette.postgres;

import java.util.stream.Stream;

/**
 * Cases of one kind. Each build runs the first few of them; {@code -Pcampaign} runs all.
 *
 * <pre>{@code
 * static Stream<String> tables() {
 *   return Cases.few(1, "merged", "replaced", "appended");
 * }
 * }</pre>
 */
final class Cases {
    private static final boolean ALL = Integer.getInteger("pipette.campaign.kills") != null;

    private Cases() {}

    /** The first cases; in a campaign, all of them. */
    @SafeVarargs
    static <C> Stream<C> few(int count, C... all) {
        return Stream.of(all).limit(ALL ? all.length : count);
    }
}
