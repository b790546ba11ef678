package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnTests {
    @Test
    void a_column_without_a_type_is_not_complete() {
        Column column = Column.of("vip");

        assertThat(column.complete()).isFalse();
        assertThat(column.dataType()).isEmpty();
        assertThat(column.withDataType(DataType.BOOL).complete()).isTrue();
        assertThat(column).hasToString("{\"name\":\"vip\",\"nullable\":true}");
    }

    @Test
    void hints_are_written_under_the_names_of_dlt_in_the_order_in_which_they_were_set() {
        Column column = Column.of("price", DataType.DECIMAL)
                .withPrecision(18)
                .withScale(4)
                .withNullable(false)
                .withPrimaryKey(true)
                .withMergeKey(true)
                .withHardDelete(true)
                .withDedupSort("desc")
                .withDescription("net")
                .withHint("x-unit", "EUR");

        assertThat(column)
                .hasToString("{\"name\":\"price\",\"data_type\":\"decimal\",\"nullable\":false,\"precision\":18,"
                        + "\"scale\":4,\"primary_key\":true,\"merge_key\":true,\"hard_delete\":true,"
                        + "\"dedup_sort\":\"desc\",\"description\":\"net\",\"x-unit\":\"EUR\"}");
        assertThat(column.precision()).hasValue(18);
        assertThat(column.scale()).hasValue(4);
        assertThat(column.dedupSort()).contains("desc");
        assertThat(column.hint("x-unit")).contains("EUR");
        assertThat(column.primaryKey() && column.mergeKey() && column.hardDelete())
                .isTrue();
        assertThat(column.unique() || column.variant() || column.incremental()).isFalse();
    }

    @Test
    void a_flag_that_is_taken_back_is_not_written() {
        Column column = Column.of("id", DataType.BIGINT);

        assertThat(column.withPrimaryKey(true).withPrimaryKey(false)).isEqualTo(column);
        assertThat(column.withHint("x-a", 1).withoutHint("x-a")).isEqualTo(column);
    }

    @Test
    void a_timestamp_has_a_zone_unless_said_otherwise() {
        Column instant = Column.of("at", DataType.TIMESTAMP);

        assertThat(instant.timezone()).isTrue();
        assertThat(instant.withTimezone(false).timezone()).isFalse();
        assertThat(instant.withTimezone(false).withTimezone(true)).isEqualTo(instant);
    }

    @Test
    void a_new_name_keeps_its_place() {
        assertThat(Column.of("a", DataType.TEXT).withName("b"))
                .hasToString("{\"name\":\"b\",\"data_type\":\"text\",\"nullable\":true}");
    }

    @Test
    void a_column_cannot_be_changed_from_outside() {
        var list = new ArrayList<>(List.of(1));
        Column column = Column.of("a").withHint("x-list", list);

        list.add(2);

        assertThat(column.hint("x-list")).contains(List.of(1L));
        assertThatThrownBy(() -> column.hints().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void hints_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> Column.of("a").withHint("name", "b"))
                .hasMessage("a column is renamed by withName(..), not by a hint.");
        assertThatThrownBy(() -> Column.of("at").withDedupSort("down"))
                .hasMessage("dedup_sort of column 'at' is \"down\". Use \"asc\" or \"desc\".");
    }

    @Test
    void columns_are_equal_whatever_the_order_of_their_hints() {
        Column read = Column.fromDocument("a", Map.of("nullable", true, "data_type", "text", "name", "a"));

        assertThat(read).isEqualTo(Column.of("a", DataType.TEXT)).hasSameHashCodeAs(Column.of("a", DataType.TEXT));
        assertThat(read).isNotEqualTo(Column.of("a", DataType.JSON));
    }

    @Test
    void every_type_has_the_name_that_dlt_gives_it() {
        assertThat(DataType.values())
                .extracting(DataType::dltName)
                .containsExactly(
                        "text",
                        "double",
                        "bool",
                        "timestamp",
                        "bigint",
                        "binary",
                        "json",
                        "decimal",
                        "wei",
                        "date",
                        "time");
        assertThat(DataType.of("wei")).isEqualTo(DataType.WEI);
        assertThat(DataType.find("geometry")).isEmpty();
        assertThatThrownBy(() -> DataType.of("complex"))
                .hasMessage("[BAD_USAGE] unknown data type \"complex\". Known types: text, double, bool, timestamp, "
                        + "bigint, binary, json, decimal, wei, date, time.");
    }
}
