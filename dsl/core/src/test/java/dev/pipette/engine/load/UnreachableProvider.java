package dev.pipette.engine.load;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationProvider;
import dev.pipette.spi.DestinationSession;

/** {@code unreachable:ANYTHING}, a destination that was never made and cannot be reached: packages for it wait. */
public final class UnreachableProvider implements DestinationProvider {
    @Override
    public String scheme() {
        return "unreachable";
    }

    @Override
    public DestinationClient connect(DestinationConfig config) {
        return new Client("unreachable " + config.location());
    }

    private record Client(String describe) implements DestinationClient {
        @Override
        public String identity() {
            return describe;
        }

        @Override
        public String dltType() {
            return "dlt.destinations.unreachable";
        }

        @Override
        public int maxIdentifierLength() {
            return 63;
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public DestinationSession open(Access access) {
            throw new PipetteException(ErrorCode.DESTINATION_FAILED, describe + " cannot be reached.");
        }
    }
}
