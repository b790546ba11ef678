package dev.pipette.postgres;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.RunPlan;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only PostgreSQL has to do with a plan: rights, types of its own, tables that others hold. */
class PlanTests {
    @TempDir
    Path home;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();
    private final PostgresRole role = database.newRole();

    @AfterEach
    void drop() {
        database.close();
    }

    private Pipeline as(String user, String password) {
        Destination destination = postgres(database.url()).user(user).password(Secret.of(password));
        return pipeline("shop", destination).datasetName("shop").home(home);
    }

    private static Resource orders(String json) {
        return resource("orders").json(json).merge("id");
    }

    @Test
    void a_right_that_is_missing_is_a_note() {
        as(database.user(), database.password()).run(orders("[{\"id\": 1}]"));
        database.execute("GRANT USAGE ON SCHEMA shop TO " + role.name());
        database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA shop TO " + role.name());

        RunPlan plan = as(role.name(), role.password()).plan(orders("[{\"id\": 1}]"));

        assertThat(plan.table("orders").updated()).isEqualTo(1);
        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith(
                                "the destination may refuse what the plan shows: table shop.orders, rights: no right to"
                                        + " INSERT"));
    }

    @Test
    void two_spellings_of_one_uuid_are_one_key() {
        database.execute("CREATE SCHEMA shop");
        database.execute("CREATE TABLE shop.orders (id uuid NOT NULL, price numeric(12, 2))");
        database.execute("INSERT INTO shop.orders VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1)");

        RunPlan plan = as(database.user(), database.password())
                .plan(orders("[{\"id\": \"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\", \"price\": 2}]"));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.table("orders").updated()).isEqualTo(1);
    }

    @Test
    void rare_keys_are_compared_as_in_the_load() {
        Pipeline shop = as(database.user(), database.password());
        List<Object> keys = List.of(
                LocalDate.of(12_345, 1, 2),
                LocalDate.of(-44, 3, 15),
                LocalDateTime.of(-44, 3, 15, 10, 0, 1),
                new byte[] {1, 2, -1},
                new byte[0]);
        for (int at = 0; at < keys.size(); at++) {
            Resource rows =
                    resource("t" + at).rows(List.of(Map.of("id", keys.get(at)))).merge("id");
            shop.run(rows);

            RunPlan plan = shop.plan(rows);

            assertThat(plan.notes()).as("key %s", at).isEmpty();
            assertThat(plan.table("t" + at).updated()).as("key %s", at).isEqualTo(1);
        }
    }

    @Test
    void a_row_without_a_value_that_must_be_there_is_refused() {
        Pipeline shop = as(database.user(), database.password());
        shop.run(resource("orders").json("[{\"id\": 1, \"note\": 1}]").merge("id"));
        database.execute("ALTER TABLE shop.orders ALTER COLUMN note SET NOT NULL");
        Resource next = resource("orders").json("[{\"id\": 1, \"note\": 1}, {\"id\": 2}]");

        for (Resource refused : List.of(next, next.merge("id"))) {
            assertThat(shop.plan(refused).refusals())
                    .extracting(PlannedRefusal::code)
                    .containsExactly(ErrorCode.ROW_REFUSED);
        }
    }

    @Test
    void keys_that_the_destination_cannot_take_in_a_question_are_a_note() {
        Pipeline shop = as(database.user(), database.password());
        shop.run(orders("[{\"id\": \"a\"}]"));
        Resource rows = orders("[{\"id\": \"a\\u0000b\"}, {\"id\": \"a\"}]");

        RunPlan plan = shop.plan(rows);

        assertThat(plan.notes())
                .singleElement()
                .asString()
                .isEqualTo(
                        "table orders: how many rows are inserted, updated, deleted and skipped is not known, because"
                                + " the keys of the sample cannot be compared with the table: [ROW_REFUSED] a value has the character"
                                + " U+0000, which text at the destination cannot hold: take it out with .map(..).");
    }
}
