package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** MariaDB as a source. */
class MariaDbTests extends DatabaseContract {
    @Override
    SourceDatabase make() throws Exception {
        return Mariadb.shared().database();
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
