package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.RowSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What identifies a row without a key, and which of two digests it is. */
class RowIdentityTests {
    private static final Map<String, Object> ROW = Map.of("id", 1L, "name", "Ann");

    /** That DuckDB computed of the row in its file. */
    private static final String OF_FILE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static String inJava() {
        RowDigest digest = new RowDigest(UnaryOperator.identity());
        digest.of(ROW);
        return digest.hex();
    }

    private static ResourcePlan resource(boolean onceARun) {
        return ResourcePlan.builder()
                .name("orders")
                .tableName("orders")
                .source(new RowSource.Supplied(context -> Stream.of()))
                .writeDisposition(new WriteDisposition.Append())
                .deduplicatesWithinRun(onceARun)
                .build();
    }

    private static UUID uuid(String hex) {
        return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    private static boolean isLoaded(String digest, String... loaded) {
        List<UUID> keys = Stream.of(loaded).map(RowIdentityTests::uuid).toList();
        try (KnownRows known = new KnownRows((count, key) -> {
            count.accept(keys.size());
            keys.forEach(key);
        })) {
            RowIdentity identity = new RowIdentity(resource(false), List.of(), known, UnaryOperator.identity());
            identity.begin(ROW, 1, digest);
            return identity.isLoaded();
        }
    }

    @Test
    void a_row_of_a_file_is_known_by_the_digest_of_the_file() {
        assertThat(isLoaded(OF_FILE, OF_FILE)).isTrue();
        assertThat(isLoaded(OF_FILE, OF_FILE.replace('f', 'e'))).isFalse();
        assertThat(isLoaded("", OF_FILE)).isFalse();
    }

    /** Versions before this digest committed the digest of Java for files that Java read. */
    @Test
    void a_row_of_a_file_is_known_by_the_digest_that_an_earlier_version_committed() {
        assertThat(isLoaded(OF_FILE, inJava())).isTrue();
        assertThat(isLoaded("", inJava())).isTrue();
    }

    @Test
    void a_row_is_known_by_the_names_of_its_columns_and_as_earlier_versions_knew_it_by_its_keys() {
        List<UUID> keys = List.of(uuid(inJava()));
        try (KnownRows known = new KnownRows((count, key) -> {
            count.accept(1);
            keys.forEach(key);
        })) {
            RowIdentity identity =
                    new RowIdentity(resource(false), List.of(), known, name -> name.replace("title", "name"));
            identity.begin(Map.of("id", 1L, "title", "Ann"), 1, "");
            assertThat(identity.isLoaded()).isTrue();
            identity.begin(Map.of("id", 2L, "title", "Ann"), 1, "");
            assertThat(identity.isLoaded()).isFalse();

            RowIdentity renamed = new RowIdentity(resource(false), List.of(), known, name -> name + "_");
            renamed.begin(ROW, 1, "");
            assertThat(renamed.isLoaded()).isTrue();
        }
    }

    @Test
    void a_row_is_packed_with_one_digest_and_with_another_for_equal_rows_of_a_run() {
        RowIdentity usual = new RowIdentity(resource(false), List.of(), null, UnaryOperator.identity());
        usual.begin(ROW, 1, OF_FILE);
        assertThat(usual.hidden()).containsOnly(Map.entry("_pipette_row_key", OF_FILE));
        usual.begin(ROW, 2, "");
        assertThat(usual.hidden()).containsOnly(Map.entry("_pipette_row_key", inJava()));

        RowIdentity once = new RowIdentity(resource(true), List.of(), null, UnaryOperator.identity());
        once.begin(ROW, 1, OF_FILE);
        assertThat(once.hidden())
                .containsOnly(Map.entry("_pipette_row_key", OF_FILE), Map.entry("_pipette_equal_key", inJava()));
        once.begin(ROW, 2, "");
        assertThat(once.hidden()).containsOnly(Map.entry("_pipette_row_key", inJava()));
    }
}
