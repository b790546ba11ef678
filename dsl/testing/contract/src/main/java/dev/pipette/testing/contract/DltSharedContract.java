package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.dlt.Digest128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In a dataset that dlt shares, each load tells dlt which rows at its cursors are loaded. */
interface DltSharedContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    private static void dltMade(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]").primaryKey("id"));
        DltMade.schema(trial, schema -> schema);
    }

    private static Set<String> digests(Trial trial) {
        List<?> digests = (List<?>)
                requireNonNull(DltMade.cursor(trial, "contract", "events", "at").get("unique_hashes"));
        return digests.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    private static String digest(String json) {
        return Digest128.of(json);
    }

    /** The digest of 2 is the one that dlt 1.26 recorded for this row: golden/incremental_boundary_pk.json. */
    @Test
    default void each_load_writes_the_digests_that_dlt_would(Trial trial) {
        dltMade(trial);

        trial.run(events("[{'id': 1, 'at': 10}, {'id': 9, 'at': 11}, {'id': 2, 'at': 20}]")
                .primaryKey("id"));
        assertThat(digests(trial))
                .contains("Tp44cKMYfAuJiBfxLAqu")
                .containsExactlyInAnyOrder(digest("2"), digest("[2]"));

        LoadInfo more =
                trial.run(events("[{'id': 2, 'at': 20}, {'id': 3, 'at': 20}]").primaryKey("id"));
        assertThat(digests(trial)).containsExactlyInAnyOrder(digest("2"), digest("[2]"), digest("3"), digest("[3]"));
        assertThat(more.notes()).isEmpty();
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3", "9");
        assertThat(trial.run(events("[{'id': 2, 'at': 20}, {'id': 3, 'at': 20}]")
                                .primaryKey("id"))
                        .nothingNew())
                .isTrue();
        assertThat(trial.pipeline().admin().exportStateForDlt(Map.of()).loadId())
                .isEmpty();
    }

    @Test
    default void a_row_that_dlt_would_know_as_a_whole_has_its_digest(Trial trial) {
        dltMade(trial);

        trial.run(events("[{'note': null, 'id': 2, 'at': 20}]"));

        assertThat(digests(trial)).containsExactly(digest("{\"at\":20,\"id\":2,\"note\":null}"));
    }

    /** A source of dlt yields times of pendulum's or plain ones, which dlt digests in two ways. */
    @Test
    default void a_row_with_a_time_has_both_digests_of_dlt(Trial trial) {
        dltMade(trial);
        Resource row = Pipette.resource("events")
                .rows(List.of(Map.of("id", 2, "at", 20L, "t", Instant.parse("2025-01-02T03:04:05Z"))))
                .incremental(Pipette.cursor("at", Long.class));

        trial.run(row);

        assertThat(digests(trial))
                .containsExactlyInAnyOrder(
                        digest("{\"at\":20,\"id\":2,\"t\":\"2025-01-02T03:04:05+00:00\"}"),
                        digest("{\"at\":20,\"id\":2,\"t\":\"2025-01-02T03:04:05Z\"}"));
    }

    @Test
    default void a_plain_time_that_dlt_loaded_is_known_again(Trial trial) {
        dltMade(trial);
        DltMade.state(
                trial,
                state -> state.withResourceState(
                        "contract",
                        "events",
                        Map.of(
                                "incremental",
                                Map.of(
                                        "at",
                                        Map.of(
                                                "last_value",
                                                20L,
                                                "unique_hashes",
                                                List.of(
                                                        digest(
                                                                "{\"at\":20,\"id\":2,\"t\":\"2025-01-02T03:04:05.000006Z\"}")))))));
        Resource row = Pipette.resource("events")
                .rows(List.of(Map.of("id", 2, "at", 20L, "t", Instant.parse("2025-01-02T03:04:05.000006Z"))))
                .incremental(Pipette.cursor("at", Long.class));

        assertThat(trial.run(row).nothingNew()).isTrue();
    }

    @Test
    default void a_file_with_a_key_is_digested_too(Trial trial) throws IOException {
        dltMade(trial);
        Path file = Files.writeString(
                Files.createDirectories(trial.folder()).resolve("events.csv"), "id,at\n1,10\n2,20\n3,20\n");

        trial.run(Pipette.csv("events", file).primaryKey("id").incremental(Pipette.cursor("at", Long.class)));

        assertThat(digests(trial)).containsExactlyInAnyOrder(digest("2"), digest("[2]"), digest("3"), digest("[3]"));
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void a_note_says_what_dlt_would_load_again(Trial trial) throws IOException {
        dltMade(trial);
        Path file =
                Files.writeString(Files.createDirectories(trial.folder()).resolve("events.csv"), "id,at\n2,20\n3,20\n");

        LoadInfo info = trial.run(Pipette.csv("events", file).incremental(Pipette.cursor("at", Long.class)));

        assertThat(digests(trial)).isEmpty();
        assertThat(info.notes())
                .containsExactly(
                        "resource events: dlt would load rows at cursor 'at' 20 again, because rows of a file have"
                                + " no digests of dlt without a key. Before dlt continues, say the columns of its primary_key:"
                                + " pipette pipeline contract export-state --for dlt --key events=id");

        trial.pipeline().admin().exportStateForDlt(Map.of("events", List.of("id")));
        assertThat(digests(trial)).containsExactlyInAnyOrder(digest("2"), digest("[2]"), digest("3"), digest("[3]"));
    }

    @Test
    default void a_dataset_of_pipette_that_was_exported_once_stays_ready_for_dlt(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]").primaryKey("id"));
        trial.run(events("[{'id': 2, 'at': 20}]").primaryKey("id"));
        assertThat(digests(trial)).isEmpty();
        trial.pipeline().admin().exportStateForDlt(Map.of());

        trial.run(events("[{'id': 2, 'at': 20}, {'id': 3, 'at': 30}]").primaryKey("id"));

        assertThat(digests(trial)).containsExactlyInAnyOrder(digest("3"), digest("[3]"));
    }
}
