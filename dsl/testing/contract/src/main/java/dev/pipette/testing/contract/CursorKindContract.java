package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.CursorOptionContract.at;
import static dev.pipette.testing.contract.CursorOptionContract.ids;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.CursorInfo;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.contract.CursorOptionContract.Reader;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which type a cursor compares, what it does when its values change their type, and how it is read and set. */
interface CursorKindContract {
    private static Resource following(Reader reader, Trial trial, String rows) {
        return reader.events(trial, rows).incremental(Pipette.cursor("at"));
    }

    @ParameterizedTest
    @EnumSource
    default void numbers_are_one_kind_from_load_to_load(Reader reader, Trial trial) {
        trial.run(following(reader, trial, "id,at\n1,5\n"));
        trial.run(following(reader, trial, "id,at\n1,5\n2,5.5\n"));
        trial.run(following(reader, trial, "id,at\n2,5.5\n3,6\n4,5\n"));
        trial.run(following(reader, trial, "id,at\n3,6\n5,6\n6,6.25\n"));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "5", "6");
    }

    @Test
    default void numbers_of_java_are_compared_exactly(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 9007199254740992}]").incremental(Pipette.cursor("at")));
        trial.run(json("events", "[{'id': 1, 'at': 9007199254740992}, {'id': 2, 'at': 9007199254740992.5}]")
                .incremental(Pipette.cursor("at")));
        trial.run(json("events", "[{'id': 2, 'at': 9007199254740992.5}, {'id': 3, 'at': 9007199254740993}]")
                .incremental(Pipette.cursor("at")));

        assertThat(ids(trial)).containsExactly("1", "2", "3");
    }

    @Test
    default void texts_that_are_numbers_are_refused_and_compared_as_numbers_as_the_error_says(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': '9'}]").incremental(Pipette.cursor("at")));
        String later = "[{'id': 1, 'at': '9'}, {'id': 2, 'at': '10'}, {'id': 3, 'at': '11'}]";

        assertThatThrownBy(() -> trial.run(json("events", later).incremental(Pipette.cursor("at"))))
                .hasMessage(
                        "[TYPE_MISMATCH] resource events: cursor 'at' compares texts, and all of them are numbers, such"
                                + " as '9' and '10', which are the other way round as texts: rows would be left out. Nothing was"
                                + " loaded. Compare them as numbers: cursor(\"at\", Long.class), or --cursor at:integer (decimal"
                                + " for fractions).");
        trial.run(json("events", later).incremental(at()));
        trial.run(json("events", later).incremental(Pipette.cursor("at")));
        assertThat(ids(trial)).containsExactly("1", "2", "3");
        assertThat(trial.pipeline().admin().cursor("events").type()).isEqualTo("integer");

        trial.run(json("events", later).replace());
        trial.run(json("events", later).incremental(at()));

        assertThat(ids(trial)).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void a_declared_cursor_reads_texts_alike_whoever_reads_the_rows(Reader reader, Trial trial) {
        String rows = "id,at\n1,2025-01-31T06:00Z\n2,2025-01-31T05:00:00.5+00\n3,2025-01-31T07:00:00+0100\n";
        Cursor<Instant> instants = Pipette.cursor("at", Instant.class);
        trial.run(reader.events(trial, rows).incremental(instants));

        trial.run(reader.events(trial, rows + "4,2025-01-31T05:59Z\n5,2025-01-31T06:01Z\n")
                .incremental(instants));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "5");
        assertThatThrownBy(() -> trial.run(reader.events(trial, "id,at\n6,2025-01-31T08:00Z\n7,soon\n")
                        .incremental(instants)))
                .hasMessage("[TYPE_MISMATCH] resource events, row 2: the value 'soon' of cursor column 'at' cannot be"
                        + " compared with instants (2025-01-31T06:00:00Z). Make the values of the column alike with"
                        + " .map(..), or follow a column whose values are.");
    }

    @ParameterizedTest
    @EnumSource
    default void a_date_is_its_midnight_where_timestamps_follow(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,2025-01-30T00:00:00\n").incremental(Pipette.cursor("at")));
        trial.run(following(reader, trial, "id,at\n2,2025-01-31\n3,2025-01-29\n"));
        trial.run(following(reader, trial, "id,at\n2,2025-01-31T00:00:00\n4,2025-01-31T06:00:00\n"));

        assertThat(trial.rows("SELECT count(*) FROM events WHERE id = 3")).containsExactly("0");
        assertThat(trial.rows("SELECT DISTINCT id FROM events ORDER BY id")).containsExactly("1", "2", "4");
    }

    @Test
    default void where_a_cursor_stands_is_read_and_set(Trial trial) {
        String rows = "{'id': 1, 'at': 10}, {'id': 2, 'at': 20}, {'id': 3, 'at': 20}";
        trial.run(json("events", "[" + rows + "]").primaryKey("id").incremental(at()));

        CursorInfo found = trial.pipeline().admin().cursor("events");
        CursorInfo set = trial.pipeline().admin().setCursor("events", 15);

        assertThat(found)
                .hasToString("resource events: cursor at (integer, highest value) is at 20; 2 loaded rows are known by"
                        + " id.");
        assertThat(set.toString())
                .startsWith(
                        "resource events: cursor at (integer, highest value) was set to 15; no loaded row is known by"
                                + " its key. The next load takes the rows from this value on, those at the value included.");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(15L);
        trial.run(json("events", "[" + rows + "]").primaryKey("id").incremental(at()));
        assertThat(ids(trial)).containsExactly("1", "2", "2", "3", "3");
    }

    @Test
    default void a_cursor_is_set_only_to_what_it_can_compare(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 10}]").incremental(at()));

        assertThatThrownBy(() -> trial.pipeline().admin().setCursor("events", "2025-01-31"))
                .hasMessage(
                        "[BAD_USAGE] cursor 'at' of resource events cannot be set to '2025-01-31': it is at '10' and"
                                + " compares integers. Write the value like 1000, or say which type it has: --as timestamp. Nothing"
                                + " was changed.");
        assertThatThrownBy(() -> trial.pipeline().admin().setCursor("others", 1))
                .hasMessageStartingWith(
                        "[BAD_USAGE] resource others of pipeline contract has no cursor with a value in ");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(10L);
    }

    @Test
    default void a_cursor_is_not_set_while_a_package_waits(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 10}]").incremental(at()));
        trial.crash(LoadStep.SEALED, json("events", "[{'id': 2, 'at': 20}]").incremental(at()));

        assertThatThrownBy(() -> trial.pipeline().admin().setCursor("events", 5))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_PENDING));
    }

    @Test
    default void a_cursor_whose_values_get_another_type_goes_on_as_the_error_says(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 1738303200}]").incremental(Pipette.cursor("at")));
        Resource later = json("events", "[{'id': 2, 'at': '2025-02-01T06:00:00Z'}]")
                .incremental(Pipette.cursor("at", Instant.class));

        assertThatThrownBy(() -> trial.run(later))
                .hasMessage("[CURSOR_MISSING] resource events: cursor 'at' is at '1738303200', and now it compares"
                        + " instants (2025-01-31T06:00:00Z). The two cannot be compared. Load values of the type that it"
                        + " had, or set it to where it continues in the new one: pipeline.admin().setCursor(\"events\","
                        + " value), or pipette pipeline NAME cursor events --set 2025-01-31T06:00:00Z --as timestamp.");
        trial.pipeline().admin().setCursor("events", Instant.parse("2025-01-31T06:00:00Z"));
        assertThatThrownBy(() -> trial.run(later))
                .hasMessageEndingWith("or change the type of the column at the destination.");
        trial.execute("ALTER TABLE contract_data.events ALTER COLUMN \"at\" TYPE varchar");
        trial.run(later);
        trial.run(later);

        assertThat(trial.rows("SELECT id, \"at\" FROM events ORDER BY id"))
                .containsExactly("1 | 1738303200", "2 | 2025-02-01T06:00:00Z");
    }
}
