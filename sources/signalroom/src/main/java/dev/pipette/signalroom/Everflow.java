package dev.pipette.signalroom;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;

import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.settings.Secret;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Everflow, a network for partner marketing.
 *
 * <pre>{@code
 * Resource stats = Everflow.dailyStats(Everflow.client(key)).lag(Period.ofDays(3));
 * }</pre>
 */
public final class Everflow {
    /** The name of the source, of its pipeline and its dataset. */
    public static final String NAME = "everflow";

    /** The day that the first load begins with by default. */
    static final LocalDate START = LocalDate.of(2025, 12, 20);

    /** The zone of days by default. */
    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private Everflow() {}

    /** A client of the network that a key belongs to. */
    public static EverflowClient client(Secret apiKey) {
        return EverflowClient.of(apiKey);
    }

    /**
     * Clicks, conversions and money of each day, affiliate and advertiser, into {@code daily_stats}.
     *
     * <p>A run asks for the days from the value of the cursor {@code date} to yesterday, both included; what the API restated
     * replaces what was loaded. The column {@code date} is text like {@code 2025-12-23}. Conversions of earlier days are restated for some days: {@code .lag(Period.ofDays(3))} asks
     * for these again. Days are those of New York unless {@code .zone(..)} says otherwise.
     */
    public static Resource dailyStats(EverflowClient client) {
        return resource("daily_stats").stream(context -> new EverflowStats(client, context).rows())
                .merge("date", "affiliate_id", "advertiser_id")
                .column("date", text())
                .incremental(cursor("date", LocalDate.class).startingAt(START))
                .zone(ZONE);
    }

    /** All resources. */
    public static Source source(EverflowClient client) {
        return Source.of(NAME, dailyStats(client));
    }
}
