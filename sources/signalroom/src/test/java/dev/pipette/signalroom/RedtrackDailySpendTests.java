package dev.pipette.signalroom;

import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.Pipeline;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.http.Auth;
import dev.pipette.testing.http.FakeHttp;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@LoadTest(clock = "2025-12-24T15:00:00Z", mustRun = false)
class RedtrackDailySpendTests {
    @AutoClose
    final FakeHttp api = FakeHttp.start();

    @Test
    void all_days_and_sources_come_in_one_request_and_money_without_a_source_too(Pipeline pipeline) {
        api.get("/report").requires(Auth.query("api_key", "test-key")).json("""
                [{"date": "2025-12-22", "source": "Facebook Demo", "source_alias": "facebook", "source_id": "5f01",
                  "clicks": 1000, "conversions": 0, "total_conversions": 44, "cost": 1250.50},
                 {"date": "2025-12-23", "source": "", "source_alias": "", "source_id": "",
                  "clicks": 7, "total_conversions": 6, "cost": 3}]""");

        pipeline.run(Redtrack.dailySpend(Redtrack.client(Secret.of("test-key")).baseUrl(api.baseUrl())));

        assertThat(pipeline.dataset())
                .table("daily_spend")
                .hasRowCount(2)
                .rowWhere("source_id", "5f01")
                .has("conversions", 0);
        assertThat(pipeline.dataset())
                .table("daily_spend")
                .rowWhere("source_id", "")
                .has("conversions", 6);
        api.assertThat().hasRequestCount(1);
    }

    @Test
    void an_unknown_source_is_told_the_known_ones() {
        Settings none = Settings.from(Path.of("none"), Path.of("none"), Map.of());

        assertThatThrownBy(() -> Sources.open("foo", none).resources())
                .hasMessage("[BAD_USAGE] unknown source foo. Known sources: everflow, redtrack.");
        assertThatThrownBy(() -> Sources.open("redtrack", none).resources())
                .hasMessageStartingWith("[BAD_SETTINGS] REDTRACK_API_KEY is missing. Set REDTRACK_API_KEY in the"
                        + " environment or in .env");
    }
}
