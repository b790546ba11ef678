package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.rows.Rows;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query is one statement in a transaction that only reads, and that nothing makes writable. */
class ReadOnlyQueryTests {
    private static final String WAY_TO_WRITE = " A query only reads: run statements that write with .execute(..).";

    /** Statements that write, or do something else than return rows. */
    private static final List<String> MORE_THAN_QUERIES = List.of(
            "COMMIT; DELETE FROM shop.orders RETURNING id",
            "SET TRANSACTION READ WRITE; DELETE FROM shop.orders RETURNING id",
            "SET TRANSACTION READ WRITE",
            "COMMIT",
            "DO 'BEGIN DELETE FROM shop.orders; END'",
            "COPY shop.orders TO '/dev/null'",
            "COPY shop.orders TO PROGRAM 'true'",
            "COPY shop.orders TO STDOUT",
            "LOCK TABLE shop.orders",
            "NOTIFY orders",
            "SELECT id INTO shop.more FROM shop.orders",
            "SELECT shop.purge()",
            "WITH gone AS (DELETE FROM shop.orders RETURNING id) SELECT id FROM gone",
            "EXPLAIN ANALYZE DELETE FROM shop.orders",
            "SELECT nextval('shop.numbers')",
            "SELECT id FROM shop.orders FOR UPDATE",
            "");

    /** Queries that would make their transaction writable first. */
    private static final List<String> SLY = List.of(
            "SELECT set_config('transaction_read_only', 'off', true)",
            "SELECT set_config('default_transaction_read_only', 'off', false), shop.purge()",
            "SELECT shop.sly()",
            "CALL shop.commits(1)");

    /** Statements that read. */
    private static final List<String> QUERIES = List.of(
            "SELECT id FROM orders",
            "SELECT id FROM orders;\n ",
            "TABLE orders",
            "VALUES (1)",
            "SHOW search_path",
            "EXPLAIN DELETE FROM orders",
            "SELECT ';' AS text",
            "SELECT payload ? 'key' FROM (SELECT '{\"key\": 1}'::jsonb AS payload) p");

    @TempDir
    Path home;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @BeforeEach
    void load() {
        Pipette.pipeline("shop", direct())
                .datasetName("shop")
                .home(home)
                .run(resource("orders").rows(List.of(Map.of("id", 1))));
        database.execute("CREATE SEQUENCE shop.numbers");
        database.execute("CREATE FUNCTION shop.purge() RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN DELETE FROM shop.orders; RETURN 1; END'");
        database.execute(
                "CREATE FUNCTION shop.sly() RETURNS int LANGUAGE plpgsql AS 'BEGIN"
                        + " PERFORM set_config(''transaction_read_only'', ''off'', true); DELETE FROM shop.orders; RETURN 1; END'");
        database.execute("CREATE PROCEDURE shop.commits(INOUT n int) LANGUAGE plpgsql AS"
                + " 'BEGIN COMMIT; DELETE FROM shop.orders; END'");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Destination direct() {
        return Logins.owner(database);
    }

    private Destination pooled() {
        return Logins.owner(database, PgBouncer.shared().url(database)).transactionPooler();
    }

    @Test
    void what_is_more_than_a_query_is_refused_with_the_way_to_write() {
        for (Destination destination : List.of(direct(), pooled())) {
            for (String sql : MORE_THAN_QUERIES) {
                assertThatThrownBy(() -> destination.query(sql, home))
                        .as(sql)
                        .hasMessageStartingWith("[BAD_USAGE] postgres ")
                        .hasMessageContaining(" refused the query: ")
                        .hasMessageEndingWith(WAY_TO_WRITE.strip());
            }
        }
        assertThat(direct().query("SELECT id FROM shop.orders", home).size()).isEqualTo(1);
    }

    @Test
    void nothing_makes_the_transaction_writable() {
        for (Destination destination : List.of(direct(), pooled())) {
            for (String sql : SLY) {
                assertThatThrownBy(() -> destination.query(sql, home))
                        .as(sql)
                        .hasMessageStartingWith("[BAD_USAGE] postgres ");
            }
        }
        assertThat(direct().query("SELECT id FROM shop.orders", home).size()).isEqualTo(1);
    }

    @Test
    void whatever_reads_is_a_query() {
        for (Destination destination : List.of(direct(), pooled())) {
            for (String sql : QUERIES) {
                Rows rows = destination.query(sql, home);

                assertThat(rows.size()).as(sql).isPositive();
            }
        }
    }

    @Test
    void the_messages_say_what_is_wrong_with_the_text() {
        String place =
                "[BAD_USAGE] postgres " + database.url().replace("jdbc:postgresql://", "") + " refused the query: ";

        assertThatThrownBy(() -> direct().query("SELECT 1; SELECT 2", home))
                .hasMessage(place + "it has 2 statements, and a query is one." + WAY_TO_WRITE);
        assertThatThrownBy(() -> direct().query("COPY shop.orders TO '/dev/null'", home))
                .hasMessage(place + "it is not a statement that returns rows." + WAY_TO_WRITE);
        assertThatThrownBy(() -> direct().query("SELECT * FROM shop.order", home))
                .hasMessageStartingWith(place + "ERROR: relation \"shop.order\" does not exist");
    }

    @Test
    void statements_that_write_find_their_tables_behind_a_pooler() {
        assertThat(pooled().execute("UPDATE orders SET id = 2; DELETE FROM orders WHERE id = 2", home))
                .hasToString("1 row changed");

        assertThat(direct().query("SELECT id FROM orders", home).size()).isZero();
    }
}
