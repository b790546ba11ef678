package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.CursorOptionContract.at;
import static dev.pipette.testing.contract.CursorOptionContract.ids;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.testing.contract.CursorOptionContract.Reader;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A load in between that does not follow a resource's cursor says what becomes of it, and doubles no row. */
interface UnfollowedCursorContract {
    @ParameterizedTest
    @EnumSource
    default void a_replace_without_the_cursor_lets_it_go_on_from_the_replaced_rows(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n2,30\n").incremental(at()));

        LoadInfo replaced =
                trial.run(reader.events(trial, "id,at\n1,10\n2,20\n3,20\n").replace());
        trial.run(reader.events(trial, "id,at\n1,10\n2,20\n3,20\n4,20\n5,25\n").incremental(at()));

        assertThat(replaced.notes())
                .containsExactly("resource events: cursor 'at', which was at 30, is at 20 now, the highest value of the"
                        + " rows that replaced the others");
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    default void a_replace_knows_the_rows_by_the_key_of_the_cursor_and_in_its_direction(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at,name\n1,10,a\n")
                .incremental(at().lowest().deduplicatedBy("id")));
        trial.run(reader.events(trial, "id,at,name\n1,10,a\n2,20,b\n").replace());

        trial.run(reader.events(trial, "id,at,name\n1,10,A\n2,20,b\n3,9,c\n4,10,d\n")
                .incremental(at().lowest().deduplicatedBy("id")));

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "3 | c", "4 | d");
    }

    @Test
    default void rows_of_java_that_replace_others_are_known_as_a_whole(Trial trial) {
        String rows =
                "{'id': 1, 'at': '2025-12-24T06:00:00Z', 'tags': ['x']}, {'id': 2, 'at': '2025-12-24T06:00:00.123456Z'}";
        Resource following = json("events", "[" + rows + ", {'id': 3, 'at': '2025-12-24T07:00:00Z'}]")
                .incremental(Pipette.cursor("at", Instant.class));
        trial.run(json("events", "[{'id': 0, 'at': '2025-12-23T06:00:00Z'}]")
                .incremental(Pipette.cursor("at", Instant.class)));
        trial.run(json("events", "[{'id': 1, 'at': '2025-12-24T06:00:00Z', 'tags': ['x']}]")
                .replace());

        trial.run(following);
        trial.run(following);

        assertThat(ids(trial)).containsExactly("1", "2", "3");
        assertThat(trial.rows("SELECT value FROM events__tags")).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource
    default void a_cursor_that_replaced_rows_cannot_follow_is_forgotten_and_a_note_says_so(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(at()));

        LoadInfo replaced = trial.run(reader.events(trial, "id,at\n1,soon\n").replace());

        assertThat(replaced.notes())
                .containsExactly(
                        "resource events: cursor 'at', which was at 10, is forgotten, because the rows that"
                                + " replaced the others have no value by which it could continue; the next load by it takes all rows");
        assertThat(trial.pipeline().state().cursor("events", "at")).isEmpty();
        assertThat(ids(trial)).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    default void a_replace_by_the_cursor_is_gone_on_from_without_a_row_twice(Reader reader, Trial trial) {
        String rows = "id,at\n1,10\n2,20\n";
        trial.run(reader.events(trial, rows).replace().incremental(at()));

        trial.run(reader.events(trial, rows + "3,20\n").incremental(at()));

        assertThat(ids(trial)).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void an_append_without_the_cursor_says_that_it_left_it_where_it_was(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(at()));

        LoadInfo appended = trial.run(reader.events(trial, "id,at\n2,20\n"));

        assertThat(appended.notes())
                .containsExactly("resource events: cursor 'at' was not followed and is still at 10; the next load by it"
                        + " appends the rows beyond this value, also those that this load appended. To have each of"
                        + " them once, load by the cursor, or merge by a key");
    }
}
