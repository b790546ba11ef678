package dev.pipette.signalroom;

import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.Sources;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.util.Map;
import org.junit.jupiter.api.Test;

@LoadTest(mustRun = false)
class S3ExportsProviderTests {
    private final S3Bucket bucket = LocalS3.shared().newBucket();
    private final Map<String, String> environment = Exports.environment(bucket);

    private Source open() {
        return Sources.open("s3_exports", Exports.settings(environment));
    }

    @Test
    void each_prefix_is_a_resource_that_the_settings_alone_can_load(Pipeline pipeline) {
        bucket.put("orders-create/report_2025-12-21.csv", "orders_id\n1\n");
        bucket.put("daily/orders-update/report_2025-12-21.csv", "orders_id\n2\n");
        environment.put("S3_PREFIXES", "orders-create, daily/orders-update/");

        Source source = open();
        pipeline.run(source);

        assertThat(source.resources())
                .extracting(Resource::name)
                .containsExactly("orders_create", "daily_orders_update");
        assertThat(pipeline.dataset()).hasTables("orders_create", "daily_orders_update");
    }

    @Test
    void the_older_name_of_the_prefixes_is_known() {
        environment.put("S3_PREFIX", "orders-create");

        assertThat(open().resources()).extracting(Resource::name).containsExactly("orders_create");
    }

    @Test
    void all_missing_settings_are_one_error() {
        environment.clear();

        assertThatThrownBy(this::open)
                .hasMessageStartingWith("[BAD_SETTINGS]")
                .hasMessageContainingAll("S3_BUCKET_NAME", "S3_PREFIXES");
    }

    @Test
    void settings_that_cannot_be_are_told_with_what_to_write() {
        environment.put("S3_PREFIXES", " ,");

        assertThatThrownBy(this::open)
                .hasMessage("[BAD_SETTINGS] S3_PREFIXES is ' ,', which names no folder. Write it like"
                        + " S3_PREFIXES=orders-create,orders-update.");

        environment.put("S3_PREFIXES", "orders-create");
        environment.remove("AWS_SECRET_ACCESS_KEY");

        assertThatThrownBy(this::open)
                .hasMessage("[BAD_SETTINGS] AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together, and"
                        + " AWS_SECRET_ACCESS_KEY is missing. Set both, or none where a profile or a role has them.");
    }
}
