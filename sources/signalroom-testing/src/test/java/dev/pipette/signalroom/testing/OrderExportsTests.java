package dev.pipette.signalroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class OrderExportsTests {
    private static final LocalDate DAY = LocalDate.parse("2025-12-19");

    @Test
    void an_export_has_129_different_columns() {
        assertThat(OrderExports.ofRows(1).header())
                .hasSize(129)
                .doesNotHaveDuplicates()
                .startsWith("orders_id", "created_by", "billing_fname", "billing_lname")
                .endsWith("Click ID", "Retries Left", "Hold Type ID", "Offer ID", "Processor ID");
    }

    @Test
    void a_day_is_the_same_each_time_and_another_than_the_next() {
        OrderExports exports = OrderExports.ofRows(50);

        assertThat(exports.file(DAY)).isEqualTo(exports.file(DAY)).isNotEqualTo(exports.file(DAY.plusDays(1)));
        assertThat(exports.seed(2).file(DAY)).isNotEqualTo(exports.file(DAY));
    }

    @Test
    void rows_have_what_makes_exports_hard_to_read() {
        String text = new String(OrderExports.ofRows(200).file(DAY), StandardCharsets.UTF_8);

        assertThat(text)
                .contains("12/19/2025", "N/A", "\"30 capsules, \"\"extra strong\"\"\"", "08:51 AM", ",No,", ",YES,")
                .containsPattern(",0[0-9]{4},")
                .containsPattern("Last-[0-9]+ ,");
        assertThat(text.lines()).hasSize(201);
    }

    @Test
    void an_export_may_grow_and_be_empty() {
        OrderExports grown = OrderExports.ofRows(0).column("Upsell ID");

        assertThat(new String(grown.file(DAY), StandardCharsets.UTF_8))
                .endsWith(",Processor ID,Upsell ID\n")
                .hasLineCount(1);
        assertThat(grown.key("orders-create", DAY)).isEqualTo("orders-create/report_2025-12-19T0600_1.csv");
        assertThat(grown.days(DAY, 2)).containsExactly(DAY, DAY.plusDays(1));
    }
}
