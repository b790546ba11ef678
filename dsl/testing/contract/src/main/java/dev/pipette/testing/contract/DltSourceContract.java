package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import org.junit.jupiter.api.Test;

/** A pipeline of dlt with two sources: each resource continues where it was begun. */
interface DltSourceContract {
    private static Resource events(String rows) {
        return json("events", rows).primaryKey("id").incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource users(String rows) {
        return json("users", rows).merge("id");
    }

    /** The table and the state of events belong to another source, "shop", as dlt writes them. */
    private static void loadedByDlt(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}]"), users("[{'id': 1}]"));
        TableSchema events = DltMade.schema(trial, "contract").table("events").orElseThrow();
        DltMade.schema(trial, schema -> schema.withoutTable("events"));
        DltMade.addSchema(trial, Schema.create("shop").withTable(events));
        DltMade.state(
                trial,
                state -> state.withSchema("shop")
                        .withResourceState("shop", "events", state.resourceState("contract", "events"))
                        .withoutResourceState("contract", "events"));
    }

    @Test
    default void a_resource_of_a_second_source_goes_on_where_it_was(Trial trial) {
        loadedByDlt(trial);

        LoadInfo info = trial.run(
                events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}, {'id': 3, 'at': 30, 'note': 'n'}]"),
                users("[{'id': 2}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(trial.rows("SELECT id FROM users ORDER BY id")).containsExactly("1", "2");
        assertThat(DltMade.cursor(trial, "shop", "events", "at").get("last_value"))
                .isEqualTo(30L);
        assertThat(DltMade.state(trial).resourceNames("contract")).doesNotContain("events");
        assertThat(info.packages()).hasSize(2);
        assertThat(trial.rows("SELECT schema_name FROM _dlt_loads ORDER BY load_id"))
                .containsExactly("contract", "shop", "contract");
        assertThat(DltMade.schema(trial, "shop").table("events").orElseThrow().columnNames())
                .contains("note");
        assertThat(DltMade.schema(trial, "contract").table("events")).isEmpty();
    }

    @Test
    default void a_resource_without_state_goes_on_in_the_schema_of_its_table(Trial trial) {
        trial.run(users("[{'id': 1}]"), json("logs", "[{'id': 1}]"));
        TableSchema logs = DltMade.schema(trial, "contract").table("logs").orElseThrow();
        DltMade.schema(trial, schema -> schema.withoutTable("logs"));
        DltMade.addSchema(trial, Schema.create("shop").withTable(logs));
        DltMade.state(trial, state -> state.withSchema("shop"));

        trial.run(json("logs", "[{'id': 2}]"));

        assertThat(trial.rows("SELECT id FROM logs ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT schema_name FROM _dlt_loads ORDER BY load_id"))
                .containsExactly("contract", "shop");
        assertThat(DltMade.schema(trial, "contract").table("logs")).isEmpty();
    }

    @Test
    default void a_resource_of_a_second_source_is_exported_and_dropped_there(Trial trial) {
        loadedByDlt(trial);

        var exported = trial.pipeline().admin().exportStateForDlt(java.util.Map.of());
        assertThat(exported.cursors()).hasSize(1);
        assertThat(DltMade.cursor(trial, "shop", "events", "at").get("unique_hashes"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains("Tp44cKMYfAuJiBfxLAqu");

        trial.pipeline().admin().drop("events");
        assertThat(trial.allTables()).contains("users").doesNotContain("events");
        assertThat(DltMade.schema(trial, "shop").table("events")).isEmpty();
        assertThat(DltMade.schema(trial, "contract").table("users")).isPresent();
    }

    @Test
    default void a_resource_that_two_sources_have_is_chosen_by_name(Trial trial) {
        loadedByDlt(trial);
        DltMade.state(
                trial, state -> state.withResourceState("contract", "events", state.resourceState("shop", "events")));
        Resource events = events("[{'id': 2, 'at': 20}, {'id': 3, 'at': 30}]");

        assertThatThrownBy(() -> trial.run(events))
                .hasMessage(
                        "[BAD_USAGE] resource events is in 2 sources of pipeline contract: contract and shop. Each has"
                                + " its own state and tables. Choose one: .inSource(\"contract\") (--source contract). Nothing was"
                                + " loaded.");

        trial.run(events.inSource("shop"));
        assertThat(DltMade.cursor(trial, "shop", "events", "at").get("last_value"))
                .isEqualTo(30L);
        assertThat(DltMade.cursor(trial, "contract", "events", "at").get("last_value"))
                .isEqualTo(20L);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }
}
