package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckType.Elements;
import dev.pipette.engine.columnar.DuckType.Entries;
import dev.pipette.engine.columnar.DuckType.Member;
import dev.pipette.engine.columnar.DuckType.Scalar;
import dev.pipette.engine.columnar.DuckType.Struct;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckTypeTests {
    @Test
    void types_with_others_inside_are_read() {
        assertThat(DuckType.of("STRUCT(\"a b\" INTEGER, \"c\"\"d\" TIMESTAMP[], e INTEGER[3],"
                        + " f MAP(VARCHAR, STRUCT(x DECIMAL(18,3))), h ENUM('x,(', 'y''s'))[]"))
                .isEqualTo(new Elements(
                        new Struct(List.of(
                                new Member("a b", new Scalar("INTEGER")),
                                new Member("c\"d", new Elements(new Scalar("TIMESTAMP"), "[]")),
                                new Member("e", new Elements(new Scalar("INTEGER"), "[3]")),
                                new Member(
                                        "f",
                                        new Entries(
                                                new Scalar("VARCHAR"),
                                                new Struct(List.of(new Member("x", new Scalar("DECIMAL(18,3)")))))),
                                new Member("h", new Scalar("ENUM('x,(', 'y''s')")))),
                        "[]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER                                       | INTEGER",
                "DECIMAL(18,3)                                 | DECIMAL(18,3)",
                "DATE                                          | DATE",
                "TIMESTAMP                                     | VARCHAR",
                "TIMESTAMP WITH TIME ZONE                      | VARCHAR",
                "TIMESTAMPTZ_NS                                | VARCHAR",
                "TIME WITH TIME ZONE                           | VARCHAR",
                "GEOMETRY('OGC:CRS84')                         | VARCHAR",
                "UNION(a INTEGER, b VARCHAR)                   | UNION(a INTEGER, b VARCHAR)",
                "STRUCT(\"a b\" TIMESTAMP, \"c\"\"d\" BLOB)[]  | STRUCT(\"a b\" VARCHAR, \"c\"\"d\" BLOB)[]",
                "MAP(TIMESTAMP, TIMESTAMP_NS[2])               | MAP(VARCHAR, VARCHAR[2])"
            })
    void times_are_read_as_text_wherever_they_are(String type, String readAs) {
        assertThat(DuckType.of(type).readAs()).isEqualTo(readAs);
        assertThat(DuckType.of(type).isConverted()).isEqualTo(!type.equals(readAs));
    }
}
