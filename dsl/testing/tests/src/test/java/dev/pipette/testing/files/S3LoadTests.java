package dev.pipette.testing.files;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.jsonlFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.s3;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.incremental.FileState;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import dev.pipette.testing.s3.S3Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daily exports in S3, loaded as they come: late, again, with other columns, and not at all. */
@LoadTest
class S3LoadTests {
    private static final LocalDate FIRST = LocalDate.parse("2025-12-19");

    private final LocalS3 s3 = LocalS3.shared();
    private final S3Bucket bucket = s3.newBucket();

    private FileLocation location(String keys) {
        return s3(bucket.name())
                .endpoint(s3.endpoint())
                .region(s3.region())
                .pathStyle()
                .credentials(s3.accessKey(), Secret.of(s3.secretKey()))
                .glob(keys);
    }

    private Resource orders() {
        return resource("orders").files(location("orders/**/*.csv"), csvFormat().allText(), FileState.ledger());
    }

    private static String key(int day) {
        return "orders/report_2025-12-" + day + ".csv";
    }

    private void put(int day, String rows) {
        bucket.put(key(day), "id,state\n" + rows);
    }

    /** The keys of the objects that were read since this was asked last. */
    private List<String> read() {
        List<String> read = bucket.requests().stream()
                .filter(request -> request.kind() == S3Request.Kind.GET)
                .map(S3Request::key)
                .distinct()
                .sorted()
                .toList();
        bucket.forgetRequests();
        return read;
    }

    private static List<String> ids(Pipeline pipeline) {
        return assertThat(pipeline.dataset()).table("orders").column("id").actual().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    @Test
    void what_is_loaded_is_not_read_again(Pipeline pipeline) {
        put(19, "1,open\n");
        put(20, "2,open\n");
        pipeline.run(orders());
        assertThat(read()).containsExactly(key(19), key(20));

        assertThat(pipeline.run(orders())).hadNothingToLoad();

        assertThat(read()).isEmpty();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int at = 0; at < namesAndTexts.length; at += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[at]));
                zip.write(namesAndTexts[at + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void an_archive_whose_members_are_loaded_is_not_read_again(Pipeline pipeline) throws IOException {
        Resource orders = resource("orders")
                .files(location("zips/*.zip!/*.csv"), csvFormat().allText(), FileState.ledger());
        bucket.put("zips/a.zip", zip("1.csv", "id\n1\n", "2.csv", "id\n2\n"));
        pipeline.run(orders);
        assertThat(read()).containsExactly("zips/a.zip");

        assertThat(pipeline.run(orders)).hadNothingToLoad();
        assertThat(read()).isEmpty();

        bucket.put("zips/b.zip", zip("1.csv", "id\n3\n"));
        pipeline.run(orders);
        assertThat(read()).containsExactly("zips/b.zip");
        assertThat(ids(pipeline)).containsExactly("1", "2", "3");
    }

    @Test
    void a_late_file_is_loaded_though_newer_ones_are(Pipeline pipeline) {
        put(20, "2,open\n");
        bucket.appearsAfter(key(19), "id,state\n1,late\n", 1);
        pipeline.run(orders());

        assertThat(pipeline.run(orders())).appended("orders", 1);

        assertThat(ids(pipeline)).containsExactly("1", "2");
        assertThat(bucket).hasNoFaultsLeft();
    }

    @Test
    void a_file_that_was_stored_again_with_fewer_rows_replaces_all_of_its_rows(Pipeline pipeline) {
        put(19, "1,open\n2,open\n3,open\n");
        put(20, "4,open\n");
        pipeline.run(orders());
        bucket.replace(key(19), "id,state\n3,paid\n");
        read();

        pipeline.run(orders());

        assertThat(read()).containsExactly(key(19));
        assertThat(pipeline.dataset())
                .table("orders")
                .comparingOnly("id", "state", "_row_id")
                .containsExactlyDocuments("""
                        [{"id": "3", "state": "paid", "_row_id": 0}, {"id": "4", "state": "open", "_row_id": 0}]""");
    }

    @Test
    void a_file_that_vanishes_between_listing_and_reading_is_left_out_and_told(Pipeline pipeline) {
        put(19, "1,open\n");
        put(20, "2,open\n");
        bucket.vanishesAfterListing(key(19));

        LoadInfo info = pipeline.run(orders());

        assertThat(info)
                .appended("orders", 1)
                .hasNote(bucket.name() + "/" + key(19) + " was listed and is not there any more; it was left out");
        assertThat(ids(pipeline)).containsExactly("2");
    }

    @Test
    void a_file_that_is_replaced_between_listing_and_reading_is_remembered_as_it_was_read(Pipeline pipeline) {
        put(19, "1,open\n");
        bucket.isReplacedAfterListing(key(19), "id,state\n1,paid\n2,paid\n");

        pipeline.run(orders());

        assertThat(ids(pipeline)).containsExactly("1", "2");
        assertThat(pipeline.run(orders())).hadNothingToLoad();
    }

    @Test
    void a_new_column_in_the_middle_of_history_is_empty_before(Pipeline pipeline) {
        put(19, "1,open\n");
        pipeline.run(orders());
        bucket.put(key(20), "id,Upsell ID,state\n2,007,open\n");

        pipeline.run(orders());

        assertThat(pipeline.dataset())
                .table("orders")
                .comparingOnly("id", "upsell_id")
                .containsExactlyDocuments("""
                        [{"id": "1", "upsell_id": null}, {"id": "2", "upsell_id": "007"}]""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,state\n", "\ufeffid,state\r\n", ""})
    void a_file_without_rows_is_remembered_and_loads_nothing(String text, Pipeline pipeline) {
        bucket.put(key(19), text);
        put(20, "1,open\n");
        pipeline.run(orders());
        read();

        assertThat(pipeline.run(orders())).hadNothingToLoad();

        assertThat(ids(pipeline)).containsExactly("1");
        assertThat(read()).isEmpty();
        assertThat(pipeline.admin().files("orders"))
                .extracting(file -> file.rows())
                .containsExactly(0L, 1L);
    }

    @Test
    void an_empty_prefix_is_nothing_to_load(Pipeline pipeline) {
        assertThat(pipeline.run(orders())).hadNothingToLoad();
    }

    @Test
    void a_pattern_that_finds_nothing_is_an_error_where_nothing_is_remembered(Pipeline pipeline) {
        Resource all = resource("orders").files(location("orders/*.csv"), csvFormat());

        assertThatRun(() -> pipeline.run(all))
                .failsWith(ErrorCode.SOURCE_MISSING)
                .hasMessage("[SOURCE_MISSING] resource orders: nothing matches " + bucket.uri("orders/*.csv")
                        + ". Correct the pattern, or wait for the files.");
    }

    @Test
    void all_files_are_read_in_each_run_where_nothing_is_remembered(Pipeline pipeline) {
        put(19, "1,open\n");
        Resource all =
                resource("orders").files(location("orders/*.csv"), csvFormat()).replace();
        pipeline.run(all);
        put(20, "2,open\n");

        assertThat(pipeline.run(all)).replaced("orders", 2);
    }

    @Test
    void the_newest_date_is_remembered_and_late_files_within_a_period_are_taken(Pipeline pipeline) {
        Resource orders = resource("orders")
                .files(
                        location("orders/*.csv"),
                        csvFormat().allText(),
                        FileState.lastFileDate(FIRST).lateBy(Period.ofDays(2)));
        put(18, "0,too old\n");
        put(23, "4,open\n");
        pipeline.run(orders);
        put(20, "1,too late\n");
        put(21, "2,late\n");
        read();

        pipeline.run(orders);

        assertThat(read()).containsExactly(key(21), key(23));
        assertThat(ids(pipeline)).containsExactly("2", "4");
        assertThat(pipeline.state()).hasValue("orders", "last_file_date", "2025-12-23");
    }

    @Test
    void a_run_that_breaks_at_file_5_of_6_has_committed_the_4_before_it(Pipeline pipeline) {
        for (int day = 19; day <= 24; day++) {
            put(day, day + ",open\n");
        }
        bucket.failsOnce(key(23), 403);
        Resource orders = orders().commitEvery(1);

        assertThatRun(() -> pipeline.run(orders)).failsWith(ErrorCode.SOURCE_AUTH);
        assertThat(ids(pipeline)).containsExactly("19", "20", "21", "22");
        read();
        assertThat(pipeline.run(orders)).loaded("orders", 2);

        assertThat(read()).containsExactly(key(23), key(24));
        assertThat(ids(pipeline)).containsExactly("19", "20", "21", "22", "23", "24");
    }

    /** Breaks off when a step is reached the n-th time. */
    private static final class AtTime implements LoadListener {
        private final LoadStep step;
        private int left;

        AtTime(LoadStep step, int time) {
            this.step = step;
            this.left = time;
        }

        @Override
        public void reached(LoadStep reached, String loadId) {
            if (reached == step && --left == 0) {
                throw new IllegalStateException("broken off");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEALED", "COMMITTED"})
    void a_run_that_dies_in_its_5th_step_is_finished_by_the_next(
            LoadStep step, Pipeline pipeline, Workspace workspace) {
        for (int day = 19; day <= 24; day++) {
            put(day, day + ",open\n");
        }
        Resource orders = orders().commitEvery(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> pipeline.listener(new AtTime(step, 5)).run(orders));
        read();

        workspace.onAnotherMachine(pipeline).run(orders);

        assertThat(read()).isSubsetOf(key(23), key(24)).contains(key(24));
        assertThat(ids(pipeline)).containsExactly("19", "20", "21", "22", "23", "24");
    }

    @Test
    void downloads_that_are_cut_damaged_and_refused_load_the_same(Pipeline pipeline) {
        put(19, "1,open\n2,open\n");
        put(20, "3,open\n");
        put(21, "4,open\n");
        bucket.cutsAfter(key(19), 11);
        bucket.damagesOnce(key(20));
        bucket.failsOnce(key(21), 503);
        bucket.failsListingOnce(500);

        assertThat(pipeline.run(orders())).appended("orders", 4);

        assertThat(ids(pipeline)).containsExactly("1", "2", "3", "4");
        assertThat(bucket).hasNoFaultsLeft().wasRead(key(19), 2).wasRead(key(20), 2);
    }

    @Test
    void compressed_objects_and_json_lines_are_read(Pipeline pipeline) throws IOException {
        bucket.put("orders/1.csv.gz", packed("id,zip\n1,05446\n", true));
        bucket.put("orders/2.csv.zst", packed("id,zip\n2,10001\n", false));
        bucket.put("events/1.jsonl.gz", packed("{\"id\": 1, \"tags\": [\"a\"]}\n", true));

        pipeline.run(
                resource("orders")
                        .files(location("orders/*.csv.{gz,zst}"), csvFormat().allText(), FileState.ledger()),
                resource("events").files(location("events/**"), jsonlFormat(), FileState.ledger()));

        assertThat(pipeline.dataset()).table("orders").column("zip").containsExactlyInAnyOrder("05446", "10001");
        assertThat(pipeline.dataset()).table("events").hasRowCount(1);
        assertThat(pipeline.dataset()).table("events__tags").hasRowCount(1);
    }

    private static byte[] packed(String text, boolean gzip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void folders_of_objects_are_columns_and_their_text_may_be_of_another_encoding(Pipeline pipeline) {
        bucket.put(
                "lake/year=2024/region=S%C3%BCd/a.csv",
                "id;note\n1;gr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        bucket.put("lake/year=2025/region=Nord/b.csv", "id;note\n2;x\n".getBytes(StandardCharsets.ISO_8859_1));
        Resource lake = resource("lake")
                .files(location("lake/**/*.csv"), csvFormat().encoding("latin1"), FileState.ledger())
                .folderKeys();

        LoadInfo load = pipeline.run(lake);

        assertThat(load).appended("lake", 2);
        assertThat(load.notes()).singleElement().asString().contains("';' is taken for the delimiter");
        assertThat(pipeline.dataset())
                .table("lake")
                .hasColumnOfType("year", "bigint")
                .rowWhere("id", 1)
                .has("year", 2024)
                .has("region", "S\u00fcd")
                .has("note", "gr\u00f6\u00dfe");
    }

    @Test
    void a_ragged_row_is_refused_by_object_and_line_and_nothing_is_loaded(Pipeline pipeline) {
        put(19, "1,open\n");
        put(20, "2,open\n3\n");

        assertThatRun(() -> pipeline.run(orders()))
                .failsWith(ErrorCode.SOURCE_UNREADABLE)
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + bucket.name() + "/" + key(20)
                        + ", line 3: 1 fields, but the first line names 2 (\"3\"). Nothing of it was loaded.");

        assertThat(pipeline.dataset()).hasNoTable("orders");
    }

    /** The files below the folder of fetched ones, and all files that hold a row of an order. */
    private static List<String> leftOver(Workspace workspace) throws IOException {
        try (Stream<Path> files = Files.walk(workspace.home())) {
            List<String> left = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean fetched = StreamSupport.stream(file.spliterator(), false)
                        .anyMatch(part -> part.toString().equals("fetched"));
                if (fetched || new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(",open")) {
                    left.add(workspace.home().relativize(file).toString());
                }
            }
            return left;
        }
    }

    private void assertNothingIsLeft(Resource orders, Pipeline pipeline, Workspace workspace) throws IOException {
        assertThatRun(() -> pipeline.run(orders)).fails();

        assertThat(bucket).wasRead(key(19), 1).wasRead(key(20), 1).wasRead(key(21), 1);
        assertThat(leftOver(workspace)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_run_that_fails_leaves_nothing_on_the_disk_of_what_was_fetched(
            boolean rowByRow, Pipeline pipeline, Workspace workspace) throws IOException {
        put(19, "1,open\n");
        bucket.put(key(20), "id,state\n2\n");
        put(21, "3,open\n");

        assertNothingIsLeft(rowByRow ? orders().filter(row -> true) : orders(), pipeline, workspace);
    }

    @Test
    void nor_does_one_that_fails_in_its_own_code(Pipeline pipeline, Workspace workspace) throws IOException {
        for (int day = 19; day <= 21; day++) {
            put(day, day + ",open\n");
        }

        assertNothingIsLeft(
                orders().map(row -> {
                    throw new IllegalStateException("no such state");
                }),
                pipeline,
                workspace);
    }

    @Test
    void nor_does_one_whose_download_is_refused(Pipeline pipeline, Workspace workspace) throws IOException {
        put(19, "1,open\n");
        put(20, "2,open\n");
        put(21, "3,open\n");
        bucket.failsOnce(key(21), 403);

        assertNothingIsLeft(orders(), pipeline, workspace);
    }

    @Test
    void nor_does_a_step_that_fails_or_the_run_that_goes_on(Pipeline pipeline, Workspace workspace) throws IOException {
        put(19, "1,open\n");
        bucket.put(key(20), "id,state\n2\n");
        put(21, "3,open\n");
        Resource orders = orders().commitEvery(1);

        assertNothingIsLeft(orders, pipeline, workspace);
        bucket.replace(key(20), "id,state\n2,open\n");
        pipeline.run(orders);

        assertThat(leftOver(workspace)).isEmpty();
        assertThat(ids(pipeline)).containsExactly("1", "2", "3");
    }
}
