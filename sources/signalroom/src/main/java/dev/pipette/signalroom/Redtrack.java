package dev.pipette.signalroom;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;

import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.rest.Auth;
import dev.pipette.rest.RestClient;
import dev.pipette.settings.Secret;
import java.time.Duration;
import java.time.LocalDate;

/**
 * RedTrack, a tracker of advertising.
 *
 * <pre>{@code
 * Resource spend = Redtrack.dailySpend(Redtrack.client(key)).lag(Period.ofDays(3));
 * }</pre>
 */
public final class Redtrack {
    /** The name of the source, of its pipeline and its dataset. */
    public static final String NAME = "redtrack";

    /** RedTrack's address. */
    public static final String BASE_URL = "https://api.redtrack.io";

    /** The limit of the report that RedTrack documents. */
    private static final int REQUESTS_PER_MINUTE = 20;

    private Redtrack() {}

    /** A client of the account that a key belongs to: 20 requests a minute at most. */
    public static RestClient client(Secret apiKey) {
        return RestClient.of("RedTrack", BASE_URL)
                .auth(Auth.query("api_key", apiKey))
                .rateLimit(REQUESTS_PER_MINUTE, Duration.ofMinutes(1));
    }

    /**
     * Clicks, conversions and cost of each day and traffic source, into {@code daily_spend}.
     *
     * <p>A run asks for the days from the value of the cursor {@code date} to yesterday, both included. What has no source is
     * loaded with an empty {@code source_id}, which is a key like another: it is money, too. The column {@code
     * date} is text like {@code 2025-12-23}. Days are those of New York
     * unless {@code .zone(..)} says otherwise.
     */
    public static Resource dailySpend(RestClient client) {
        return resource("daily_spend").stream(context -> new RedtrackSpend(client, context).rows())
                .merge("date", "source_id")
                .column("date", text())
                .incremental(cursor("date", LocalDate.class).startingAt(Everflow.START))
                .zone(Everflow.ZONE);
    }

    /** All resources. */
    public static Source source(RestClient client) {
        return Source.of(NAME, dailySpend(client));
    }
}
