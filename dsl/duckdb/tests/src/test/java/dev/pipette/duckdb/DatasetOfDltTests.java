package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.dlt.Digest128;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset that dlt 1.26 loaded is gone on with: rows, state, bookkeeping. */
class DatasetOfDltTests {
    @TempDir
    Path folder;

    private Scratch datasetOfDlt() throws IOException {
        Scratch scratch = new Scratch(folder, "crm");
        try (InputStream packed = new GZIPInputStream(Objects.requireNonNull(
                DatasetOfDltTests.class.getResourceAsStream("/dev/pipette/golden/crm_dlt.duckdb.gz")))) {
            Files.copy(packed, scratch.database());
        }
        return scratch;
    }

    private static Pipeline crm(Scratch scratch) {
        return pipeline("crm_dlt", duckdb(scratch.database()))
                .datasetName("crm")
                .home(scratch.folder().resolve("home"));
    }

    private static Resource events(List<Map<String, Object>> rows) {
        return resource("events")
                .rows(rows)
                .primaryKey("id")
                .incremental(cursor("updated_at", Instant.class).startingAt(Instant.parse("2024-01-01T00:00:00Z")));
    }

    @Test
    void a_dataset_that_dlt_loaded_is_gone_on_with() throws IOException {
        Scratch scratch = datasetOfDlt();
        Resource events = events(List.of(
                Map.of("id", 2, "updated_at", "2024-01-03T00:00:00Z", "v", 2),
                Map.of("id", 3, "updated_at", "2024-01-04T00:00:00Z", "v", 3.25),
                Map.of("id", 4, "updated_at", "2024-01-04T00:00:00Z", "v", 4),
                Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5.5)));
        Resource users = resource("users").json("""
                        {"id": 2, "name": "Bob", "tags": ["f"], "email": "bob@example.org",
                         "orders": [{"sku": "y", "qty": 2, "lines": [{"n": 1}, {"n": 2}]}]}
                        """).merge("id");

        LoadInfo info = crm(scratch).run(events, users);

        assertThat(scratch.rows("SELECT id, updated_at, v FROM events ORDER BY id"))
                .containsExactly(
                        "1 | 2024-01-02 00:00:00+00 | 1.5",
                        "2 | 2024-01-03 00:00:00+00 | 2.0",
                        "3 | 2024-01-04 00:00:00+00 | 3.25",
                        "4 | 2024-01-04 00:00:00+00 | 4.0",
                        "5 | 2024-01-05 00:00:00+00 | 5.5");
        assertThat(scratch.rows("SELECT id, name, addr__city, vip, email FROM users ORDER BY id"))
                .containsExactly("1 | Ann | Oslo | NULL | NULL", "2 | Bob | NULL | NULL | bob@example.org");
        assertThat(scratch.rows("SELECT u.id, t._dlt_list_idx, t.value FROM users__tags t"
                        + " JOIN users u ON u._dlt_id = t._dlt_root_id AND u._dlt_id = t._dlt_parent_id ORDER BY 1, 2"))
                .containsExactly("1 | 0 | a", "1 | 1 | b", "2 | 0 | f");
        assertThat(scratch.rows("SELECT u.id, o.sku, o.qty, l._dlt_list_idx, l.n FROM users__orders__lines l"
                        + " JOIN users__orders o ON o._dlt_id = l._dlt_parent_id"
                        + " JOIN users u ON u._dlt_id = l._dlt_root_id AND u._dlt_id = o._dlt_parent_id ORDER BY 4"))
                .containsExactly("2 | y | 2 | 0 | 1", "2 | y | 2 | 1 | 2");
        assertThat(info.schemaChanges()).containsExactly("column users.email text was added");
    }

    @Test
    void the_bookkeeping_of_dlt_goes_on() throws IOException {
        Scratch scratch = datasetOfDlt();
        Resource events = events(List.of(Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5.5, "note", "n")));

        LoadInfo info = crm(scratch).run(events);

        String loadId = info.packages().getFirst().loadId();
        assertThat(scratch.rows("SELECT version, engine_version, _dlt_load_id = '" + loadId
                        + "' FROM _dlt_pipeline_state ORDER BY version"))
                .containsExactly("1 | 4 | false", "2 | 4 | false", "3 | 4 | true");
        StateDocument state =
                StateDocument.decode(scratch.rows("SELECT state FROM _dlt_pipeline_state WHERE version = 3")
                        .getFirst());
        assertThat(state.version()).isEqualTo(3);
        assertThat(state.versionHash()).isEqualTo(state.hash());
        assertThat(state.schemaNames()).containsExactly("crm");
        assertThat(state.resourceState("crm", "users"))
                .containsExactly(Map.entry("runs", 2L), Map.entry("last_file_date", "2025-12-19"));
        assertThat(state.resourceState("crm", "events").toString())
                .isEqualTo("{incremental={updated_at={initial_value=2024-01-01T00:00:00Z,"
                        + " last_value=2024-01-05T00:00:00Z, unique_hashes=[mSlPEiqP9O6/JxtiJhFD, tIXXf9wiHssyAgHEzQnu],"
                        + " start_value=2024-01-04T00:00:00Z, x-pipette={key=[id]}}}}");

        assertThat(scratch.rows("SELECT version, schema_name FROM _dlt_version ORDER BY version"))
                .containsExactly("2 | crm", "3 | crm", "4 | crm");
        Schema before = schema(scratch, 3);
        Schema after = schema(scratch, 4);
        assertThat(after.previousHashes().getFirst()).isEqualTo(before.versionHash());
        assertThat(after.previousHashes().subList(1, after.previousHashes().size()))
                .isEqualTo(before.previousHashes());
        assertThat(scratch.rows("SELECT schema_name, status, schema_version_hash = '" + after.versionHash()
                        + "' FROM _dlt_loads ORDER BY load_id"))
                .containsExactly("crm | 0 | false", "crm | 0 | false", "crm | 0 | true");
        assertThat(after.table("users")).isEqualTo(before.table("users"));
        assertThat(after.table("events").orElseThrow().columnNames())
                .containsExactly("id", "updated_at", "v", "_dlt_load_id", "_dlt_id", "note");
    }

    private static Schema schema(Scratch scratch, int version) {
        return Schema.fromJson(scratch.rows("SELECT schema FROM _dlt_version WHERE version = " + version)
                .getFirst());
    }

    /** dlt keeps digests of the rows at the boundary in its state; they count until the cursor moves on. */
    @Test
    void a_row_that_dlt_loaded_at_the_boundary_is_never_loaded_again() throws IOException {
        Scratch scratch = datasetOfDlt();
        Map<String, Object> three = Map.of("id", 3, "updated_at", "2024-01-04T00:00:00Z", "v", 3.25);
        Map<String, Object> four = Map.of("id", 4, "updated_at", "2024-01-04T00:00:00Z", "v", 4);
        Map<String, Object> five = Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5);

        boolean nothingNew = crm(scratch).run(events(List.of(three))).nothingNew();
        crm(scratch).run(events(List.of(three, four)));
        crm(scratch).run(events(List.of(three, four)));
        crm(scratch).run(events(List.of(three, four, five)));
        crm(scratch).run(events(List.of(four, five)));

        assertThat(nothingNew).isTrue();
        assertThat(scratch.rows("SELECT id, count(*) FROM events GROUP BY id ORDER BY id"))
                .containsExactly("1 | 1", "2 | 1", "3 | 1", "4 | 1", "5 | 1");
    }

    @Test
    void the_digests_of_rows_that_pipette_adds_join_those_of_dlt() throws IOException {
        Scratch scratch = datasetOfDlt();
        List<Object> before = digests(scratch, 2);

        crm(scratch)
                .run(events(List.of(
                        Map.of("id", 3, "updated_at", "2024-01-04T00:00:00Z", "v", 3.25),
                        Map.of("id", 4, "updated_at", "2024-01-04T00:00:00Z", "v", 4))));

        List<Object> after = new ArrayList<>(before);
        after.addAll(List.of(Digest128.of("4"), Digest128.of("[4]")));
        assertThat(before).hasSize(1);
        assertThat(digests(scratch, 3)).hasSize(3).containsAll(after);
    }

    @Test
    void names_and_times_are_those_of_dlt_and_the_cursor_stays_as_it_is_written() throws IOException {
        Scratch scratch = datasetOfDlt();

        LoadInfo info = crm(scratch)
                .run(events(List.of(
                        Map.of("id", 5, "updated_at", "2024-01-04 13:00:00", "Złoty", 1),
                        Map.of("id", 6, "updated_at", "2024-01-04 12:00:00"))));

        assertThat(scratch.rows("SELECT id, updated_at, z_oty FROM events WHERE id > 4 ORDER BY id"))
                .containsExactly("5 | 2024-01-04 13:00:00+00 | 1", "6 | 2024-01-04 12:00:00+00 | NULL");
        assertThat(scratch.rows("SELECT state FROM _dlt_pipeline_state WHERE version = 3"))
                .first()
                .extracting(StateDocument::decode)
                .extracting(state -> state.resourceState("crm", "events").toString())
                .asString()
                .contains("last_value=2024-01-04 13:00:00,");
        assertThat(info.notes())
                .containsExactly("column events.updated_at holds instants, in a schema that dlt made: times without an"
                        + " offset were taken as UTC, as dlt does");
    }

    private static List<Object> digests(Scratch scratch, int version) {
        StateDocument state =
                StateDocument.decode(scratch.rows("SELECT state FROM _dlt_pipeline_state WHERE version = " + version)
                        .getFirst());
        Map<?, ?> cursors = (Map<?, ?>)
                Objects.requireNonNull(state.resourceState("crm", "events").get("incremental"));
        Map<?, ?> cursor = (Map<?, ?>) Objects.requireNonNull(cursors.get("updated_at"));
        return new ArrayList<>((List<?>) Objects.requireNonNull(cursor.get("unique_hashes")));
    }

    @Test
    void a_row_that_dlt_loaded_is_known_again_in_a_csv_file() throws IOException {
        Scratch scratch = datasetOfDlt();
        Path file = scratch.file("events.csv", """
                id,updated_at,v
                3,2024-01-04T00:00:00Z,3.25
                4,2024-01-04T00:00:00Z,4
                """);
        Resource events = csv("events", file).primaryKey("id").incremental(cursor("updated_at", Instant.class));

        crm(scratch).run(events);
        crm(scratch).run(events);

        assertThat(scratch.rows("SELECT id, v FROM events WHERE id > 2 ORDER BY id"))
                .containsExactly("3 | 3.25", "4 | 4.0");
    }
}
