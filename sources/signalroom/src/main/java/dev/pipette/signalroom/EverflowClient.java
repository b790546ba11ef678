package dev.pipette.signalroom;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.rest.Auth;
import dev.pipette.rest.RestClient;
import dev.pipette.rest.Timing;
import dev.pipette.settings.Secret;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How Everflow is asked. A value: each method returns a new one.
 *
 * <pre>{@code
 * Everflow.client(key).currency("EUR").advertiser(1);
 * }</pre>
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class EverflowClient {
    /** Everflow's address. */
    public static final String BASE_URL = "https://api.eflow.team";

    /** The API refuses the eleventh report that is asked for at once. */
    private static final int AT_ONCE = 10;

    EverflowClient() {}

    abstract RestClient api();

    @Value.Default
    String currencyId() {
        return "USD";
    }

    abstract Optional<Long> advertiserId();

    @Value.Default
    String client() {
        return SignalRoom.CLIENT_ID;
    }

    abstract Map<ZoneId, Integer> moreTimezones();

    static EverflowClient of(Secret apiKey) {
        return ImmutableEverflowClient.builder()
                .api(RestClient.of("Everflow", BASE_URL)
                        .auth(Auth.header("X-Eflow-API-Key", apiKey))
                        .atOnce(AT_ONCE))
                .build();
    }

    /** Asks at another address, with or without {@code /v1} at its end. */
    public final EverflowClient baseUrl(String address) {
        return copy().withApi(api().baseUrl(address.strip().replaceFirst("/v1/?$", "")));
    }

    /** Asks for money in a currency, by its code of three letters; USD by default. */
    public final EverflowClient currency(String code) {
        return copy().withCurrencyId(code);
    }

    /** Loads the rows of one advertiser only. */
    public final EverflowClient advertiser(long id) {
        return copy().withAdvertiserId(id);
    }

    /** Says whose rows they are, for the column {@code _client_id}. */
    public final EverflowClient clientId(String id) {
        return copy().withClient(id);
    }

    /**
     * Tells Everflow's number of a time zone that is not among those that Pipette knows.
     *
     * @param timezoneId as {@code GET /v1/meta/timezones} returns it
     */
    public final EverflowClient timezoneId(ZoneId zone, int timezoneId) {
        Map<ZoneId, Integer> more = new LinkedHashMap<>(moreTimezones());
        more.put(zone, timezoneId);
        return copy().withMoreTimezones(more);
    }

    /** Tells the time, and waits between attempts, by other means than the system's: for tests. */
    public final EverflowClient timing(Timing timing) {
        return copy().withApi(api().timing(timing));
    }

    private ImmutableEverflowClient copy() {
        return (ImmutableEverflowClient) this;
    }

    @Override
    public final String toString() {
        return api().toString();
    }
}
