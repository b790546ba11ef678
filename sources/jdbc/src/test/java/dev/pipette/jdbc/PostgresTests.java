package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** PostgreSQL as a source, row by row and by COPY. */
class PostgresTests extends DatabaseContract {
    @SuppressWarnings("NullAway.Init")
    private PostgresDatabase database;

    @Override
    SourceDatabase make() {
        database = PostgresServer.shared().newDatabase();
        return new SourceDatabase() {
            @Override
            public String address() {
                return database.url();
            }

            @Override
            public String url() {
                return database.url();
            }

            @Override
            public Properties login() {
                Properties login = new Properties();
                login.setProperty("user", database.user());
                login.setProperty("password", database.password());
                return login;
            }

            @Override
            public String schema() {
                return "public";
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    @Override
    Settings settings() {
        return super.settings()
                .with("sources.database.user", database.user())
                .with("sources.database.password", Secret.of(database.password()));
    }

    @Override
    boolean sharesSnapshots() {
        return true;
    }

    private static final String EXTREMES = """
            CREATE TYPE mood AS ENUM ('sad', 'glad');
            CREATE DOMAIN price AS numeric(38,10);
            CREATE DOMAIN required AS text NOT NULL;
            CREATE TYPE place AS (street text, number int);
            CREATE TABLE extremes (
                id int PRIMARY KEY, flag bool, small int2, big int8, object oid, real4 float4, real8 float8,
                cost numeric(12,2), wide price, tiny numeric(20,20), label text, padded char(5), short varchar(9),
                seen timestamptz, naive timestamp, day date, clock time, zoned timetz, raw bytea, doc json, docb jsonb,
                ident uuid, list int[], texts text[], part place, kind mood, span interval, host inet, ranged int4range,
                nested jsonb, bits bit(3), zero numeric(12,2));
            INSERT INTO extremes VALUES (1, true, -32768, 9223372036854775807, 4294967295, 0.1, 'NaN',
                -9999999999.99, 1234567890123456789012345678.0123456789, 0.00000000000000000001, '', 'ab', 'x',
                'infinity', '-infinity', '0044-03-15 BC', '23:59:59.999999', '10:00+05', '', '{"a": 1.10}', '{"b": [1, null]}',
                '123e4567-e89b-12d3-a456-426614174000', '{1,NULL}', '{"a,b",NULL,"\\"q\\""}', ('main', 7), 'glad', '1 mon 2 days',
                '10.0.0.1', '[1,5)', '"text"', '101', 0);
            INSERT INTO extremes VALUES (2, false, 32767, -9223372036854775808, 0, -0.5, '-Infinity',
                0.07, -0.0000000001, 0, E'line\\nbreak, "quoted" \\\\ ü 😀', '', E'\\t',
                '0001-01-01 00:00:00+00 BC', '294246-12-31 23:59:59.999999', 'infinity', '00:00:00.000001', '00:00+00', '\\x00ff0a', '[]', '7',
                NULL, '{}', '{}', NULL, 'sad', '-1 year', '::1', 'empty', 'null', '000', 10000);
            INSERT INTO extremes (id) VALUES (3);
            """;

    private static final String SHOWN =
            "SELECT flag, small, big, object, real4, real8, cost, wide::VARCHAR, tiny::VARCHAR, label, padded, short,"
                    + " seen::VARCHAR, naive::VARCHAR, day::VARCHAR, clock::VARCHAR, zoned, hex(raw), doc, docb, ident, list, texts, part,"
                    + " kind, span, host, ranged, nested, bits, zero FROM extremes ORDER BY id";

    private static final List<String> VALUES = List.of(
            "true | -32768 | 9223372036854775807 | 4294967295 | 0.1 | NaN | -9999999999.99 |"
                    + " 1234567890123456789012345678.0123456789 | .00000000000000000001 |  | ab    | x | infinity | -infinity |"
                    + " 0044-03-15 (BC) | 23:59:59.999999 | 10:00:00+05 |  | {\"a\": 1.10} | {\"b\": [1, null]} |"
                    + " 123e4567-e89b-12d3-a456-426614174000 | [1,null] | [\"a,b\",null,\"\\\"q\\\"\"] |"
                    + " {\"street\":\"main\",\"number\":7} | glad | 1 mon 2 days | 10.0.0.1 | [1,5) | \"text\" | 101 | 0.00",
            "false | 32767 | -9223372036854775808 | 0 | -0.5 | -Infinity | 0.07 | -0.0000000001 | .00000000000000000000 | line\nbreak,"
                    + " \"quoted\" \\ ü 😀 |       | \t | 0001-01-01 (BC) 00:00:00+00 | 294246-12-31 23:59:59.999999 | infinity |"
                    + " 00:00:00.000001 | 00:00:00+00 | 00FF0A | [] | 7 | null | [] | [] | null | sad | -1 years | ::1 | empty |"
                    + " null | 000 | 10000.00",
            "null | null | null | null | null | null | null | null | null | null | null | null | null | null | null | null |"
                    + " null | null | null | null | null | null | null | null | null | null | null | null | null | null | null");

    @Test
    void each_type_keeps_its_values_by_copy() {
        source.execute(EXTREMES);

        Resource extremes = database().table("extremes").resource();
        pipeline.run(extremes);

        assertThat(extremes.source().describe()).isEqualTo("table public.extremes");
        assertThat(loaded(SHOWN)).isEqualTo(VALUES);
    }

    @Test
    void each_type_keeps_its_values_row_by_row() {
        source.execute(EXTREMES);

        Resource extremes = database().table("extremes").byRows().resource();
        pipeline.run(extremes);

        assertThat(extremes.source().describe()).isEqualTo("rows");
        assertThat(loaded(SHOWN)).isEqualTo(VALUES);
    }

    @Test
    void both_ways_make_the_same_columns() {
        source.execute(EXTREMES);

        pipeline.run(database().table("extremes").resource());
        pipeline.run(database().table("extremes").byRows().named("by_rows").resource());

        assertThat(types("by_rows")).isEqualTo(types("extremes"));
        assertThat(types("extremes")).contains("id BIGINT not null", "cost DECIMAL(12,2)", "wide DECIMAL(38,10)");
    }

    @Test
    void numbers_of_any_size_are_read_row_by_row_with_a_note() {
        source.execute(
                "CREATE TABLE measured (id int PRIMARY KEY, value numeric)",
                "INSERT INTO measured VALUES (1, 0.1), (2, 12345678901234567890.5)");

        var info = pipeline.run(database().table("measured").resource());

        assertThat(info.notes())
                .anySatisfy(note -> assertThat(note)
                        .contains(
                                "table public.measured is read row by row, and not by COPY: column value has numbers of any"
                                        + " size"));
        assertThat(loaded("SELECT value::VARCHAR FROM measured ORDER BY id"))
                .containsExactly("0.100000000", "12345678901234567890.500000000");
    }

    /** In the first group of rows there is none, and in the last one there are few. */
    @Test
    void nan_and_infinities_of_a_decimal_are_kept_beside_it_on_each_way() {
        source.execute(
                "CREATE TABLE priced (id int PRIMARY KEY, price numeric(10,2), cost numeric(30,3))",
                "INSERT INTO priced SELECT i, CASE WHEN i = 200000 THEN 'NaN'::numeric ELSE i / 100.0 END, CASE WHEN i > 249990 AND i % 2 = 0"
                        + " THEN 'NaN'::numeric WHEN i % 3 = 0 THEN NULL ELSE i END FROM generate_series(1, 250000) AS i");
        Resource copied = database().table("priced").resource();
        Resource read = database().table("priced").byRows().named("by_rows").resource();
        Resource sliced = database().table("priced").slices(2).named("sliced").resource();
        Resource typed = database()
                .table("priced")
                .byRows()
                .named("typed")
                .resource()
                .column("price", dev.pipette.Pipette.float64());

        pipeline.run(copied, read, sliced, typed);

        String summary = "SELECT count(*), sum(price), count(price), list(id) FILTER (price__v_double IS NOT NULL),"
                + " any_value(price__v_double), sum(cost), count(cost), count(cost__v_double), min(cost__v_double) FROM ";
        assertThat(loaded(summary + "priced"))
                .containsExactly(
                        "250000 | 312499250.00 | 249999 | [200000] | NaN | 20832416683.000 | 166663 | 5 | NaN");
        assertThat(loaded(summary + "by_rows")).isEqualTo(loaded(summary + "priced"));
        assertThat(loaded(summary + "sliced")).isEqualTo(loaded(summary + "priced"));
        assertThat(types("priced"))
                .containsExactly(
                        "id BIGINT not null",
                        "price DECIMAL(10,2)",
                        "cost DECIMAL(30,3)",
                        "price__v_double DOUBLE",
                        "cost__v_double DOUBLE");
        assertThat(types("by_rows")).containsExactlyInAnyOrderElementsOf(types("priced"));
        assertThat(loaded("SELECT price FROM typed WHERE id = 200000")).containsExactly("NaN");
    }

    @Test
    void a_decimal_that_must_not_be_null_has_no_nan() {
        source.execute(
                "CREATE TABLE priced (id int PRIMARY KEY, price numeric(10,2) NOT NULL)",
                "INSERT INTO priced VALUES (1, 1), (2, 'NaN')");

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> pipeline.run(database().table("priced").resource()))
                .withMessage(
                        "[TYPE_MISMATCH] table public.priced, row 2: column 'price' is NaN or infinity, decimal(10, 2)"
                                + " has neither, and the column is NOT NULL. Nothing of it was loaded. Read it with .byRows(),"
                                + " and declare another type: .column(\"price\", float64()) or text().");
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(
                        () -> pipeline.run(database().table("priced").byRows().resource()))
                .withMessageContaining("cannot be decimal(10,2) without loss (first: 'nan'");

        pipeline.run(database().table("priced").byRows().resource().column("price", dev.pipette.Pipette.float64()));
        assertThat(loaded("SELECT price FROM priced ORDER BY id")).containsExactly("1.0", "NaN");
    }

    @Test
    void several_groups_of_rows_keep_every_value() {
        source.execute(
                "CREATE TABLE many (id int PRIMARY KEY, label text, odd bool, price numeric(30,3), note text)",
                "INSERT INTO many SELECT i, repeat('é', i % 40), CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 1 END,"
                        + " i * 1.001, CASE WHEN i < 200000 THEN NULL ELSE 'n' || i END FROM generate_series(1, 300000) AS i");

        pipeline.run(database().table("many").resource());

        assertThat(loaded("SELECT count(*), sum(id), sum(length(label)), count(odd), count(*) FILTER (odd), sum(price),"
                        + " count(note), min(note), max(id) FILTER (note IS NULL) FROM many"))
                .isEqualTo(
                        database.rows(
                                "SELECT count(*), sum(id), sum(length(label)), count(odd), count(*) FILTER (WHERE odd),"
                                        + " sum(price), count(note), min(note), max(id) FILTER (WHERE note IS NULL) FROM many"));
    }

    @Test
    void slices_are_read_in_the_snapshot_in_which_they_were_cut() throws Exception {
        source.execute(
                "CREATE TABLE many (id int PRIMARY KEY, label text)",
                "INSERT INTO many SELECT i, 'before' FROM generate_series(1, 60000) AS i");

        try (Stream<?> rows = opened(database().table("many").slices(2).resource())) {
            source.execute("UPDATE many SET label = 'after'", "INSERT INTO many VALUES (60001, 'after')");

            assertThat(rows.map(row -> ((Map<?, ?>) row).get("label")).toList())
                    .hasSize(60_000)
                    .allMatch("before"::equals);
        }
    }

    @Test
    void a_wrong_password_is_named_and_not_shown() {
        Settings wrong = super.settings()
                .with("sources.database.user", database.user())
                .with("sources.database.password", Secret.of("open-sesame-42"));

        PostgresRole role = database.newRole();
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> Database.at(
                                database.url()
                                        .replace(
                                                "jdbc:postgresql://", "postgres://" + role.name() + ":open-sesame-42@"),
                                wrong)
                        .table("orders"))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_AUTH);
                    assertThat(failed.getMessage())
                            .contains("refused user \"" + role.name() + "\"")
                            .doesNotContain("open-sesame-42");
                });
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> Database.at("postgres://reader:open-sesame-42@127.0.0.1:1/shop", super.settings())
                        .table("orders"))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
                    assertThat(failed.getMessage())
                            .startsWith(
                                    "[SOURCE_UNAVAILABLE] postgresql://127.0.0.1:1/shop cannot be reached, after 3 tries:")
                            .doesNotContain("open-sesame-42");
                });
    }

    @Test
    void a_table_that_the_user_may_not_read_is_named() {
        source.execute("CREATE TABLE hidden (id int PRIMARY KEY)");
        PostgresRole role = database.newRole();
        Settings own = super.settings()
                .with("sources.database.user", role.name())
                .with("sources.database.password", Secret.of(role.password()));

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> pipeline.run(
                        Database.at(source.address(), own).table("hidden").resource()))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_AUTH);
                    assertThat(failed.getMessage())
                            .contains("does not let user \"" + role.name() + "\" read table public.hidden")
                            .contains("permission denied for table hidden");
                });
    }

    @Test
    void a_connection_that_breaks_off_loads_nothing() {
        source.execute(
                "CREATE TABLE many (id int PRIMARY KEY, label text)",
                "INSERT INTO many SELECT i, repeat('x', 100) FROM generate_series(1, 50000) AS i");
        try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared())) {
            Database cut = Database.at(proxy.url(database), settings());
            for (Resource resource : List.of(
                    cut.table("many").resource(),
                    cut.table("many").byRows().resource(),
                    cut.table("many").slices(2).resource())) {
                proxy.cutAfterReceived(1_000_000, CuttingProxy.End.RESET);

                assertThatExceptionOfType(PipetteException.class)
                        .isThrownBy(() -> pipeline.run(resource))
                        .satisfies(failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
                            assertThat(failed.getMessage())
                                    .contains("was lost after")
                                    .contains("Nothing of it was loaded");
                        });
                proxy.clearRules();
            }
        }

        assertThat(folder.resolve("to.duckdb")).doesNotExist();
    }

    @Test
    void a_transaction_only_reads() {
        source.execute("CREATE TABLE items (id int PRIMARY KEY)", "INSERT INTO items VALUES (1)");

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> pipeline.run(
                        database().query("taken", "WITH gone AS (DELETE FROM items RETURNING id) SELECT id FROM gone")))
                .withMessageContaining("in a read-only transaction");

        assertThat(database.rows("SELECT id FROM items")).containsExactly("1");
    }
}
