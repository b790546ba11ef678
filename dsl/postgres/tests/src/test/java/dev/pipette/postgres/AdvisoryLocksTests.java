package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.LockName;
import org.junit.jupiter.api.Test;

class AdvisoryLocksTests {
    @Test
    void the_keys_are_those_of_older_versions_so_that_both_exclude_each_other() {
        assertThat(AdvisoryLocks.key(LockName.dataset("shop_data"))).isEqualTo(-1604939553583107758L);
        assertThat(AdvisoryLocks.key(LockName.load("shop_data", "17.5"))).isEqualTo(5752358713189609900L);
        assertThat(AdvisoryLocks.key(LockName.pipeline("shop"))).isEqualTo(6809663733203772303L);
        assertThat(AdvisoryLocks.key(LockName.table("shop_data", "orders"))).isEqualTo(6603396634726339154L);
    }
}
