package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableSchemaTests {
    private static final TableSchema USERS = TableSchema.root("users", "merge", "people")
            .withColumn(Column.of("id", DataType.BIGINT).withPrimaryKey(true))
            .withColumn(Column.of("name", DataType.TEXT));

    @Test
    void a_root_table_names_its_resource_and_a_nested_one_its_parent() {
        TableSchema tags = TableSchema.nested("users__tags", "users");

        assertThat(USERS.resource()).contains("people");
        assertThat(USERS.writeDisposition()).contains("merge");
        assertThat(USERS.isNested()).isFalse();
        assertThat(tags.isNested()).isTrue();
        assertThat(tags.parent()).contains("users");
        assertThat(tags.resource()).isEmpty();
        assertThat(tags.writeDisposition()).isEmpty();
        assertThat(tags).hasToString("{\"name\":\"users__tags\",\"columns\":{},\"parent\":\"users\"}");
    }

    @Test
    void a_column_is_replaced_in_its_place_and_added_at_the_end() {
        TableSchema changed =
                USERS.withColumn(Column.of("vip", DataType.BOOL)).withColumn(Column.of("id", DataType.TEXT));

        assertThat(changed.columnNames()).containsExactly("id", "name", "vip");
        assertThat(changed.column("id").flatMap(Column::dataType)).contains(DataType.TEXT);
        assertThat(USERS.columnNames()).containsExactly("id", "name");
        assertThat(changed.withoutColumn("vip")
                        .withColumn(Column.of("id", DataType.BIGINT).withPrimaryKey(true)))
                .isEqualTo(USERS);
    }

    @Test
    void columns_are_picked_by_a_hint() {
        assertThat(USERS.columnsWith(Column::primaryKey))
                .extracting(Column::name)
                .containsExactly("id");
        assertThat(USERS.columnsWith(Column::mergeKey)).isEmpty();
    }

    @Test
    void hints_are_kept_in_order_and_never_hold_the_columns() {
        TableSchema table = USERS.withHint("x-merge-strategy", "upsert").withDescription("people");

        assertThat(table.hints().sequencedKeySet())
                .containsExactly("write_disposition", "name", "resource", "x-merge-strategy", "description");
        assertThat(table.hint("x-merge-strategy")).contains("upsert");
        assertThat(table.hint("columns")).isEmpty();
        assertThat(table.withoutHint("x-merge-strategy").withoutHint("description"))
                .isEqualTo(USERS);
        assertThatThrownBy(() -> USERS.withHint("columns", Map.of()))
                .hasMessage("'columns' of table 'users' is set by withName(..) or addColumn(..), not by a hint.");
    }

    @Test
    void that_data_was_seen_is_marked_beside_other_marks() {
        TableSchema marked =
                USERS.withHint("x-normalizer", Map.of("max_nesting", 2)).withSeenData();

        assertThat(USERS.seenData()).isFalse();
        assertThat(marked.seenData()).isTrue();
        assertThat(marked.withSeenData()).isSameAs(marked);
        assertThat(marked.hint("x-normalizer")).contains(Map.of("max_nesting", 2L, "seen-data", true));
    }

    @Test
    void tables_with_another_order_of_columns_are_not_equal() {
        TableSchema turned = TableSchema.root("users", "merge", "people")
                .withColumns(List.copyOf(USERS.columns().reversed().values()));

        assertThat(turned).isNotEqualTo(USERS);
        assertThat(turned.columns()).isEqualTo(USERS.columns());
        assertThat(USERS.withName("users")).isEqualTo(USERS).hasSameHashCodeAs(USERS);
        assertThat(USERS.withName("clients")).isNotEqualTo(USERS);
    }
}
