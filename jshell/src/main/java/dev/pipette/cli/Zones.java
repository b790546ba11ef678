package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Time zones as they are written after {@code --zone}.
 *
 * <pre>{@code
 * Zones.of("Europe/Berlin");
 * }</pre>
 */
public final class Zones {
    private Zones() {}

    /**
     * The zone of a name like {@code Europe/Berlin}, or of an offset like {@code +02:00}.
     *
     * @throws PipetteException BAD_USAGE for anything else
     */
    public static ZoneId of(String written) {
        try {
            return ZoneId.of(written);
        } catch (DateTimeException unknown) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--zone " + written + ": there is no such time zone. Write it like Europe/Berlin, UTC or +02:00."
                            + NearestName.question(written, ZoneId.getAvailableZoneIds()),
                    unknown);
        }
    }
}
