package dev.pipette.signalroom;

import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.signalroom.testing.OrderExports;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

@LoadTest(destinations = POSTGRES, clock = "2025-12-24T11:00:00Z")
class S3ExportsOnPostgresTests {
    @Test
    void exports_and_a_changed_one_are_loaded_once_each(Pipeline pipeline) {
        S3Bucket bucket = LocalS3.shared().newBucket();
        OrderExports exports = OrderExports.ofRows(3);
        LocalDate first = LocalDate.parse("2025-12-20");
        exports.days(first, 2).forEach(day -> bucket.put(exports.key("orders-create", day), exports.file(day)));
        Resource orders = Exports.of(bucket, "orders-create");
        pipeline.run(orders);
        bucket.put(
                exports.key("orders-create", first),
                OrderExports.ofRows(2).seed(7).file(first));

        pipeline.run(orders);

        assertThat(pipeline.run(orders)).hadNothingToLoad();
        assertThat(pipeline.dataset())
                .table("orders_create")
                .hasRowCount(5)
                .hasNoDuplicates("_file_name", "_row_id")
                .hasColumnOfType("click_id", "text");
    }
}
