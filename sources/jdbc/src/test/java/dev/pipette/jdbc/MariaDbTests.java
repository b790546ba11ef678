package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** MariaDB as a source. */
class MariaDbTests extends DatabaseContract {
    @Override
    SourceDatabase make() throws Exception {
        return Mariadb.shared().database();
    }

    /** The same driver serves both names, here against a server of MariaDB. */
    @Test
    void an_address_of_mysql_and_one_of_mariadb_read_the_same() {
        source.execute(
                "CREATE TABLE orders (id INT PRIMARY KEY, label VARCHAR(20), updated_at DATETIME(6) NOT NULL)",
                "INSERT INTO orders VALUES (1, 'one', '2026-01-01'), (2, 'two', '2026-01-02')");
        String address = source.address();
        Database mysql = Database.at(address.replace("mariadb://", "mysql://"), settings());

        pipeline.run(mysql.table("orders")
                .incremental("updated_at")
                .slices(2)
                .resource()
                .merge("id"));
        pipeline.run(
                mysql.query("labels", "SELECT label FROM orders WHERE id > ?", 1),
                Database.at(address, settings())
                        .tables("*")
                        .where(name -> name.endsWith(".orders"))
                        .all()
                        .getFirst()
                        .named("again")
                        .resource());

        assertThat(address).startsWith("mariadb://");
        assertThat(mysql.product()).startsWith("MariaDB");
        assertThat(loaded("SELECT id, label FROM orders ORDER BY id")).containsExactly("1 | one", "2 | two");
        assertThat(loaded("SELECT id, label FROM again ORDER BY id")).containsExactly("1 | one", "2 | two");
        assertThat(loaded("SELECT label FROM labels")).containsExactly("two");
    }

    @Test
    void each_type_keeps_its_values() {
        source.execute(
                "CREATE TABLE extremes (id INT PRIMARY KEY, tiny TINYINT(1), big BIGINT UNSIGNED, wide DECIMAL(38,10),"
                        + " real4 FLOAT, bits BIT(9), flag BIT(1), seen TIMESTAMP(6) NULL, naive DATETIME(6), day DATE,"
                        + " clock TIME(6), doc JSON, raw VARBINARY(10), kind ENUM('a', 'b'), ident UUID, made YEAR)",
                "SET time_zone = '+05:00'",
                "INSERT INTO extremes VALUES (1, 127, 18446744073709551615, 1234567890123456789012345678.0123456789, 0.1,"
                        + " b'100000001', b'1', '2025-01-01 05:00:00.000001', '9999-12-31 23:59:59.999999', '1000-01-01',"
                        + " '23:59:59.999999', '{\"a\": 1.10}', x'00ff', 'b', '123e4567-e89b-12d3-a456-426614174000', 2155)",
                "INSERT INTO extremes (id) VALUES (2)");

        pipeline.run(database().table("extremes").resource().maxNesting(0));

        assertThat(loaded(
                        "SELECT tiny, big, wide, real4, bits, flag, epoch_us(seen), naive, day, clock, doc, hex(raw), kind,"
                                + " ident, made FROM extremes ORDER BY id"))
                .containsExactly(
                        "127 | 18446744073709551615 | 1234567890123456789012345678.0123456789 | 0.1 | 257 | true |"
                                + " 1735689600000001 | 9999-12-31T23:59:59.999999 | 1000-01-01 | 23:59:59.999999 |"
                                + " {\"a\": 1.10} | 00FF | b | 123e4567-e89b-12d3-a456-426614174000 | 2155",
                        "null | null | null | null | null | null | null | null | null | null | null | null | null | null |"
                                + " null");
    }
}
