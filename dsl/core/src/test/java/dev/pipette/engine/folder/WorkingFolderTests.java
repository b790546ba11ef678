package dev.pipette.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a load package, each of which follows from the folder alone, also where a step was broken off. */
class WorkingFolderTests {
    private static final String FIRST = "1000.1";
    private static final String SECOND = "1000.2";

    @TempDir
    Path home;

    private WorkingFolder working;

    @BeforeEach
    void prepare() {
        working = new WorkingFolder(home.resolve("shop"));
        working.prepare();
    }

    /** What another process sees. */
    private WorkingFolder again() {
        return new WorkingFolder(home.resolve("shop"));
    }

    private static Manifest manifest(String loadId) {
        return new Manifest(
                4,
                loadId,
                "shop",
                "duckdb:shop",
                "main",
                "shop",
                0,
                "2025-12-24T12:00:00Z",
                List.of(),
                List.of(),
                null);
    }

    private SealedPackage sealed(String loadId) throws IOException {
        Path path = working.packages().make(loadId);
        Files.writeString(path.resolve("orders.0.parquet"), "rows");
        return working.packages().seal(path, manifest(loadId), () -> {});
    }

    private List<String> waiting() {
        return ids(again().packages().waiting());
    }

    private static List<String> ids(List<SealedPackage> packages) {
        return packages.stream().map(SealedPackage::loadId).toList();
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> paths = Files.list(home.resolve("shop").resolve("packages"))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void breakOff() {
        throw new IllegalStateException("the process died here");
    }

    @Test
    void an_open_package_does_not_wait_and_is_cleaned() throws IOException {
        Files.writeString(working.packages().make(FIRST).resolve("orders.0.parquet"), "rows");

        assertThat(waiting()).isEmpty();
        assertThat(again().packages().find(FIRST)).isEmpty();

        again().packages().clean(true);
        assertThat(folders()).isEmpty();
    }

    @Test
    void a_package_that_was_not_sealed_to_the_end_is_none() throws IOException {
        Path path = working.packages().make(FIRST);

        assertThatThrownBy(() -> working.packages().seal(path, manifest(FIRST), WorkingFolderTests::breakOff))
                .isInstanceOf(IllegalStateException.class);

        assertThat(path.resolve("manifest.json.draft")).exists();
        assertThat(waiting()).isEmpty();
        again().packages().clean(false);
        assertThat(folders()).isEmpty();
    }

    @Test
    void sealed_packages_wait_oldest_first_and_cleaning_leaves_them() throws IOException {
        sealed(SECOND);
        sealed(FIRST);

        again().packages().clean(false);

        assertThat(waiting()).containsExactly(FIRST, SECOND);
        assertThat(again().packages().waiting()).noneMatch(SealedPackage::committed);
        assertThat(again().packages().find(SECOND).orElseThrow().manifest()).isEqualTo(manifest(SECOND));
    }

    @Test
    void a_committed_package_belongs_to_the_run_until_the_run_is_acknowledged() throws IOException {
        SealedPackage marked = working.packages().mark(sealed(FIRST));

        assertThat(marked.committed()).isTrue();
        assertThat(again().packages().waiting()).singleElement().matches(SealedPackage::committed);
        again().packages().clean(false);
        assertThat(waiting()).as("the run has not come to its end").containsExactly(FIRST);

        assertThat(working.packages().acknowledge(List.of(FIRST))).isEmpty();
        assertThat(waiting()).as("the run has happened").isEmpty();
        assertThat(folders())
                .as("and its packages are there until they are cleaned")
                .containsExactly(FIRST);

        again().packages().clean(false);
        assertThat(folders()).isEmpty();
    }

    @Test
    void packages_of_runs_that_have_happened_are_kept_where_that_is_asked_for() throws IOException {
        working.packages().mark(sealed(FIRST));
        sealed(SECOND);
        working.packages().acknowledge(List.of(FIRST));

        again().packages().clean(true);

        assertThat(ids(again().packages().kept())).containsExactly(FIRST);
        assertThat(again().packages().find(FIRST)).isPresent();
        assertThat(waiting()).containsExactly(SECOND);

        again().packages().putAway(again().packages().waiting().getFirst(), true);
        assertThat(ids(again().packages().kept())).containsExactly(FIRST, SECOND);
        assertThat(folders()).isEmpty();
    }

    @Test
    void a_package_that_is_put_away_and_not_kept_is_deleted() throws IOException {
        working.packages().putAway(working.packages().mark(sealed(FIRST)), false);

        assertThat(folders()).isEmpty();
        assertThat(again().packages().kept()).isEmpty();
    }

    @Test
    void a_quarantined_package_says_why_and_can_be_taken_back() throws IOException {
        working.packages().quarantine(sealed(FIRST), "the destination refuses its rows");

        SealedPackage aside = again().packages().quarantined().getFirst();
        assertThat(waiting()).isEmpty();
        assertThat(again().packages().reason(aside)).contains("the destination refuses its rows");
        again().packages().clean(false);
        assertThat(ids(again().packages().quarantined()))
                .as("nobody deletes it unasked")
                .containsExactly(FIRST);

        SealedPackage back = again().packages().takeBack(aside);
        assertThat(waiting()).containsExactly(FIRST);
        assertThat(again().packages().quarantined()).isEmpty();
        assertThat(again().packages().reason(back)).isEmpty();
        assertThat(again().packages().takeBack(back))
                .as("one that waits stays where it is")
                .isEqualTo(back);
    }

    @Test
    void a_quarantine_that_was_broken_off_before_the_move_leaves_the_package_waiting() throws IOException {
        SealedPackage waiting = sealed(FIRST);
        Files.writeString(waiting.folder().resolve("reason.txt"), "the destination refuses its rows");

        assertThat(waiting()).containsExactly(FIRST);
        again().packages().quarantine(waiting, "refused again");
        assertThat(again().packages().reason(again().packages().quarantined().getFirst()))
                .contains("refused again");
    }

    @Test
    void a_deletion_that_was_broken_off_leaves_nothing_that_could_be_loaded() throws IOException {
        SealedPackage waiting = sealed(FIRST);
        Files.delete(waiting.folder().resolve("manifest.json")); // what a deletion does first

        assertThat(waiting()).isEmpty();
        again().packages().clean(false);
        assertThat(folders()).isEmpty();
    }

    @Test
    void an_acknowledgement_that_was_broken_off_leaves_the_one_before() throws IOException {
        working.packages().mark(sealed(FIRST));
        working.packages().acknowledge(List.of(FIRST));
        again().packages().clean(false); // as each run begins
        sealed(SECOND);
        Files.writeString(home.resolve("shop").resolve("acknowledged.json.draft"), "{\"loadIds\":[\"" + SECOND);

        assertThat(waiting()).containsExactly(SECOND);
        assertThat(again().packages().acknowledge(List.of(SECOND))).isEmpty();
        again().packages().clean(false);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void only_a_load_id_finds_a_package() throws IOException {
        sealed(FIRST);

        assertThat(again().packages().find("../packages/" + FIRST)).isEmpty();
        assertThat(again().packages().find("1000")).isEmpty();
    }

    @Test
    void what_a_newer_version_wrote_is_refused() throws IOException {
        SealedPackage waiting = sealed(FIRST);
        Path manifest = waiting.folder().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"format\"\\s*:\\s*4", "\"format\": 999"));

        assertThatThrownBy(() -> again().packages().waiting())
                .hasMessage("[WRITTEN_BY_NEWER_VERSION] the load package " + waiting.folder()
                        + " has format 999, and this version of Pipette knows 1 to " + Manifest.FORMAT
                        + ". Finish it with the version that wrote it.");

        Files.writeString(home.resolve("shop").resolve("version"), "2");
        assertThatThrownBy(() -> again().prepare())
                .hasMessage("[WRITTEN_BY_NEWER_VERSION] the working folder " + home.resolve("shop")
                        + " has layout 2, and this version of Pipette knows 1. Use the newer version, or another folder"
                        + " with --home.");
    }

    @Test
    void a_broken_package_in_quarantine_stops_no_run() throws IOException {
        working.packages().quarantine(sealed(FIRST), "broken");
        working.packages().quarantine(sealed(SECOND), "refused");
        Files.writeString(
                home.resolve("shop").resolve("quarantine").resolve(FIRST).resolve("manifest.json"), "{");

        assertThat(ids(again().packages().readableQuarantined())).containsExactly(SECOND);
        assertThatThrownBy(() -> again().packages().quarantined()).hasMessageContaining("manifest.json");
    }

    @Test
    void a_folder_that_is_deleted_knows_nothing() throws IOException {
        sealed(FIRST);
        assertThat(again().exists()).isTrue();

        again().deleteAll();

        assertThat(again().exists()).isFalse();
        assertThat(again().packages().kept()).isEmpty();
    }

    @Test
    void where_runs_go_is_remembered() {
        WorkingFolder.Binding binding = new WorkingFolder.Binding("duckdb:shop", "main", "warehouse");

        assertThat(again().binding()).isEmpty();
        working.bind(binding);

        assertThat(again().binding()).contains(binding);
    }
}
