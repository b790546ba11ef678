package dev.pipette.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LockNameTests {
    @Test
    void the_text_and_the_order_are_those_of_older_versions() {
        TreeSet<LockName> locks = new TreeSet<>(List.of(
                LockName.table("shop_data", "orders"),
                LockName.table("shop_data", "items"),
                LockName.pipeline("shop"),
                LockName.load("shop_data", "17.5"),
                LockName.dataset("shop_data")));

        assertThat(locks)
                .extracting(LockName::text)
                .containsExactly(
                        "dataset shop_data",
                        "load shop_data.17.5",
                        "pipeline shop",
                        "table shop_data.items",
                        "table shop_data.orders");
    }
}
