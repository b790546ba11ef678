package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.rows.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.CloseableDSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.api.Test;

/** What a query gave can be loaded as rows, with the values that it has. */
interface QueriedRowsContract {
    private static Resource source() {
        Map<String, Object> full = new LinkedHashMap<>();
        full.put("id", 1);
        full.put("whole", Long.MIN_VALUE);
        full.put("large", new BigInteger("12345678901234567890123456789"));
        full.put("exact", new BigDecimal("0.10"));
        full.put("floating", 0.1);
        full.put("truth", true);
        full.put("letters", "é \" | \u0001");
        full.put("bytes", new byte[] {0, 1, (byte) 255});
        full.put("day", LocalDate.of(2024, 2, 29));
        full.put("local", LocalDateTime.parse("2024-03-10T02:30:00.000001"));
        full.put("instant", Instant.parse("2024-03-10T07:30:00.123456Z"));
        full.put("moment", LocalTime.parse("23:59:59.999999"));
        full.put("document", Map.of("a", List.of(1, new BigDecimal("2.5"))));
        Map<String, Object> edges = new LinkedHashMap<>();
        edges.put("id", 2);
        edges.put("floating", Double.NEGATIVE_INFINITY);
        edges.put("day", LocalDate.MAX);
        edges.put("local", LocalDateTime.of(-44, 3, 15, 12, 0));
        edges.put("instant", OffsetDateTime.MIN);
        return Pipette.resource("source")
                .rows(List.of(full, edges, Map.of("id", 3)))
                .column("document", Pipette.jsonDocument())
                .column("exact", Pipette.decimal(12, 2));
    }

    private static Resource copy(Iterable<?> rows) {
        return Pipette.resource("copy")
                .rows(rows)
                .column("document", Pipette.jsonDocument())
                .column("exact", Pipette.decimal(12, 2));
    }

    private static void assertSame(Trial trial) {
        List<String> types = trial.rows("SELECT column_name, data_type, numeric_precision, numeric_scale"
                + " FROM information_schema.columns WHERE table_schema = 'contract_data' AND table_name = 'source'"
                + " ORDER BY column_name");
        assertThat(trial.rows("SELECT column_name, data_type, numeric_precision, numeric_scale"
                        + " FROM information_schema.columns WHERE table_schema = 'contract_data' AND table_name = 'copy'"
                        + " ORDER BY column_name"))
                .isEqualTo(types);
        String values = "SELECT id, whole, large, exact, floating, truth, letters, bytes, day, local, instant, moment,"
                + " CAST(document AS VARCHAR) FROM ";
        assertThat(trial.rows(values + "copy ORDER BY id")).isEqualTo(trial.rows(values + "source ORDER BY id"));
        assertThat(trial.rows("SELECT id FROM copy WHERE whole IS NULL ORDER BY id"))
                .containsExactly("2", "3");
    }

    private static String columns() {
        return "id, whole, large, exact, floating, truth, letters, bytes, day, local, instant, moment, document";
    }

    @Test
    default void rows_of_a_query_are_loaded_as_they_are(Trial trial) {
        trial.run(source());
        Rows rows = trial.pipeline().dataset().query("SELECT " + columns() + " FROM source");

        trial.run(copy(rows));

        assertSame(trial);
    }

    @Test
    default void records_of_jooq_are_loaded_as_they_are(Trial trial) {
        trial.run(source());
        Result<Record> result = trial.pipeline()
                .dataset()
                .query("SELECT " + columns() + " FROM source")
                .result();

        trial.run(Pipette.resource("copy").stream(result::stream)
                .column("document", Pipette.jsonDocument())
                .column("exact", Pipette.decimal(12, 2)));

        assertSame(trial);
    }

    @Test
    default void records_that_jooq_read_by_itself_are_rows(Trial trial) {
        trial.run(source());
        Result<Record> result;
        try (CloseableDSLContext dsl = trial.pipeline().dataset().dsl()) {
            result = dsl.fetch("SELECT id, exact, day, local, document FROM contract_data.source WHERE id = 1");
        }

        trial.run(Pipette.resource("plain").rows(result).column("exact", Pipette.decimal(12, 2)));

        assertThat(trial.rows("SELECT id, exact, day, local FROM plain"))
                .containsExactly("1 | 0.10 | 2024-02-29 | 2024-03-10T02:30:00.000001");
        assertThat(trial.rows("SELECT value FROM plain__document__a ORDER BY _dlt_list_idx"))
                .hasSize(2);
    }

    @Test
    default void two_columns_with_one_name_are_refused(Trial trial) {
        trial.run(source());
        Rows rows = trial.pipeline().dataset().query("SELECT id, day AS id FROM source");

        assertThatThrownBy(() -> trial.run(copy(rows)))
                .hasMessage("[NAME_COLLISION] a row of the query has two columns with the name 'id'. Give one of them"
                        + " another name in the query: AS other_name.");
    }
}
