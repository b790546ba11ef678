package dev.pipette.signalroom;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Everflow's numbers of time zones, as {@code GET /v1/meta/timezones} returns them. */
final class EverflowTimezones {
    private static final Map<String, Integer> KNOWN = Map.of(
            "UTC", 67,
            "America/New_York", 80,
            "America/Chicago", 85,
            "America/Los_Angeles", 90,
            "Europe/London", 63,
            "Europe/Paris", 58,
            "Europe/Berlin", 56,
            "America/Sao_Paulo", 72);

    private EverflowTimezones() {}

    /**
     * The number of a zone.
     *
     * @throws PipetteException BAD_USAGE when it is not known
     */
    static int id(ZoneId zone, Map<ZoneId, Integer> more) {
        String name = zone.getId();
        boolean utc = name.equals("Z") || name.equals("Etc/UTC") || name.equals("UCT");
        return Optional.ofNullable(more.get(zone))
                .or(() -> Optional.ofNullable(KNOWN.get(utc ? "UTC" : name)))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "daily_stats: the number that Everflow has for time zone " + name
                                + " is not known. GET /v1/meta/timezones returns it: give it with client.timezoneId(..), or use"
                                + " one of " + String.join(", ", new TreeSet<>(KNOWN.keySet())) + "."));
    }
}
