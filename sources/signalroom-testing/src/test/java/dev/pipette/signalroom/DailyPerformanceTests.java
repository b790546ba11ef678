package dev.pipette.signalroom;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.rows.Rows;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.signalroom.testing.OrderExports;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three sources end to end, and what they tell together: the cost of an acquisition. */
@LoadTest(clock = "2025-12-24T15:00:00Z")
class DailyPerformanceTests {
    @AutoClose
    final FakeHttp everflow = FakeHttp.start();

    @AutoClose
    final FakeHttp redtrack = FakeHttp.start();

    private final S3Bucket bucket = LocalS3.shared().newBucket();

    @BeforeEach
    void answer() {
        everflow.post("/v1/networks/reporting/entity/table")
                .json("{\"table\": ["
                        + String.join(
                                ",",
                                stats(1, 1, "Acme - Meta", 30, "800", "1000.50"),
                                stats(1, 2, "Acme - Meta", 10, "0", "99.5"),
                                stats(2, 1, "Acme - Meta ", 0, "75", "0"),
                                stats(3, 1, "Acme - Google", 5, "50", "60"),
                                stats(4, 1, "Partner Demo", 40, "800", "1000"))
                        + "], \"incomplete_results\": false}");
        redtrack.get("/report").json("""
                [{"date": "2025-12-23", "source": "Facebook Demo", "source_alias": "facebook", "clicks": 1000,
                  "source_id": "5f0000000000000000000001", "conversions": 40, "cost": 1250.50},
                 {"date": "2025-12-23", "source": "Facebook Demo ", "source_alias": "facebook", "clicks": 200,
                  "source_id": "5f0000000000000000000002", "conversions": 5, "cost": 310.25},
                 {"date": "2025-12-22", "source": "Google Ads Demo", "source_alias": "google", "clicks": 20,
                  "source_id": "5f0000000000000000000003", "conversions": 5, "cost": 77}]""");
        OrderExports exports = OrderExports.ofRows(4);
        LocalDate day = LocalDate.parse("2025-12-23");
        bucket.put(exports.key("orders-create", day), exports.file(day));
    }

    private static String stats(
            int affiliate, int advertiser, String label, int conversions, String payout, String revenue) {
        return """
                {"columns": [{"column_type": "affiliate", "id": "%d", "label": "%s"},
                             {"column_type": "advertiser", "id": "%d", "label": "Demo Brand"},
                             {"column_type": "date", "id": "1766448000", "label": "2025-12-23"}],
                 "reporting": {"total_click": 100, "cv": %d, "payout": %s, "revenue": %s, "profit": 0}}""".formatted(affiliate, label, advertiser, conversions, payout, revenue);
    }

    @Test
    void into_duckdb(Workspace workspace) throws Exception {
        check(workspace::pipeline);
    }

    @Test
    void into_postgresql_behind_a_pooler_in_transaction_mode(Workspace workspace, TestClock clock) throws Exception {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            Destination warehouse = postgres(PgBouncer.shared().url(database))
                    .user(database.user())
                    .password(Secret.of(database.password()))
                    .transactionPooler();

            check(name -> pipeline(name, warehouse).home(workspace.home()).clock(clock));
        }
    }

    private void check(Function<String, Pipeline> pipelines) throws Exception {
        Map<String, String> environment = Exports.environment(bucket);
        environment.putAll(Map.of(
                "S3_PREFIXES", "orders-create,prospects-create",
                "EVERFLOW_API_KEY", "test-key",
                "EVERFLOW_BASE_URL", everflow.baseUrl(),
                "REDTRACK_API_KEY", "test-key",
                "REDTRACK_BASE_URL", redtrack.baseUrl()));
        Settings settings = Exports.settings(environment);

        Pipeline loaded = DailyPerformance.load(
                pipelines, settings, file("internal-affiliates.csv"), file("daily_performance.sql"));

        Rows rows = loaded.dataset().query("""
                SELECT affiliate_label || '|' AS affiliate, is_internal, conversions, revenue, cost, cpa
                FROM mapping.daily_performance ORDER BY affiliate_id""");
        assertThat(text(rows))
                .containsExactly(
                        // its two advertisers together, and the spend once
                        "Acme - Meta|, true, 40, 1100.00, 1250.50, 31.26",
                        // another affiliate, by a space at the end of its name
                        "Acme - Meta |, true, 0, 0.00, 310.25, 0.00",
                        // nothing spent on the day
                        "Acme - Google|, true, 5, 60.00, 0.00, 0.00",
                        "Partner Demo|, false, 40, 1000.00, 800.00, 20.00");
        assertThat(text(loaded.dataset().query("SELECT count(*) AS orders FROM s3_exports.orders_create")))
                .containsExactly("4");
    }

    private static List<String> text(Rows rows) {
        return rows.result().stream()
                .map(row -> row.intoList().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .toList();
    }

    private static Path file(String name) throws Exception {
        URI place = Objects.requireNonNull(DailyPerformanceTests.class.getResource(name))
                .toURI();
        return Path.of(place);
    }
}
