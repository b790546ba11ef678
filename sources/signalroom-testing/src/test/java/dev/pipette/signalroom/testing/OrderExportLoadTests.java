package dev.pipette.signalroom.testing;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.s3;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.incremental.FileState;
import dev.pipette.settings.Secret;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Exports with 129 columns, loaded from S3 as text. */
@LoadTest
class OrderExportLoadTests {
    private static final LocalDate FIRST = LocalDate.parse("2025-12-19");

    private final LocalS3 s3 = LocalS3.shared();
    private final S3Bucket bucket = s3.newBucket();

    @Test
    void exports_of_orders_are_loaded_as_they_are(Pipeline pipeline) {
        OrderExports exports = OrderExports.ofRows(40);
        exports.days(FIRST, 2).forEach(day -> bucket.put(exports.key("orders", day), exports.file(day)));
        var files = s3(bucket.name())
                .endpoint(s3.endpoint())
                .region(s3.region())
                .pathStyle()
                .credentials(s3.accessKey(), Secret.of(s3.secretKey()))
                .glob("orders/**/*.csv");

        assertThat(pipeline.run(resource("orders").files(files, csvFormat().allText(), FileState.ledger())))
                .appended("orders", 80);

        assertThat(pipeline.dataset())
                .table("orders")
                .hasColumnOfType("billing_postcode", "text")
                .hasColumnOfType("order_date", "text")
                .hasColumnOfType("refund_date", "text")
                .hasColumns("click_id", "retries_left", "hold_type_id", "offer_id", "processor_id")
                .hasNoDuplicates("_file_name", "_row_id")
                .rowWhere("_file_name", bucket.name() + "/" + exports.key("orders", FIRST), "_row_id", 3)
                .has("_file_date", FIRST)
                .has("total_amount", exportsAmount(exports, 3))
                .has("order_date", "12/19/2025");
    }

    private static String exportsAmount(OrderExports exports, int row) {
        String line = new String(exports.file(FIRST), StandardCharsets.UTF_8)
                .lines()
                .skip(row + 1)
                .findFirst()
                .orElseThrow();
        return line.contains(",19,12/19/2025") ? "19" : "0.07";
    }
}
