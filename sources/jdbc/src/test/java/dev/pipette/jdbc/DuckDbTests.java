package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** DuckDB as a source. */
class DuckDbTests extends DatabaseContract {
    @Override
    SourceDatabase make() {
        String file = folder.resolve("app.duckdb").toString();
        return new SourceDatabase() {
            @Override
            public String address() {
                return "duckdb:" + file;
            }

            @Override
            public String url() {
                return "jdbc:duckdb:" + file;
            }

            @Override
            public String schema() {
                return "main";
            }

            @Override
            public String type(String standard) {
                return standard.equals("TIMESTAMP(6)") ? "TIMESTAMP" : standard;
            }

            @Override
            public void close() {
                // the folder of the test is deleted
            }
        };
    }

    @Test
    void each_type_keeps_its_values() {
        source.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE TABLE extremes (id INT PRIMARY KEY, huge HUGEINT, big UBIGINT, wide DECIMAL(38,10), real4 FLOAT,"
                        + " seen TIMESTAMPTZ, naive TIMESTAMP, day DATE, clock TIME, doc JSON, raw BLOB, ident UUID, list"
                        + " INTEGER[], part STRUCT(a VARCHAR), kind mood)",
                "INSERT INTO extremes VALUES (1, 170141183460469231731687303715884105727, 18446744073709551615,"
                        + " 1234567890123456789012345678.0123456789, 0.1, '2025-01-01 05:00:00.000001+05', 'infinity',"
                        + " '0044-03-15 (BC)', '23:59:59', '{\"a\": 1.10}', '\\x00\\xFF',"
                        + " '123e4567-e89b-12d3-a456-426614174000', [1, NULL], {'a': 'x'}, 'glad')",
                "INSERT INTO extremes (id) VALUES (2)");

        pipeline.run(database().table("extremes").resource());

        assertThat(loaded(
                        "SELECT huge::VARCHAR, big, wide, real4, epoch_us(seen), naive::VARCHAR, day::VARCHAR, clock::VARCHAR,"
                                + " doc, hex(raw), ident, list, part, kind FROM extremes ORDER BY id"))
                .containsExactly(
                        "170141183460469231731687303715884105727 | 18446744073709551615 |"
                                + " 1234567890123456789012345678.0123456789 | 0.1 | 1735689600000001 | infinity |"
                                + " 0044-03-15 (BC) | 23:59:59 | {\"a\": 1.10} | 00FF |"
                                + " 123e4567-e89b-12d3-a456-426614174000 | [1,null] | {\"a\":\"x\"} | glad",
                        "null | null | null | null | null | null | null | null | null | null | null | null | null | null");
    }
}
