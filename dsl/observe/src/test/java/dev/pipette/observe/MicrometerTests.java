package dev.pipette.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.error.PipetteException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs are counted as. */
class MicrometerTests {
    @TempDir
    Path folder;

    @AutoClose
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double count(String counter, String... tags) {
        return registry.get(counter)
                .tags("pipeline", "shop", "dataset", "shop_data")
                .tags(tags)
                .counter()
                .count();
    }

    private Timer runs(String outcome) {
        return registry.get("pipette.run")
                .tags("pipeline", "shop", "dataset", "shop_data", "outcome", outcome)
                .timer();
    }

    @Test
    void runs_loads_rows_bytes_and_failures_are_counted() {
        Shop shop = new Shop(folder);
        Pipeline pipeline = shop.pipeline().listener(Observe.micrometer(registry));

        pipeline.runKey("day").run(shop.orders(), shop.carts());
        pipeline.runKey("day").run(shop.orders(), shop.carts());
        pipeline.run(shop.orders());
        assertThatThrownBy(() -> pipeline.run(shop.broken())).isInstanceOf(PipetteException.class);

        assertThat(count("pipette.loads")).isEqualTo(2);
        assertThat(count("pipette.rows", "table", "orders")).isEqualTo(4);
        assertThat(count("pipette.rows", "table", "carts__lines")).isEqualTo(2);
        assertThat(count("pipette.bytes")).isPositive();
        assertThat(count("pipette.failures", "code", "RESOURCE_FAILED")).isEqualTo(1);
        assertThat(runs("loaded").count()).isEqualTo(2);
        assertThat(runs("nothing_new").count()).isEqualTo(1);
        assertThat(runs("failed").count()).isEqualTo(1);
        assertThat(runs("loaded").totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }
}
