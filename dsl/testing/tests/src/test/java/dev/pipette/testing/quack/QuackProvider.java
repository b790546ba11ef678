package dev.pipette.testing.quack;

import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationProvider;
import java.util.Set;

/** Makes {@code quack:FILE} a destination. */
public final class QuackProvider implements DestinationProvider {
    @Override
    public String scheme() {
        return "quack";
    }

    @Override
    public DestinationClient connect(DestinationConfig config) {
        config.allow(scheme(), Set.of());
        return new QuackClient(config);
    }
}
