package dev.pipette.testing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TestRowTests {
    private record Customer(String city, @Nullable String zip) {}

    private record Order(int id, Customer customer, List<Customer> earlier) {}

    private final TestRow order = TestRow.of(
            "id",
            1,
            "state",
            "open",
            "customer",
            Map.of("city", "Oslo"),
            "items",
            List.of(Map.of("sku", "a"), Map.of("sku", "b")));

    @Test
    void a_row_is_a_map_in_the_order_of_its_fields() {
        assertThat(order.keySet()).containsExactly("id", "state", "customer", "items");
        assertThat(order).isEqualTo(TestRow.like(order)).containsEntry("state", "open");
        assertThat(order.get("unknown")).isNull();
        assertThat(order).hasToString("{id=1, state=open, customer={city=Oslo}, items=[{sku=a}, {sku=b}]}");
    }

    @Test
    void a_changed_row_leaves_the_template_as_it_was() {
        TestRow changed = order.with("id", 2)
                .with("customer.city", "Bergen")
                .with("items[1].sku", "c")
                .with("state", null);

        assertThat(changed).hasToString("{id=2, state=null, customer={city=Bergen}, items=[{sku=a}, {sku=c}]}");
        assertThat(order).hasToString("{id=1, state=open, customer={city=Oslo}, items=[{sku=a}, {sku=b}]}");
    }

    @Test
    void fields_and_elements_are_added_and_taken_away() {
        assertThat(order.adding("customer.zip", "0150")
                        .adding("items[2]", Map.of())
                        .without("items[0]")
                        .without("id"))
                .hasToString("{state=open, customer={city=Oslo, zip=0150}, items=[{sku=b}, {}]}");
    }

    @Test
    void many_rows_are_numbered_from_1() {
        assertThat(TestRow.of("id", 0).rows(3, (number, row) -> row.with("id", number)))
                .containsExactly(TestRow.of("id", 1), TestRow.of("id", 2), TestRow.of("id", 3));
    }

    @Test
    void a_record_is_a_template() {
        Order template = new Order(1, new Customer("Oslo", null), List.of(new Customer("Rome", "00100")));

        assertThat(TestRow.like(template).with("customer.zip", "0150").with("earlier[0].city", "Paris"))
                .hasToString("{id=1, customer={city=Oslo, zip=0150}, earlier=[{city=Paris, zip=00100}]}");
    }

    @Test
    void a_name_with_a_dot_is_found_before_a_path() {
        assertThat(TestRow.of("a.b", 1, "a", Map.of("b", 2)).with("a.b", 3)).hasToString("{a.b=3, a={b=2}}");
    }

    @Test
    void nobody_changes_a_row() {
        List<String> tags = new ArrayList<>(List.of("x"));
        TestRow row = TestRow.of("tags", tags);
        tags.add("y");

        assertThat(row).hasToString("{tags=[x]}");
        assertThatThrownBy(() -> row.put("tags", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(row::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) row.values().iterator().next()).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_misspelt_field_is_an_error_that_names_those_there_are() {
        assertError(
                () -> order.with("stat", 1),
                "'stat': this row has no field 'stat'. It has: id, state, customer, items. A new field comes by .adding(name, value).");
        assertError(
                () -> order.with("customer.town", 1),
                "'customer.town': 'customer' has no field 'town'. It has: city. A new field comes by .adding(name, value).");
        assertError(
                () -> order.without("items[0].price"),
                "'items[0].price': 'items[0]' has no field 'price'. It has: sku. A new field comes by .adding(name, value).");
        assertError(
                () -> order.adding("customers.zip", 1),
                "'customers.zip': this row has no field 'customers'. It has: id, state, customer, items. A new field comes by .adding(name, value).");
    }

    @Test
    void a_path_through_what_has_no_fields_is_an_error() {
        assertError(
                () -> order.with("state.code", 1),
                "'state.code': 'state' is the text \"open\", which has no field 'code'.");
        assertError(() -> order.with("id[0]", 1), "'id[0]': 'id' is Integer 1, which has no elements.");
        assertError(() -> order.with("items.sku", 1), "'items.sku': 'items' is a list, which has no field 'sku'.");
        assertError(
                () -> order.with("items[2]", 1),
                "'items[2]': 'items' ends with [1]. The next element comes by .adding(\"items[2]\", value).");
    }

    @Test
    void a_field_that_is_there_is_not_added() {
        assertError(() -> order.adding("id", 2), "'id': it is there already. Change it by .with(..).");
        assertError(() -> order.adding("items[0]", 2), "'items[0]': it is there already. Change it by .with(..).");
    }

    @Test
    void what_is_no_path_is_an_error() {
        assertError(
                () -> order.with("items[x]", 1),
                "'items[x]' is not a path to a field. Write it as state, customer.city or items[0].sku.");
        assertError(
                () -> order.with("customer..city", 1),
                "'customer..city' is not a path to a field. Write it as state, customer.city or items[0].sku.");
    }

    @Test
    void names_and_values_come_in_turn() {
        assertError(
                () -> TestRow.of("id", 1, "state"),
                "the field 'state' has no value. Write names and values in turn: TestRow.of(\"id\", 1, \"state\", \"open\").");
        assertError(
                () -> TestRow.of("id", 1, 2, 3),
                "a name was expected where 2 stands. Write names and values in turn: TestRow.of(\"id\", 1, \"state\", \"open\").");
        assertError(() -> TestRow.of("id", 1, "id", 3), "the field 'id' is given twice.");
    }

    private static void assertError(java.util.function.Supplier<TestRow> call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::get).withMessage(message);
    }
}
