package dev.pipette.testing;

import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.testing.content.DatasetContent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an expected value means in a column of each type, on every destination. */
interface ValueComparisons {
    /** A pipeline of this test alone. */
    Pipeline pipeline();

    private TableAssert loaded(Resource... resources) {
        pipeline().run(resources);
        return assertThat(pipeline().dataset()).table("vals");
    }

    private static Resource row(Object... cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int at = 0; at < cells.length; at += 2) {
            row.put(String.valueOf(cells[at]), cells[at + 1]);
        }
        return Pipette.resource("vals").rows(List.of(row));
    }

    @Test
    default void numbers() {
        TableAssert table = loaded(row(
                "small",
                1,
                "huge",
                BigInteger.TWO.pow(70),
                "price",
                new BigDecimal("12.30"),
                "ratio",
                0.1,
                "nan",
                Double.NaN,
                "sure",
                true));

        table.containsExactlyRows(
                "[{'small': 1, 'huge': 1180591620717411303424, 'price': 12.3, 'ratio': 0.1, 'nan': 'NaN', 'sure': true}]");
        table.containsExactlyRows("small,huge,price,ratio,nan,sure\n1.0,1180591620717411303424,12.300,0.10,NaN,true");
        table.containsExactlyRows(Map.of(
                "small",
                (short) 1,
                "huge",
                BigInteger.TWO.pow(70),
                "price",
                12.3,
                "ratio",
                new BigDecimal("0.1"),
                "nan",
                Double.NaN,
                "sure",
                true));
        table.column("small").containsExactly(1L);
        RowAssert found = table.rowWhere("small", "1");
        assertThat(failureOf(() -> found.has("ratio", new BigDecimal("0.10000000000000000001"))))
                .isEqualTo("table vals, row small=1: ratio expected 0.10000000000000000001 but was 0.1");
        assertThat(failureOf(() -> found.has("huge", 1180591620717411303425.0)))
                .isEqualTo(
                        "table vals, row small=1: huge expected 1180591620717411300000 but was 1180591620717411303424");
        assertThat(failureOf(() -> found.has("sure", "yes")))
                .isEqualTo("table vals, row small=1: sure expected yes (which is neither true nor false) but was true");
    }

    @Test
    default void dates_and_times() {
        TableAssert table = loaded(row(
                "day", LocalDate.parse("2025-12-21"),
                "at", Instant.parse("2025-12-21T10:00:00.123456Z"),
                "wall", LocalDateTime.parse("2025-03-30T02:30:00"),
                "clock", LocalTime.parse("10:00:00.5")));

        table.containsExactlyRows("""
                [{'day': '2025-12-21', 'at': '2025-12-21T11:00:00.123456+01:00', 'wall': '2025-03-30 02:30', 'clock': '10:00:00.500'}]
                """);
        table.containsExactlyRows(Map.of(
                "day", LocalDate.parse("2025-12-21"),
                "at", Instant.parse("2025-12-21T10:00:00.123456Z").atZone(ZoneId.of("Asia/Tokyo")),
                "wall", LocalDateTime.parse("2025-03-30T02:30:00"),
                "clock", LocalTime.parse("10:00:00.5")));
        table.column("at").containsExactly(Instant.parse("2025-12-21T10:00:00.123456Z"));
        RowAssert found = table.rowWhere("day", "2025-12-21");
        assertThat(failureOf(() -> found.has("at", "2025-12-21T10:00:00.123456")))
                .isEqualTo("table vals, row day=2025-12-21: at expected \"2025-12-21T10:00:00.123456\" (which names no"
                        + " instant: give it a zone, as in 2025-12-21T10:00:00Z) but was 2025-12-21T10:00:00.123456Z");
        assertThat(failureOf(() -> found.has("day", "yesterday")))
                .isEqualTo(
                        "table vals, row day=2025-12-21: day expected yesterday (which is not a date) but was 2025-12-21");
        assertThat(failureOf(() -> found.has("wall", "2025-03-30T03:30:00")))
                .isEqualTo("table vals, row day=2025-12-21: wall expected 2025-03-30T03:30 but was 2025-03-30T02:30");
    }

    @Test
    default void text_is_never_a_number() {
        RowAssert found = loaded(row("zip", "01234", "empty", "")).rowWhere("zip", "01234");

        found.has("empty", "").isEqualTo("{'zip': '01234', 'empty': ''}");
        assertThat(failureOf(() -> found.has("zip", 1234)))
                .isEqualTo("table vals, row zip=\"01234\": zip expected 1234 but was \"01234\"");
        assertThat(failureOf(() -> found.hasNull("empty")))
                .isEqualTo("table vals, row zip=\"01234\": empty expected NULL but was \"\"");
    }

    @Test
    default void bytes() {
        RowAssert found = loaded(row("id", 1, "data", new byte[] {0, -1, 127})).rowWhere("id", 1);

        found.has("data", new byte[] {0, -1, 127}).has("data", "0x00FF7F").has("data", "AP9/");
        assertThat(failureOf(() -> found.has("data", "0x00")))
                .isEqualTo("table vals, row id=1: data expected 0x00 but was 0x00ff7f");
    }

    @Test
    default void documents_that_are_kept_whole() {
        RowAssert found = loaded(Pipette.resource("vals")
                        .json("[{\"id\": 1, \"v\": {\"a\": [1, {\"b\": \"it's\"}], \"c\": null}}]")
                        .maxNesting(0))
                .rowWhere("id", 1);

        found.isEqualTo("{'id': 1, 'v': {'c': null, 'a': [1.0, {'b': \"it's\"}]}}")
                .has("v", "{\"a\": [1, {\"b\": \"it's\"}], \"c\": null}");
        assertThat(failureOf(() -> found.has("v", "{'a': [1, {'b': 'is'}], 'c': null}")))
                .isEqualTo("table vals, row id=1: v.a[1].b expected is but was it's");
    }

    @Test
    default void nested_tables_are_documents() {
        String orders = """
                [{"id": 1, "customer": {"phones": ["1", null]}, "lines": [{"qty": 2, "sizes": [[1.5], [3]]}, {"qty": 1}]},
                 {"id": 2}]
                """;
        pipeline().run(Pipette.resource("orders").json(orders).merge("id"));

        assertThat(pipeline().dataset()).table("orders").containsExactlyDocuments(orders);
        assertThat(DatasetContent.of(pipeline()).problems()).isEmpty();
    }
}
