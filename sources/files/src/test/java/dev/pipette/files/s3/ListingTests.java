package dev.pipette.files.s3;

import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import dev.pipette.testing.s3.S3Request;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingTests {
    private final S3Bucket bucket = LocalS3.shared().newBucket();

    private List<String> listed(String keys) {
        return Opened.keys(bucket, keys);
    }

    private List<String> named(String... keys) {
        return Stream.of(keys).map(key -> bucket.name() + "/" + key).toList();
    }

    private void put(String... keys) {
        Stream.of(keys).forEach(key -> bucket.put(key, "id\n1\n"));
    }

    @Test
    void the_store_is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(FileStore.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(FileStore::scheme))
                .containsExactly("s3", "http", "https");
    }

    @Test
    void an_object_is_listed_with_its_tag_size_and_time() {
        bucket.put("orders/1.csv", "id\n1\n", Instant.parse("2025-12-20T06:00:00Z"));
        StoredFile expected = new StoredFile(
                bucket.name() + "/orders/1.csv",
                bucket.entityTag("orders/1.csv").replace("\"", ""),
                5,
                Instant.parse("2025-12-20T06:00:00Z"));

        try (OpenLocation all = Opened.at(bucket, "orders/*.csv");
                OpenLocation one = Opened.at(bucket, "orders/1.csv")) {
            assertThat(all.list()).containsExactly(expected);
            assertThat(one.list()).containsExactly(expected);
        }
    }

    @Test
    void folders_are_crossed_by_two_stars_only() {
        put("orders/1.csv", "orders/2025/2.csv", "orders/2025/12/3.csv", "orders/2025/note.txt", "orders-old/4.csv");
        bucket.put("orders/2025/", "");

        assertThat(listed("orders/**/*.csv"))
                .isEqualTo(named("orders/1.csv", "orders/2025/12/3.csv", "orders/2025/2.csv"));
        assertThat(listed("orders/*.csv")).isEqualTo(named("orders/1.csv"));
        assertThat(listed("orders/**"))
                .isEqualTo(named("orders/1.csv", "orders/2025/12/3.csv", "orders/2025/2.csv", "orders/2025/note.txt"));
    }

    @Test
    void nothing_is_listed_where_nothing_is() {
        put("orders/1.csv");

        assertThat(listed("prospects/**/*.csv")).isEmpty();
        assertThat(listed("orders/2.csv")).isEmpty();
        assertThat(listed("orders/1")).isEmpty();
    }

    @Test
    void keys_of_any_characters_are_those_keys() {
        String[] keys = {"a b/ü+%2F&=.csv", "a b/[1].csv", "a b/😀.csv", "a b/\uffee.csv", "a b/a'b\"c<d>.csv"};
        put(keys);

        assertThat(listed("a b/**"))
                .isEqualTo(
                        named("a b/[1].csv", "a b/a'b\"c<d>.csv", "a b/ü+%2F&=.csv", "a b/\uffee.csv", "a b/😀.csv"));
        assertThat(listed("a b/ü+%2F&=.csv")).isEqualTo(named("a b/ü+%2F&=.csv"));
        assertThat(listed("a b/[1].csv")).isEqualTo(named("a b/[1].csv"));
        assertThat(listed("a b/\\[*.csv")).isEqualTo(named("a b/[1].csv"));
    }

    @Test
    void one_key_is_asked_for_and_not_listed() {
        put("orders/1.csv");

        assertThat(listed("orders/1.csv")).hasSize(1);

        assertThat(bucket.requests().stream().map(S3Request::toString)).containsExactly("HEAD orders/1.csv");
    }

    @Test
    void what_lies_deeper_than_a_pattern_is_not_listed_in_vain() {
        put("orders/1.csv", "orders/2.csv", "orders/3.csv");
        IntStream.range(0, 20).forEach(number -> put("orders/archive/" + number + ".csv"));
        bucket.listsInPagesOf(4);

        assertThat(listed("orders/*.csv")).hasSize(3);

        assertThat(bucket).wasListedInPages(1);
    }

    @Test
    void pages_of_one_folder_are_read_to_the_last() {
        IntStream.range(10, 20).forEach(number -> put("orders/" + number + ".csv"));
        bucket.listsInPagesOf(3);

        assertThat(listed("orders/*.csv")).hasSize(10).isSorted();

        assertThat(bucket).wasListedInPages(4);
    }

    @Test
    void folders_are_listed_at_once_where_they_are_more_than_a_page() {
        for (int folder = 0; folder < 5; folder++) {
            for (int file = 0; file < 7; file++) {
                put("orders/" + folder + "/" + file + ".csv");
            }
        }
        put("orders/0.csv", "orders/2.csv", "orders/9.csv", "orders/9.txt");
        bucket.listsInPagesOf(10);

        List<String> keys = listed("orders/**/*.csv");

        assertThat(keys).hasSize(38).isSorted().doesNotHaveDuplicates();
        // the folder that the first page had begun is gone on with, those before it are not listed again
        assertThat(bucket.requests().stream().map(S3Request::toString))
                .startsWith("LIST orders/", "LIST orders/")
                .contains("LIST orders/1/", "LIST orders/4/")
                .doesNotContain("LIST orders/0/");
    }

    @Test
    void more_folders_than_a_page_are_read_page_by_page() {
        IntStream.range(10, 30).forEach(number -> put("orders/" + number + "/x.csv"));
        bucket.listsInPagesOf(6);

        assertThat(listed("orders/**/*.csv")).hasSize(20).isSorted();
    }

    @Test
    void two_thousand_objects_are_listed_in_order() {
        IntStream.range(0, 2_000).forEach(number -> bucket.put("orders/" + number % 7 + "/" + number + ".csv", "x"));

        assertThat(listed("orders/**/*.csv")).hasSize(2_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_late_object_is_in_the_next_listing() {
        put("orders/2025-12-21.csv");
        bucket.appearsAfter("orders/2025-12-20.csv", "id\n0\n", 1);

        assertThat(listed("orders/*.csv")).isEqualTo(named("orders/2025-12-21.csv"));
        assertThat(listed("orders/*.csv")).isEqualTo(named("orders/2025-12-20.csv", "orders/2025-12-21.csv"));
    }

    @Test
    void a_page_that_is_refused_once_is_asked_for_again() {
        put("orders/1.csv", "orders/2.csv", "orders/3.csv");
        bucket.listsInPagesOf(2);
        bucket.failsListingOnce(503);
        bucket.failsListingOnce(500);

        assertThat(listed("orders/*.csv")).hasSize(3);

        assertThat(bucket).wasListedInPages(4).hasNoFaultsLeft();
    }
}
