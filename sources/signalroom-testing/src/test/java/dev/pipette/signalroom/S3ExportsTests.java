package dev.pipette.signalroom;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.s3.S3BucketAssert.*;
import static java.util.stream.Collectors.joining;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.signalroom.testing.OrderExports;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@LoadTest(clock = "2025-12-24T11:00:00Z")
class S3ExportsTests {
    private static final LocalDate FIRST = LocalDate.parse("2025-12-18");

    private final S3Bucket bucket = LocalS3.shared().newBucket();
    private final Resource orders = Exports.of(bucket, "orders-create");

    @Test
    void defect_4_a_file_that_comes_late_is_loaded_whatever_its_date(Pipeline pipeline) {
        bucket.put("orders-create/report_2025-12-21.csv", "orders_id\n21\n");
        bucket.put("orders-create/undated.csv", "orders_id\n1\n");
        pipeline.run(orders);
        bucket.put("orders-create/report_2025-10-01.csv", "orders_id\n10\n");

        LoadInfo second = pipeline.run(orders);

        assertThat(second).merged("orders_create", 1);
        assertThat(pipeline.dataset())
                .table("orders_create")
                .hasRowCount(3)
                .rowWhere("orders_id", "10")
                .has("_file_date", "2025-10-01");
        assertThat(bucket).wasRead("orders-create/undated.csv", 1);
    }

    @Test
    void defect_5_a_file_that_is_uploaded_again_with_fewer_rows_leaves_none_of_the_old_ones(Pipeline pipeline) {
        String key = "orders-create/2025/report_2025-12-21.csv";
        bucket.put(key, "orders_id,order_status\n1,NEW\n2,NEW\n3,NEW\n");
        pipeline.run(orders);
        bucket.replace(key, "orders_id,order_status\n3,DECLINED\n1,NEW\n");

        pipeline.run(orders);

        String name = bucket.name() + "/" + key;
        assertThat(pipeline.dataset())
                .table("orders_create")
                .comparingOnly("orders_id", "order_status", "_file_name", "_row_id")
                .containsExactlyDocuments("""
                        [{"orders_id": "3", "order_status": "DECLINED", "_file_name": "%1$s", "_row_id": 0},
                         {"orders_id": "1", "order_status": "NEW", "_file_name": "%1$s", "_row_id": 1}]""".formatted(name));
    }

    @Test
    void defect_6_after_a_crash_at_the_fifth_of_six_files_the_four_before_are_not_read_again(Pipeline pipeline) {
        OrderExports exports = OrderExports.ofRows(3);
        List<String> keys = exports.days(FIRST, 6)
                .map(day -> exports.key("orders-create", day))
                .toList();
        exports.days(FIRST, 6).forEach(day -> bucket.put(exports.key("orders-create", day), exports.file(day)));
        AtomicInteger extracted = new AtomicInteger();

        assertThatThrownBy(() -> pipeline.listener((step, loadId) -> {
                            if (step == LoadStep.EXTRACTED && extracted.incrementAndGet() == 5) {
                                throw new IllegalStateException("the process died here");
                            }
                        })
                        .run(orders))
                .hasStackTraceContaining("the process died here");
        assertThat(pipeline.dataset()).table("orders_create").hasRowCount(12);
        pipeline.run(orders);

        assertThat(pipeline.dataset()).table("orders_create").hasRowCount(18).hasNoDuplicates("_file_name", "_row_id");
        for (String key : keys.subList(0, 4)) {
            assertThat(bucket).wasRead(key, 1);
        }
        // the sixth may have been fetched ahead, and what was not committed is read again
        assertThat(bucket).wasRead(keys.get(4), 2);
    }

    @Test
    void defect_9_a_second_run_loads_nothing_twice(Pipeline pipeline) {
        OrderExports exports = OrderExports.ofRows(5);
        exports.days(FIRST, 2).forEach(day -> bucket.put(exports.key("orders-create", day), exports.file(day)));
        pipeline.run(orders);

        LoadInfo second = pipeline.run(orders);

        assertThat(second).hadNothingToLoad();
        assertThat(pipeline.dataset())
                .table("orders_create")
                .hasRowCount(10)
                .hasNoDuplicates("_file_name", "_row_id")
                .hasNoDuplicates("orders_id");
    }

    /** How long the state of a pipeline is that loaded a day of so many orders, and found nothing new afterwards. */
    private static long stateOfADay(Pipeline pipeline, int rows) {
        S3Bucket day = LocalS3.shared().newBucket();
        String key = "orders-create/report_2025-12-19.csv";
        day.put(
                key,
                IntStream.range(0, rows).mapToObj(id -> id + ",NEW\n").collect(joining("", "orders_id,status\n", "")));
        Resource export = Exports.of(day, "orders-create");

        assertThat(pipeline.run(export)).merged("orders_create", rows);
        assertThat(pipeline.run(export)).hadNothingToLoad();

        assertThat(day).wasRead(key, 1);
        return number(pipeline, "SELECT max(length(state)) FROM _dlt_pipeline_state");
    }

    @Test
    void defect_10_19_000_rows_of_one_date_leave_no_more_to_compare_than_19(Workspace workspace) {
        Pipeline few = workspace.pipeline("few");
        Pipeline many = workspace.pipeline("many");

        long stateOfFew = stateOfADay(few.datasetName("few"), 19);
        long stateOfMany = stateOfADay(many.datasetName("many"), 19_000);

        assertThat(stateOfMany).isCloseTo(stateOfFew, within(24L));
        assertThat(many.datasetName("many").admin().files("orders_create")).hasSize(1);
        assertThat(number(many.datasetName("many"), "SELECT count(*) FROM _pipette_boundary"))
                .isZero();
    }

    private static long number(Pipeline pipeline, String sql) {
        return ((Number) pipeline.dataset().query(sql).result().getFirst().get(0)).longValue();
    }

    /** A row that counts how often it is looked at. */
    private static final class SeenRow extends AbstractMap<String, Object> {
        private final Map<String, Object> values;
        private final AtomicLong looks;

        SeenRow(int id, AtomicLong looks) {
            this.values = Map.of("id", id, "_file_date", "2025-12-19");
            this.looks = looks;
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            looks.incrementAndGet();
            return values.entrySet();
        }
    }

    /** How often the rows of one date are looked at in two runs that both read all of them, by a cursor of each row. */
    private static long looks(Pipeline pipeline, int rows) {
        AtomicLong looks = new AtomicLong();
        Resource orders = resource("orders").stream(
                        () -> IntStream.range(0, rows).mapToObj(id -> new SeenRow(id, looks)))
                .incremental(cursor("_file_date", LocalDate.class));

        assertThat(pipeline.run(orders)).appended("orders", rows);
        assertThat(pipeline.run(orders)).hadNothingToLoad();

        return looks.get();
    }

    @Test
    void defect_10_a_cursor_looks_at_each_of_19_000_rows_of_one_date_no_oftener_than_at_each_of_19(
            Workspace workspace) {
        long ofFew = looks(workspace.pipeline("few"), 19);
        long ofMany = looks(workspace.pipeline("many"), 19_000);

        assertThat(ofMany).isLessThanOrEqualTo(1_000 * ofFew);
    }

    @Test
    void a_prefix_without_files_succeeds(Pipeline pipeline) {
        bucket.put("orders-create/report_2025-12-21.csv", "orders_id\n1\n");

        LoadInfo load = pipeline.run(Exports.of(bucket, "prospects-create"), orders);

        assertThat(load).succeeded().loadedOnly("orders_create");
    }

    @Test
    void all_129_columns_are_text_under_plain_names_and_postcodes_keep_their_zeros(Pipeline pipeline) {
        OrderExports exports = OrderExports.ofRows(2);
        String header = String.join(",", exports.header());
        int postcode = exports.header().indexOf("billing_postcode");
        bucket.put(exports.key("orders-create", FIRST), exports.file(FIRST));
        bucket.put(
                "orders-create/report_2025-12-19.csv",
                header + "\n" + ",".repeat(postcode) + "05446"
                        + ",".repeat(exports.header().size() - postcode - 1) + "\n");

        pipeline.run(orders);

        assertThat(exports.header())
                .hasSize(129)
                .endsWith("Click ID", "Retries Left", "Hold Type ID", "Offer ID", "Processor ID");
        assertThat(pipeline.dataset())
                .table("orders_create")
                .hasColumns("click_id", "retries_left", "hold_type_id", "offer_id", "processor_id", "notes")
                .hasColumnOfType("total_amount", "text")
                .hasColumnOfType("orders_id", "text")
                .hasColumnOfType("refund_date", "text")
                .rowWhere("billing_postcode", "05446")
                .has("_file_date", "2025-12-19")
                .has("_client_id", "demo")
                .has("_row_id", 0);
    }

    @Test
    void compressed_exports_are_loaded_like_others_and_other_files_are_not(Pipeline pipeline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("orders_id\n007\n".getBytes(StandardCharsets.UTF_8));
        }
        bucket.put("orders-create/report_2025-12-21.csv.gz", bytes.toByteArray());
        bucket.put("orders-create/readme.txt", "no export");
        bucket.put("orders-create-old/report_2025-12-21.csv", "orders_id\n1\n");

        pipeline.run(orders);

        assertThat(pipeline.dataset())
                .table("orders_create")
                .column("orders_id")
                .containsExactly("007");
    }
}
